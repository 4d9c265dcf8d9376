import { courtesiesNotDemanded, identityNotDemanded, identityTaken } from './demanded.ts';
import {
  foreignVersion,
  foreignVersionMessage,
  missingVersion,
  missingVersionMessage,
} from './api-version.ts';
import {
  originatingIdentityTolerated,
  requestIdentityEchoed,
  requestIdentityEchoedOnErrors,
} from './identity.ts';

/** The headers of requests, and what comes back of them. */
export const headers = [
  foreignVersion,
  foreignVersionMessage,
  missingVersion,
  missingVersionMessage,
  originatingIdentityTolerated,
  identityNotDemanded,
  identityTaken,
  courtesiesNotDemanded,
  requestIdentityEchoed,
  requestIdentityEchoedOnErrors,
];
