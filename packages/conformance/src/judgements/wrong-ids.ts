import type { RequirementId } from '@osb-kit/spec';
import { supportedUpdates } from '../engine/bodies.ts';
import { defineCheck } from '../engine/check.ts';
import { refusalsOf, type Verb } from '../preconditions/refused/refused.ts';

/** What a flawed request may be answered, and the row about it. */
export interface FlawRule {
  readonly id: string;
  readonly title: string;
  readonly verb: Verb;
  readonly requirement: RequirementId;
  readonly flaws: readonly string[];
  /** What it means when the request is accepted. */
  readonly accepted: { readonly as: 'noted' | 'tolerated'; readonly reason: string };
}

/** Checks over the flawed requests that were sent anyway: that the broker refuses them. */
export const refusesFlaws = (rules: readonly FlawRule[]) =>
  rules.map(({ id, title, verb, requirement, flaws, accepted }) =>
    defineCheck({
      id,
      title,
      requirements: [requirement],
      given: refusalsOf(verb),
      run({ given, expect, world }) {
        const own = [...given.refused, ...given.accepted].filter(({ flaw }) => flaws.includes(flaw.what));
        expect.applies(own.length > 0, 'No such request could be sent.');
        const isOffered = verb !== 'update' || supportedUpdates(given.plan, world).length > 0;
        for (const { flaw, answer } of own) {
          expect.applies(
            isOffered || answer.status !== 501,
            'The broker neither declares nor offers updates.',
          );
          expect(answer).status(
            { legal: ['4xx', 501], [accepted.as]: [{ status: '2xx', reason: accepted.reason }] },
            `it is ${/^[aeiou]/.test(verb) ? 'an' : 'a'} ${verb} ${flaw.what}`,
          );
        }
      },
    }),
  );
