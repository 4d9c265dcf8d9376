import type { Check } from '../../engine/check.ts';
import { provisionConflict, provisionMatch, provisionWithout } from './provision.ts';
import { updateConflict, updateMatch } from './update.ts';

/** Versions of what a plan runs on. */
export const maintenance: readonly Check[] = [
  provisionConflict,
  provisionMatch,
  provisionWithout,
  updateConflict,
  updateMatch,
];
