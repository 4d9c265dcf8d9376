import { offeringLabel, sentence } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { otherId, samplePlan, withOffering } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

/** Users pick a plan of an offering by its name; names that differ in case only are two names. */
export const planNameUnique = defineRule({
  id: 'plan-name-unique',
  requirement: 'CAT-PLAN-NAME-UNIQUE',
  messages: {
    duplicate: ({ name, host, first }: { name: string; host: string; first: Place }) =>
      `${sentence(host)} has two plans named ${quoted(name)}; the first is ${first.pointer}. Rename one of the two.`,
  },
  examples: {
    good: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId, name: 'Small' })] }),
    bad: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId })] }),
  },
  offering(offering, found) {
    const taken = new Map<string, Place>();
    for (const plan of offering.plans) {
      const name = plan.value['name'];
      if (typeof name !== 'string' || name === '') continue; // another rule reports it
      const first = taken.get(name);
      if (first === undefined) taken.set(name, plan.at);
      else found.duplicate(plan.at.child('name'), { name, host: offeringLabel(offering), first });
    }
  },
});
