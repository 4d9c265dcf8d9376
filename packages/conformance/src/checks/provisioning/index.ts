import { anotherOrganization } from './another-organization.ts';
import { emptyGuids } from './wrong-ids.ts';
import { provisionBodies } from './answer-body.ts';
import {
  conflictChangesNothing,
  conflictOnDifferentParameters,
  conflictOnDifferentPlan,
  conflictOnDifferentService,
} from './conflict.ts';
import { unreservedIds } from './unreserved-ids.ts';
import { acceptedMeansPollable, creates, identicalRepeat, okMeansDone, statusOfCreation } from './created.ts';
import { invalidParametersRefused, withoutContext } from './parameters.ts';
import { prompt } from './prompt.ts';
import { refusedBodies } from './refused-bodies.ts';

/** Provisioning: what is created, what is refused, what conflicts. */
export const provisioning = [
  statusOfCreation,
  acceptedMeansPollable,
  creates,
  identicalRepeat,
  okMeansDone,
  ...provisionBodies,
  ...refusedBodies,
  ...emptyGuids,
  invalidParametersRefused,
  withoutContext,
  conflictOnDifferentPlan,
  conflictOnDifferentService,
  conflictOnDifferentParameters,
  conflictChangesNothing,
  unreservedIds,
  anotherOrganization,
  prompt,
];
