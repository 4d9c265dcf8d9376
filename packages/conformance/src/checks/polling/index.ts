import type { Check } from '../../engine/check.ts';
import { declaredDuration } from './declared-duration.ts';
import { judgedPolls } from './judged.ts';
import { pollProbes } from './probes.ts';

/** Asking how an operation stands. */
export const polling: readonly Check[] = [...judgedPolls, ...pollProbes, declaredDuration];
