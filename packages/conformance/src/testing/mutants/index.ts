import type { Mutant } from '../miniature.ts';
import { authenticationMutants, headerMutants } from './authentication.ts';
import { provisioningMutants } from './provisioning.ts';

/** Brokers that are wrong in exactly one way, by the row that they break. */
export const mutants: readonly Mutant[] = [...authenticationMutants, ...headerMutants, ...provisioningMutants];
