import { atLeast, type RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { claimOf, having, isOfTheBroker, lenient } from '../../judgements/error-bodies.ts';
import { refusals } from '../../preconditions/refusals.ts';

/** A check that a text of error bodies is not empty where it is given. */
function text(field: 'error' | 'description', requirement: RequirementId, nonEmptySince: '2.11' | '2.14') {
  return defineCheck({
    id: `errors/${field}-is-text`,
    title: `"${field}" in an error body is a non-empty string where it is present.`,
    requirements: [requirement],
    given: refusals,
    run({ given, expect, world }) {
      const found = having(given, field);
      expect.applies(found.length > 0, `No error body has "${field}".`);
      for (const { answer, value } of found) {
        const fits = typeof value === 'string' && (value !== '' || !atLeast(world.apiVersion, nonEmptySince));
        const claim = claimOf(
          answer,
          field,
          `"${field}" to be a non-empty string, or no such field`,
          'the field is present',
        );
        if (!expect.that(fits, { ...claim, ...lenient(value) })) return;
      }
    },
  });
}

/** `error` is a non-empty string. */
export const errorText = text('error', 'ERR-ERROR-STRING', '2.11');

/** `description` is a non-empty string, since 2.14. */
export const descriptionText = text('description', 'ERR-DESCRIPTION-STRING', '2.14');

/** `error` is for programs: one word. */
export const errorWord = defineCheck({
  id: 'errors/error-is-one-word',
  title: '"error" in an error body is one camel-case word.',
  requirements: ['ERR-ERROR-CAMEL'],
  given: refusals,
  run({ given, expect }) {
    const own = having(given, 'error').filter(isOfTheBroker);
    const words = new Map(own.map(({ answer, value }) => [value, answer]));
    expect.applies(words.size > 0, 'No error body of the broker has "error".');
    for (const [word, answer] of words) {
      if (typeof word !== 'string' || word === '') continue; // errors/error-is-text reports it
      const claim = claimOf(
        answer,
        'error',
        'one camel-case word',
        'programs compare it, people read "description"',
      );
      expect.that(/^[A-Za-z][A-Za-z0-9]*$/.test(word), claim);
    }
  },
});
