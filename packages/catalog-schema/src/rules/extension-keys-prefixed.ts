import { meantKey, rightPlace } from '../engine/keys.ts';
import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering, withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';
import type { UnknownKey } from '../engine/unknown-keys.ts';

/** A field of one's own needs a name that no later version of the specification will take; metadata is free for all. */
export const extensionKeysPrefixed = defineRule({
  id: 'extension-keys-prefixed',
  requirement: 'EXT-PREFIX',
  messages: {
    bare: ({ key }: { key: string }) =>
      `The key ${quoted(key)} is an extension without prefix, which a later version may define otherwise. Prefix it, as in ${quoted(`example.com/${key}`)}, or move it into "metadata".`,
    strange: ({ key }: { key: string }) =>
      `"maintenance_info" has the key ${quoted(key)}, which the specification does not define; Cloud Foundry refuses the catalog for any further key there, prefixed or not. Move it into "metadata" of the plan.`,
  },
  examples: {
    good: withOffering({ 'example.com/region': 'eu' }),
    bad: withOffering({ region: 'eu' }),
    alsoBad: [withPlan({ maintenance_info: { version: '1.0.0', public: true } })],
  },
  catalog(node, found, { wire, unknownKeys }) {
    if (!wire) return;
    for (const unknown of unknownKeys.ofCatalog(node)) examine(unknown, found);
  },
  offering(node, found, { wire, unknownKeys }) {
    if (!wire) return;
    for (const unknown of unknownKeys.ofOffering(node)) examine(unknown, found);
  },
  plan(node, found, { wire, unknownKeys }) {
    if (!wire) return;
    for (const unknown of unknownKeys.ofPlan(node)) examine(unknown, found);
  },
});

type Report = (at: Place, facts: { key: string }) => void;

function examine(
  { level, key, at }: UnknownKey,
  found: { readonly bare: Report; readonly strange: Report },
): void {
  if (level === 'offeringMetadata' || level === 'planMetadata' || /[./:_-]/.test(key)) return;
  if (level === 'catalog' && key === '$schema') return; // tells an editor which schema to use
  if (meantKey(level, key) !== undefined || rightPlace(level, key) !== undefined) return;
  found[level === 'maintenanceInfo' ? 'strange' : 'bare'](at.keyOf(key), { key });
}
