import { meantKey } from '../engine/keys.ts';
import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';
import type { UnknownKey } from '../engine/unknown-keys.ts';

/** Marketplaces show what stands under the names they know. */
export const metadataNamesConventional = defineRule({
  id: 'metadata-names-conventional',
  requirement: 'PRF-METADATA-NAMES',
  messages: {
    near: ({ key, right }: { key: string; right: string }) =>
      `Marketplaces do not read "metadata.${key.slice(0, 60)}". Write ${quoted(right)}, which they show.`,
  },
  examples: {
    good: withOffering({ metadata: { displayName: 'Orders' } }),
    bad: withOffering({ metadata: { display_name: 'Orders' } }),
  },
  offering(node, found, { unknownKeys }) {
    for (const unknown of unknownKeys.ofOffering(node)) examine(unknown, found.near);
  },
  plan(node, found, { unknownKeys }) {
    for (const unknown of unknownKeys.ofPlan(node)) examine(unknown, found.near);
  },
});

function examine(
  unknown: UnknownKey,
  report: (at: Place, facts: { key: string; right: string }) => void,
): void {
  const { level, key, host, at } = unknown;
  if (level !== 'offeringMetadata' && level !== 'planMetadata') return;
  const right = meantKey(level, key);
  if (right !== undefined && !Object.hasOwn(host, right)) report(at.keyOf(key), { key, right });
}
