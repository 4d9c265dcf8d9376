import { bindingBodies } from './answer-body.ts';
import { credentialsWork } from './credentials-work.ts';
import { bindingKinds } from './kinds.ts';
import {
  acceptedBindPollable,
  asyncRetrievable,
  credentialsReturned,
  credentialsUnique,
  identicalRepeat,
  implemented,
  informationOnce,
  okMeansDone,
  statusOfBinding,
} from './created.ts';
import {
  applicationInBothPlaces,
  conflictOnDifferentParameters,
  invalidParametersRefused,
  optionalFields,
} from './optional-fields.ts';
import { refusedBinds } from './refused.ts';

/** Binding: what is created and what it carries. */
export const binding = [
  implemented,
  statusOfBinding,
  acceptedBindPollable,
  informationOnce,
  asyncRetrievable,
  credentialsReturned,
  credentialsUnique,
  credentialsWork,
  identicalRepeat,
  okMeansDone,
  ...bindingBodies,
  ...bindingKinds,
  ...refusedBinds,
  optionalFields,
  applicationInBothPlaces,
  conflictOnDifferentParameters,
  invalidParametersRefused,
];
