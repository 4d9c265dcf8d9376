import { goneIsForDeletions } from './gone.ts';
import { emptyQueries, oddRequests } from './odd-requests.ts';
import { bodyIsJson } from './body-is-json.ts';
import type { Check } from '../../engine/check.ts';
import { anyRefusal } from './any-refusal-changes-nothing.ts';
import { descriptionText, errorText, errorWord } from './body-fields.ts';
import { completeAnswers } from './complete-answers.ts';
import { errorType, refusedType, successType } from './content-type.ts';
import { errorFlags, notRepeatable } from './flags.ts';
import { refusedBind, refusedProvision } from './refused-create-changes-nothing.ts';
import { refusedDeprovision, refusedUnbind } from './refused-delete-changes-nothing.ts';
import { refusedUpdate } from './refused-update-changes-nothing.ts';
import { noServerError } from './server-errors.ts';
import { failureStatus } from './status.ts';

/** How brokers say no, and that a no leaves everything as it was. */
export const errors: readonly Check[] = [
  failureStatus,
  errorText,
  errorWord,
  descriptionText,
  ...errorFlags,
  notRepeatable,
  refusedProvision,
  refusedUpdate,
  refusedBind,
  refusedUnbind,
  refusedDeprovision,
  ...anyRefusal,
  successType,
  errorType,
  refusedType,
  bodyIsJson,
  goneIsForDeletions,
  ...oddRequests,
  emptyQueries,
  noServerError,
  completeAnswers,
];
