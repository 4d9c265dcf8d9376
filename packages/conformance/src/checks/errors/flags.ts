import type { RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { claimOf, having, lenient } from '../../judgements/error-bodies.ts';
import { refusals } from '../../preconditions/refusals.ts';

/** A flag of error bodies, and the operations whose errors may have it. */
const flags = [
  {
    field: 'instance_usable',
    of: ['update', 'deprovision'],
    type: 'ERR-INSTANCE-USABLE-TYPE',
    scope: 'ERR-INSTANCE-USABLE-SCOPE',
  },
  {
    field: 'update_repeatable',
    of: ['update'],
    type: 'ERR-UPDATE-REPEATABLE-TYPE',
    scope: 'ERR-UPDATE-REPEATABLE-SCOPE',
  },
] as const satisfies readonly {
  readonly field: string;
  readonly of: readonly string[];
  readonly type: RequirementId;
  readonly scope: RequirementId;
}[];

/** The flags of failed updates and deletions: of their type, and nowhere else (HC-29). */
export const errorFlags = flags.flatMap(({ field, of, type, scope }) => {
  const isOwner = (purpose: string) => of.some((owner) => owner === purpose);
  const name = field.replace('_', '-');
  return [
    defineCheck({
      id: `errors/${name}-is-boolean`,
      title: `"${field}" in an error body is a boolean.`,
      requirements: [type],
      given: refusals,
      run({ given, expect }) {
        const found = having(given, field).filter(({ purpose }) => isOwner(purpose));
        expect.applies(found.length > 0, `No error body of ${of.join(' or ')} has "${field}".`);
        for (const { answer, value } of found) {
          const claim = claimOf(answer, field, 'true or false, or no such field', 'the field is present');
          expect.that(typeof value === 'boolean', { ...claim, ...lenient(value) });
        }
      },
    }),
    defineCheck({
      id: `errors/${name}-in-its-place`,
      title: `"${field}" is in no error body but those of ${of.join(' and ')}.`,
      requirements: [scope],
      given: refusals,
      run({ given, expect }) {
        const strays = having(given, field).filter(({ purpose }) => !isOwner(purpose));
        for (const { purpose, answer, value } of strays) {
          const because = `the request was ${/^[aeiou]/.test(purpose) ? 'an' : 'a'} ${purpose.replace('-', ' ')}`;
          expect.that(false, { ...claimOf(answer, field, `no "${field}"`, because), ...lenient(value) });
        }
      },
    }),
  ];
});

/** A flag that says that trying again is useless has to be right. */
export const notRepeatable = defineCheck({
  id: 'errors/not-repeatable-update-fails-again',
  title: 'An update that is said not to be repeatable fails again.',
  requirements: ['ERR-UPDATE-REPEATABLE-TRUTH'],
  given: refusals,
  run({ given, expect }) {
    const repeats = given.provoked.flatMap(({ again }) => (again === undefined ? [] : [again]));
    expect.applies(repeats.length > 0, 'No refused update has "update_repeatable": false.');
    for (const answer of repeats) {
      expect.that(answer.status >= 400, {
        answer,
        expected: 'a refusal',
        actual: `${String(answer.status)}: the broker accepts the update`,
        because: 'the broker refused the same update with "update_repeatable": false',
      });
    }
  },
});
