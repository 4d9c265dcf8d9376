import { isArray } from '../engine/json.ts';
import { offeringLabel, sentence } from '../engine/nodes.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';

/** An offering without a plan cannot be ordered. */
export const offeringPlansNonEmpty = defineRule({
  id: 'offering-plans-non-empty',
  requirement: 'CAT-SVC-PLANS-NONEMPTY',
  messages: {
    empty: ({ host }: { host: string }) => `${sentence(host)} has no plan. Add one, or remove the offering.`,
  },
  examples: { good: withOffering({}), bad: withOffering({ plans: [] }) },
  offering(offering, found) {
    const plans = offering.value['plans'];
    if (isArray(plans) && plans.length === 0) {
      found.empty(offering.at.child('plans'), { host: offeringLabel(offering) });
    }
  },
});
