import type { Check } from '../../engine/check.ts';
import { minimalBody, unknownPredecessor } from './requests.ts';
import { bothValid, createsBinding, newCredentials } from './successor.ts';

/** Bindings that replace others. */
export const rotation: readonly Check[] = [
  createsBinding,
  minimalBody,
  bothValid,
  newCredentials,
  unknownPredecessor,
];
