import type { Mutant } from '../miniature.ts';
import { appliedMutants } from './applied.ts';
import { atOnceMutants } from './at-once.ts';
import { asynchronousProvisioningMutants } from './asynchronous-provisioning.ts';
import { authenticationMutants, headerMutants, secondCredentialMutants } from './authentication.ts';
import { bindingMutants } from './binding.ts';
import { bindingBodyMutants } from './binding-body.ts';
import { catalogMutants } from './catalog.ts';
import { concurrencyMutants } from './concurrency.ts';
import { credentialsMutants } from './credentials.ts';
import { deletionMutants, unbindingMutants } from './deletion.ts';
import { errorMutants } from './errors.ts';
import { extensionMutants, maintenanceMutants, rotationMutants } from './extensions.ts';
import { fetchingMutants } from './fetching.ts';
import { oddMutants } from './odd.ts';
import { pollingMutants } from './polling.ts';
import { provisioningMutants } from './provisioning.ts';
import { refusedMutants } from './refused.ts';
import { serverErrorMutants } from './server-errors.ts';
import { updatingMutants } from './updating.ts';
import { weakComparisonMutants } from './weak-comparison.ts';

/** Brokers that are wrong in exactly one way, by the row that they break. */
export const mutants: readonly Mutant[] = [
  ...authenticationMutants,
  ...weakComparisonMutants,
  ...secondCredentialMutants,
  ...headerMutants,
  ...catalogMutants,
  ...provisioningMutants,
  ...asynchronousProvisioningMutants,
  ...fetchingMutants,
  ...updatingMutants,
  ...bindingMutants,
  ...bindingBodyMutants,
  ...credentialsMutants,
  ...unbindingMutants,
  ...deletionMutants,
  ...pollingMutants,
  ...concurrencyMutants,
  ...atOnceMutants,
  ...rotationMutants,
  ...maintenanceMutants,
  ...errorMutants,
  ...refusedMutants,
  ...serverErrorMutants,
  ...appliedMutants,
  ...oddMutants,
  ...extensionMutants,
];
