import { meantKey, rightPlace } from '../engine/keys.ts';
import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';
import type { UnknownKey } from '../engine/unknown-keys.ts';

/** A field of one's own needs a name that no later version of the specification will take; metadata is free for all. */
export const extensionKeysPrefixed = defineRule({
  id: 'extension-keys-prefixed',
  requirement: 'EXT-PREFIX',
  messages: {
    bare: ({ key }: { key: string }) =>
      `The key ${quoted(key)} is an extension without prefix, which a later version may define otherwise. Prefix it, as in ${quoted(`example.com/${key}`)}, or move it into "metadata".`,
  },
  examples: { good: withOffering({ 'example.com/region': 'eu' }), bad: withOffering({ region: 'eu' }) },
  catalog(node, found, { wire, unknownKeys }) {
    if (!wire) return;
    for (const unknown of unknownKeys.ofCatalog(node)) examine(unknown, found.bare);
  },
  offering(node, found, { wire, unknownKeys }) {
    if (!wire) return;
    for (const unknown of unknownKeys.ofOffering(node)) examine(unknown, found.bare);
  },
  plan(node, found, { wire, unknownKeys }) {
    if (!wire) return;
    for (const unknown of unknownKeys.ofPlan(node)) examine(unknown, found.bare);
  },
});

function examine({ level, key, at }: UnknownKey, report: (at: Place, facts: { key: string }) => void): void {
  if (level === 'offeringMetadata' || level === 'planMetadata' || /[./:_-]/.test(key)) return;
  if (level === 'catalog' && key === '$schema') return; // tells an editor which schema to use
  if (meantKey(level, key) === undefined && rightPlace(level, key) === undefined)
    report(at.keyOf(key), { key });
}
