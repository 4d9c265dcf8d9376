import type { Answer } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { brief } from '../../engine/json.ts';
import { kindNames } from '../../engine/well-formed.ts';
import { answersOf } from '../../preconditions/answers.ts';
import { refusals } from '../../preconditions/refusals.ts';

const saysJson = (answer: Answer) =>
  answer.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() === 'application/json';

/** An answer that is called JSON is JSON, whatever its status: platforms parse what comes with 410 as well. */
export const bodyIsJson = defineCheck({
  id: 'errors/bodies-are-json',
  title: 'Bodies that are declared as JSON are JSON, also those of refusals.',
  requirements: ['CT-RESPONSE-ERROR', 'CT-RESPONSE-SUCCESS'],
  given: refusals,
  async run({ given: { plan, provoked }, expect, world }) {
    const life = await world.life(plan);
    const all = [...provoked, ...answersOf(life)].filter(
      ({ answer }) => answer.text !== '' && saysJson(answer),
    );
    const wrong = all.filter(({ answer }) => answer.json === undefined);
    for (const { answer, purpose } of wrong.slice(0, 1)) {
      expect.that(false, {
        about: answer.status < 400 ? 'CT-RESPONSE-SUCCESS' : 'CT-RESPONSE-ERROR',
        answer,
        expected: 'JSON, or no body',
        actual: `the body ${brief(answer.text, 60)}`,
        because: `the answer to the ${kindNames[purpose]} says Content-Type: application/json`,
      });
    }
  },
});
