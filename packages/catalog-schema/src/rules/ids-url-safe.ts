import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

/** Platforms put ids into the query of a URL. */
export const idsUrlSafe = defineRule({
  id: 'ids-url-safe',
  requirement: 'URL-CATALOG-ID-CHARS',
  messages: {
    reserved: ({ id }: { id: string }) =>
      `The id ${quoted(id)} has characters that must be escaped in a URL. Use only letters, digits and "-", ".", "_", "~".`,
  },
  examples: { good: withPlan({}), bad: withPlan({ id: 'gold/eu west' }) },
  each({ value, at }, found) {
    const id = value['id'];
    if (typeof id === 'string' && id !== '' && !/^[A-Za-z0-9._~-]+$/.test(id))
      found.reserved(at.child('id'), { id });
  },
});
