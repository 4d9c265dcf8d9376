import type { Check } from '../../engine/check.ts';

/** Checks of this folder. */
export const rotation: readonly Check[] = [];
