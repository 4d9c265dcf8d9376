import { everyEndpoint } from './every-endpoint.ts';
import { otherForms, similarPasswords, similarUsers } from './near-misses.ts';
import { noSideEffect } from './no-side-effect.ts';
import { mixedRefused, secondAccepted } from './second-credential.ts';
import {
  basicAccepted,
  malformed,
  required,
  withoutCredentials,
  wrongPassword,
  wrongUser,
} from './refused-credentials.ts';

/** Who gets in, and that nobody else leaves a trace. */
export const authentication = [
  withoutCredentials,
  required,
  basicAccepted,
  wrongPassword,
  wrongUser,
  malformed,
  similarPasswords,
  similarUsers,
  otherForms,
  secondAccepted,
  mixedRefused,
  ...everyEndpoint,
  ...noSideEffect,
];
