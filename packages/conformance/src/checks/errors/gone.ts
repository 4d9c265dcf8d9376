import { defineCheck } from '../../engine/check.ts';
import { answersOf } from '../../preconditions/answers.ts';
import { refusals } from '../../preconditions/refusals.ts';

/** 410 says that there is nothing to delete: what it says to anybody else is not defined (HC-06, HC-12, HC-13). */
export const goneIsForDeletions = defineCheck({
  id: 'errors/gone-is-for-deletions',
  title: 'What requests other than deletions and polls are answered 410.',
  requirements: ['ERR-STATUS-APPROPRIATE'],
  given: refusals,
  async run({ given: { plan, provoked }, expect, world }) {
    const usual = answersOf(await world.life(plan)).map((one) => ({ ...one, what: 'in an ordinary life' }));
    for (const { purpose, what, answer } of [...provoked, ...usual]) {
      const isCreation = ['PUT', 'PATCH'].includes(answer.request.method);
      if (answer.status === 410 && isCreation)
        expect.note(
          `410 Gone to ${purpose === 'update' ? 'an' : 'a'} ${purpose} ${what}: platforms know 410 of deletions only, and take it here for any failure.`,
        );
    }
  },
});
