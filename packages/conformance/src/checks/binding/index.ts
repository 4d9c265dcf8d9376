import { sameCredentials } from './repeated-credentials.ts';
import { wrongIdsOfBinds } from './wrong-ids.ts';
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
  sameCredentials,
  okMeansDone,
  ...bindingBodies,
  ...bindingKinds,
  ...refusedBinds,
  ...wrongIdsOfBinds,
  optionalFields,
  applicationInBothPlaces,
  conflictOnDifferentParameters,
  invalidParametersRefused,
];
