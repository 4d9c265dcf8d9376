import { defineCheck } from '../../engine/check.ts';
import { brief } from '../../engine/json.ts';
import { lifeAnswers, successesOf } from '../../preconditions/answers.ts';

/** A platform that cannot read a success deletes what was created. */
export const successIsReadable = defineCheck({
  id: 'orphans/success-is-readable',
  title: 'Success answers of provision and bind are well-formed JSON objects.',
  requirements: ['ORPH-SUCCESS-WELLFORMED'],
  given: lifeAnswers,
  run({ given: { answers }, expect }) {
    for (const answer of successesOf(answers, 'provision', 'bind')) {
      if (answer.text === '') continue; // the rows of the body judge what says nothing
      const holds = expect.that(answer.object !== undefined, {
        answer,
        expected: 'one complete JSON object',
        actual: brief(answer.text, 60),
        because: `platforms take a ${String(answer.status)} that they cannot read for a failure and delete the resource`,
      });
      if (!holds) return;
    }
  },
});

/** Platforms know three statuses of success. */
export const noOtherSuccess = defineCheck({
  id: 'orphans/no-other-success-status',
  title: 'Requests that change something are answered with no success status but 200, 201 and 202.',
  requirements: ['ORPH-NO-OTHER-2XX'],
  given: lifeAnswers,
  run({ given: { answers }, expect }) {
    for (const answer of successesOf(answers, 'provision', 'update', 'bind', 'unbind', 'deprovision')) {
      expect(answer).status(
        ['3xx', '4xx', '5xx', 200, 201, 202],
        'platforms take other statuses for failures and delete the resource',
      );
    }
  },
});
