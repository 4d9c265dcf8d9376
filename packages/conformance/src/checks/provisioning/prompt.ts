import { defineCheck } from '../../engine/check.ts';
import { faultOf } from '../../engine/missing-answer.ts';
import { lifeAnswers } from '../../preconditions/answers.ts';

/** Platforms give up after a minute; an answer that takes long belongs behind a 202. */
export const prompt = defineCheck({
  id: 'provisioning/prompt-answers',
  title: 'Every request of an ordinary life is answered promptly.',
  requirements: ['ASYNC-PROMPT'],
  given: lifeAnswers,
  run({ given: { answers }, expect, world }) {
    const answered = answers.filter(({ answer }) => faultOf(answer) === undefined);
    expect.enough(
      answered.some(({ purpose }) => purpose !== 'catalog'),
      'No request of an ordinary life got an answer.',
    );
    const slow = answered.filter(({ answer }) => answer.durationMs > world.slowAfter);
    const worst = slow.toSorted((a, b) => b.answer.durationMs - a.answer.durationMs)[0];
    expect.that(worst === undefined, {
      ...(worst === undefined ? {} : { answer: worst.answer }),
      expected: `answers within ${String(world.slowAfter / 1000)} s`,
      actual: `${((worst?.answer.durationMs ?? 0) / 1000).toFixed(1)} s for a ${worst?.purpose ?? ''}, and ${String(slow.length)} slow answers in all`,
      because: 'platforms time out, often after 60 s',
    });
  },
});
