import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { otherId, samplePlan, withOffering } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

/** A plan id denotes one plan of one offering, in the whole catalog. */
export const planIdUnique = defineRule({
  id: 'plan-id-unique',
  requirement: 'CAT-PLAN-ID-UNIQUE',
  messages: {
    duplicate: ({ id, first }: { id: string; first: Place }) =>
      `The plan id ${quoted(id)} is already taken by ${first.pointer}. Give one of the two a fresh GUID.`,
  },
  examples: {
    good: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId, name: 'large' })] }),
    bad: withOffering({ plans: [samplePlan(), samplePlan({ name: 'large' })] }),
  },
  catalog(catalog, found) {
    const taken = new Map<string, Place>();
    for (const offering of catalog.offerings) {
      for (const plan of offering.plans) {
        const id = plan.value['id'];
        if (typeof id !== 'string' || id === '') continue; // another rule reports it
        const first = taken.get(id);
        if (first === undefined) taken.set(id, plan.at);
        else found.duplicate(plan.at.child('id'), { id, first });
      }
    }
  },
});
