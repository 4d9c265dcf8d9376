import { own } from '../engine/json.ts';
import { meantKey, rightPlace } from '../engine/keys.ts';
import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';
import type { UnknownKey } from '../engine/unknown-keys.ts';

interface Facts {
  readonly key: string;
  readonly right: string;
}

/** Platforms ignore a key that they do not know, so that a slip of the finger switches a feature off silently. */
export const keysSpeltRight = defineRule({
  id: 'keys-spelt-right',
  advice: 'spec.md#service-offering-object',
  summary: 'Keys are spelt as the specification spells them.',
  messages: {
    misspelt: ({ key, right }: Facts) =>
      `The key ${quoted(key)} ${key.toLowerCase() === right.toLowerCase() ? 'is read by platforms written in Go only' : 'means nothing to platforms'}. Write "${right}"${right === 'plan_updateable' ? ', which the specification misspells for good' : ''}.`,
  },
  examples: { good: withOffering({ plan_updateable: true }), bad: withOffering({ plan_updatable: true }) },
  catalog(node, found, { unknownKeys }) {
    for (const unknown of unknownKeys.ofCatalog(node)) examine(unknown, found.misspelt);
  },
  offering(node, found, { unknownKeys }) {
    for (const unknown of unknownKeys.ofOffering(node)) examine(unknown, found.misspelt);
  },
  plan(node, found, { unknownKeys }) {
    for (const unknown of unknownKeys.ofPlan(node)) examine(unknown, found.misspelt);
  },
});

function examine(unknown: UnknownKey, report: (at: Place, facts: Facts) => void): void {
  const { level, key, host, at } = unknown;
  if (level === 'offeringMetadata' || level === 'planMetadata') return; // metadata has a rule of its own
  const right = meantKey(level, key);
  if (right === undefined || rightPlace(level, key) !== undefined) return;
  if (Object.hasOwn(host, right) && own(host, right) === own(host, key)) return; // both spellings, for old platforms
  report(at.keyOf(key), { key, right });
}
