import { legalAnswers } from './legal/answers.ts';
import { legalBehaviours } from './legal/behaviours.ts';
import { legalEntrances } from './legal/entrance.ts';
import { legalAsSeen } from './legal/seen.ts';
import type { LegalVariant } from './legal/variant.ts';

/** Every legal way to behave in the hard cases: none of them may be accused of anything. */
export const legalVariants: readonly LegalVariant[] = [
  ...legalBehaviours,
  ...legalAnswers,
  ...legalAsSeen,
  ...legalEntrances,
];
