import { isObject } from '../engine/json.ts';
import { canonicalKey, rightPlace } from '../engine/keys.ts';
import type { PlanNode } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import type { UnknownKey } from '../engine/unknown-keys.ts';

/** A known key in the wrong object is ignored like an unknown one. */
export const keysInPlace = defineRule({
  id: 'keys-in-place',
  advice: 'spec.md#service-offering-object',
  summary: 'Keys stand in the object that platforms read them from.',
  messages: {
    misplaced: ({ key, place }: { key: string; place: string }) =>
      `The key "${key}" means nothing here. Move it into ${place}.`,
  },
  examples: {
    good: withOffering({ metadata: { shareable: true } }),
    bad: withOffering({ shareable: true }),
  },
  offering(node, found, { unknownKeys }) {
    for (const unknown of unknownKeys.ofOffering(node)) examine(unknown, found.misplaced);
  },
  plan(node, found, { unknownKeys }) {
    for (const unknown of unknownKeys.ofPlan(node)) {
      if (!isOwnOfPlan(unknown, node)) examine(unknown, found.misplaced);
    }
  },
});

/** A plan may have a picture or text of its own beside those of its offering; alone they are in the wrong place. */
function isOwnOfPlan({ level, key }: UnknownKey, { offering }: PlanNode): boolean {
  const metadata = offering.value['metadata'];
  if (level !== 'planMetadata' || !isObject(metadata)) return false;
  return Object.keys(metadata).some((other) => canonicalKey(other) === canonicalKey(key));
}

function examine(
  { level, key, at }: UnknownKey,
  report: (at: Place, facts: { key: string; place: string }) => void,
): void {
  const place = rightPlace(level, key);
  if (place !== undefined) report(at.keyOf(key), { key, place });
}
