import { bindingBodies } from './answer-body.ts';
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

/** Binding: what is created and what it carries. */
export const binding = [
  implemented,
  statusOfBinding,
  acceptedBindPollable,
  informationOnce,
  asyncRetrievable,
  credentialsReturned,
  credentialsUnique,
  identicalRepeat,
  okMeansDone,
  ...bindingBodies,
];
