import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { otherId, sampleOffering, samplePlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const other = sampleOffering({
  name: 'events-queue',
  plans: [samplePlan({ id: '5d2f1f6e-58c6-4c56-8f43-8b3d4d9f0a11' })],
});

/** Platforms recognise an offering by its id and nothing else. */
export const offeringIdUnique = defineRule({
  id: 'offering-id-unique',
  requirement: 'CAT-SVC-ID-UNIQUE',
  messages: {
    duplicate: ({ id, first }: { id: string; first: Place }) =>
      `The offering id ${quoted(id)} is already taken by ${first.pointer}. Give one of the two a fresh GUID.`,
  },
  examples: {
    good: { services: [sampleOffering(), { ...other, id: otherId }] },
    bad: { services: [sampleOffering(), other] },
  },
  catalog(catalog, found) {
    const taken = new Map<string, Place>();
    for (const offering of catalog.offerings) {
      const id = offering.value['id'];
      if (typeof id !== 'string' || id === '') continue; // another rule reports it
      const first = taken.get(id);
      if (first === undefined) taken.set(id, offering.at);
      else found.duplicate(offering.at.child('id'), { id, first });
    }
  },
});
