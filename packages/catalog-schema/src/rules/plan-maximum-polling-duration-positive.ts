import { planLabel } from '../engine/nodes.ts';
import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';

/** A platform that gives up at once never sees an asynchronous operation succeed. */
export const planMaximumPollingDurationPositive = defineRule({
  id: 'plan-maximum-polling-duration-positive',
  requirement: 'CAT-PLAN-MAXPOLL-TYPE',
  needs: 'maximum_polling_duration',
  messages: {
    notPositive: ({ plan, seconds }: { plan: string; seconds: number }) =>
      `"maximum_polling_duration" of ${plan} is ${seconds}. Write how many seconds the slowest operation may take, as in 600.`,
  },
  warnings: ['notPositive'],
  examples: {
    good: withPlan({ maximum_polling_duration: 600 }),
    bad: withPlan({ maximum_polling_duration: 0 }),
  },
  plan(plan, found) {
    const seconds = plan.value['maximum_polling_duration'];
    if (!Number.isInteger(seconds) || Number(seconds) > 0) return;
    found.notPositive(plan.at.child('maximum_polling_duration'), {
      plan: planLabel(plan),
      seconds: Number(seconds),
    });
  },
});
