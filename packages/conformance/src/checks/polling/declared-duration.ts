import { defineCheck } from '../../engine/check.ts';
import { mutationsOf } from '../../engine/life.ts';
import { anyLife } from '../../preconditions/lives.ts';

/** Platforms stop to ask at the declared time and take the operation for failed, whatever becomes of it. */
export const declaredDuration = defineCheck({
  id: 'polling/within-maximum-polling-duration',
  title: 'An operation does not go on beyond the maximum_polling_duration of its plan.',
  requirements: ['CAT-PLAN-MAXPOLL-KEPT'],
  given: anyLife,
  run({ given: { plan, life }, expect, world }) {
    const seconds = plan.maximumPollingDuration;
    expect.applies(seconds !== undefined, 'The plan declares no maximum_polling_duration.');
    const operations = mutationsOf(life).filter(({ mutation }) => mutation.followed.mode === 'async');
    expect.applies(operations.length > 0, 'No operation of this plan is asynchronous.');
    for (const { name, mutation } of operations) {
      const { overdue, end } = mutation.followed;
      const limit = world.polling.operationTimeout / 1000;
      expect.enough(
        overdue !== undefined || end !== 'timeout',
        `The ${name} was followed for ${String(limit)} s, and the plan declares ${String(seconds)} s.`,
      );
      expect.that(overdue === undefined, {
        ...(overdue === undefined ? {} : { answer: overdue }),
        expected: '"succeeded" or "failed"',
        actual: `"in progress" after more than ${String(seconds)} s`,
        because: `plan "${plan.name}" declares a maximum_polling_duration of ${String(seconds)} s, when platforms take the ${name} for failed`,
        likelyCause:
          'The operation hangs, or the declared time is too short for it: raise maximum_polling_duration.',
      });
    }
  },
});
