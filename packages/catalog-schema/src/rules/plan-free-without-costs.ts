import { isArray, isObject, own } from '../engine/json.ts';
import { planLabel, sentence } from '../engine/nodes.ts';
import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';

const costs = [{ amount: { usd: 649.0 }, unit: 'MONTHLY' }];

/** `free` is true where it is absent, and platforms let anybody order what is free. */
export const planFreeWithoutCosts = defineRule({
  id: 'plan-free-without-costs',
  advice: 'spec.md#service-plan-object',
  summary: 'A plan that names costs is not free.',
  needs: 'metadata',
  messages: {
    declared: ({ plan }: { plan: string }) =>
      `${sentence(plan)} is "free": true, but its metadata names costs. Set "free": false, or remove the costs.`,
    default: ({ plan }: { plan: string }) =>
      `${sentence(plan)} names costs, but does not say "free": false, and plans are free by default. Add "free": false.`,
  },
  examples: {
    good: withPlan({ free: false, metadata: { costs } }),
    bad: withPlan({ free: true, metadata: { costs } }),
  },
  plan(plan, found) {
    const free = plan.value['free'] ?? undefined;
    if (free !== true && free !== undefined) return;
    const metadata = plan.value['metadata'];
    const listed = isObject(metadata) ? own(metadata, 'costs') : undefined;
    if (!isArray(listed) || !listed.some(isPaid)) return;
    if (free === true) found.declared(plan.at.child('free'), { plan: planLabel(plan) });
    else found.default(plan.at.descend(['metadata', 'costs']), { plan: planLabel(plan) });
  },
});

function isPaid(cost: unknown): boolean {
  const amount = isObject(cost) ? own(cost, 'amount') : undefined;
  return isObject(amount) && Object.values(amount).some((price) => typeof price === 'number' && price > 0);
}
