import type { Check } from '../../engine/check.ts';
import { judgedUpdates } from './judged.ts';
import { updateProbes } from './probes.ts';

/** Updating instances. */
export const updating: readonly Check[] = [...judgedUpdates, ...updateProbes];
