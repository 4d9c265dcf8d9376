import type { Located } from '../engine/nodes.ts';
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
  offering: (node, found) => examine(node, found.reserved),
  plan: (node, found) => examine(node, found.reserved),
});

function examine(
  { value, at }: Located,
  report: (place: Located['at'], facts: { id: string }) => void,
): void {
  const id = value['id'];
  if (typeof id === 'string' && id !== '' && !/^[A-Za-z0-9._~-]+$/.test(id)) report(at.child('id'), { id });
}
