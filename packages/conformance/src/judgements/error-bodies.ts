import type { Answer } from '../engine/answer.ts';
import type { Claim } from '../engine/expect.ts';
import { brief } from '../engine/json.ts';
import type { Weight } from '../engine/signals.ts';
import type { GivenRefusals } from '../preconditions/refusals.ts';

/** The error answers whose body has a field, with its value. */
export function having(given: GivenRefusals, field: string) {
  return given.errors.flatMap(({ purpose, answer }) =>
    answer.object !== undefined && Object.hasOwn(answer.object, field)
      ? [{ purpose, answer, value: answer.object[field] }]
      : [],
  );
}

/** What an assertion about a field of an error body says. */
export const claimOf = (answer: Answer, field: string, expected: string, because: string): Claim => ({
  answer,
  expected,
  actual: `"${field}": ${brief(answer.object?.[field])}`,
  because,
});

/** Frameworks write null for what is not set; platforms take it for absent (HC-43). */
export const lenient = (value: unknown): { readonly weight?: Weight } =>
  value === null ? { weight: 'warning' } : {};
