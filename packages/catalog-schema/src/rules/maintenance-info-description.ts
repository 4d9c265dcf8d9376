import { isObject, own, typeOf } from '../engine/json.ts';
import { planLabel } from '../engine/nodes.ts';
import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';

/** Users read it before they agree to an upgrade. */
export const maintenanceInfoDescription = defineRule({
  id: 'maintenance-info-description-string',
  requirement: 'CAT-MAINT-DESC',
  needs: 'maintenance_info',
  messages: {
    type: ({ plan, is }: { plan: string; is: string }) =>
      `"maintenance_info.description" of ${plan} must be a string, but is ${is}. Say in one sentence what the maintenance changes.`,
    empty: ({ plan }: { plan: string }) =>
      `"maintenance_info.description" of ${plan} is empty. Say in one sentence what the maintenance changes, or remove the key.`,
  },
  examples: {
    good: withPlan({ maintenance_info: { version: '1.0.0', description: 'Updates the operating system.' } }),
    bad: withPlan({ maintenance_info: { version: '1.0.0', description: { en: 'OS update' } } }),
  },
  plan(plan, found) {
    const info = plan.value['maintenance_info'];
    const description = isObject(info) ? own(info, 'description') : undefined;
    if (description === undefined) return;
    const at = plan.at.descend(['maintenance_info', 'description']);
    if (description === '') found.empty(at, { plan: planLabel(plan) });
    else if (typeof description !== 'string')
      found.type(at, { plan: planLabel(plan), is: typeOf(description) });
  },
});
