import { defineCheck } from '../../engine/check.ts';
import { kindNames } from '../../engine/well-formed.ts';
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
    const slow = answered.filter(
      ({ purpose, answer }) =>
        answer.durationMs > world.slowAfter &&
        // A poll that the broker need not serve is sent by no platform.
        !(purpose.startsWith('poll-') && answer.status >= 400),
    );
    const worst = slow.toSorted((a, b) => b.answer.durationMs - a.answer.durationMs)[0];
    expect.that(worst === undefined, {
      ...(worst === undefined ? {} : { answer: worst.answer }),
      expected: `answers within ${String(world.slowAfter / 1000)} s`,
      actual: `${((worst?.answer.durationMs ?? 0) / 1000).toFixed(1)} s for a ${worst === undefined ? '' : kindNames[worst.purpose]}${slow.length > 1 ? ` and ${String(slow.length - 1)} more slow answers` : ''}`,
      because: 'platforms time out, often after 60 s',
      likelyCause:
        'If the broker is only slow with many requests at once, --concurrency 2 shows it. What takes long by itself belongs behind a 202.',
    });
  },
});
