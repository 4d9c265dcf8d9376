import type { Answer } from '../engine/answer.ts';
import type { Claim } from '../engine/expect.ts';
import { brief } from '../engine/json.ts';
import type { Weight } from '../engine/signals.ts';
import type { GivenRefusals } from '../preconditions/refusals.ts';

/** Gateways answer these in place of the broker. */
const fromGateways = [401, 502, 503, 504];
/** A router answers these where a broker does not offer an optional route. */
const fromRouters = [404, 405, 501];

/** False where the body is likely to be that of what stands in front of the broker, or of its web framework. */
export function isOfTheBroker({ purpose, answer }: GivenRefusals['errors'][number]): boolean {
  const isOptional = purpose === 'update' || purpose.startsWith('poll');
  return !fromGateways.includes(answer.status) && !(isOptional && fromRouters.includes(answer.status));
}

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
