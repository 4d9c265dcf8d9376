import type { Check } from '../../engine/check.ts';

/** Checks to come. */
export const bindingInformation: readonly Check[] = [];
