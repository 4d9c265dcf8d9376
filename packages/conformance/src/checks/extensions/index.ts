import type { Check } from '../../engine/check.ts';

/** Checks to come. */
export const extensions: readonly Check[] = [];
