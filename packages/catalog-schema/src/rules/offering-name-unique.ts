import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { otherId, sampleOffering, samplePlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const other = sampleOffering({
  id: otherId,
  plans: [samplePlan({ id: '5d2f1f6e-58c6-4c56-8f43-8b3d4d9f0a11' })],
});

/** Users pick an offering by its name. */
export const offeringNameUnique = defineRule({
  id: 'offering-name-unique',
  requirement: 'CAT-SVC-NAME-UNIQUE',
  messages: {
    duplicate: ({ name, first }: { name: string; first: Place }) =>
      `The offering name ${quoted(name)} is already taken by ${first.pointer}. Rename one of the two.`,
  },
  examples: {
    good: { services: [sampleOffering(), { ...other, name: 'events-queue' }] },
    bad: { services: [sampleOffering(), other] },
  },
  catalog(catalog, found) {
    const taken = new Map<string, Place>();
    for (const offering of catalog.offerings) {
      const name = offering.value['name'];
      if (typeof name !== 'string' || name === '') continue; // another rule reports it
      const first = taken.get(name);
      if (first === undefined) taken.set(name, offering.at);
      else found.duplicate(offering.at.child('name'), { name, first });
    }
  },
});
