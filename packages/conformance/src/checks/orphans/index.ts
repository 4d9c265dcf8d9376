import type { Check } from '../../engine/check.ts';
import { deleteAfterBind, deleteAfterProvision } from './delete-after-failure.ts';
import { noOtherSuccess, successIsReadable } from './success-answers.ts';

/** What platforms need to clean up after failures, and not to clean up after successes. */
export const orphans: readonly Check[] = [
  successIsReadable,
  noOtherSuccess,
  deleteAfterProvision,
  deleteAfterBind,
];
