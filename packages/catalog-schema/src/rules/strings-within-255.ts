import { isArray } from '../engine/json.ts';
import type { Located } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering, withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const most = 255;

/** Some platforms cut or refuse longer names, ids, descriptions and tags. */
export const stringsWithin255 = defineRule({
  id: 'strings-within-255',
  requirement: 'CAT-STRINGS-255',
  messages: {
    long: ({ key, text, length }: { key: string; text: string; length: number }) =>
      `"${key}" has ${length} characters: ${quoted(text.slice(0, 20))}. Keep it within ${most}; long texts belong into metadata.longDescription.`,
  },
  examples: {
    good: withOffering({ description: 'x'.repeat(most) }),
    bad: withPlan({ description: 'x'.repeat(2000) }),
  },
  offering({ value, at }, found) {
    examine({ value, at }, found.long);
    const tags = value['tags'];
    if (!isArray(tags)) return;
    tags.forEach((tag, index) => {
      measure(tag, 'tags', () => at.child('tags').child(index), found.long);
    });
  },
  plan: ({ value, at }, found) => examine({ value, at }, found.long),
});

type Report = (at: Place, facts: { key: string; text: string; length: number }) => void;

function examine({ value, at }: Located, report: Report): void {
  for (const key of ['id', 'name', 'description']) measure(value[key], key, () => at.child(key), report);
}

function measure(text: unknown, key: string, at: () => Place, report: Report): void {
  if (typeof text !== 'string' || text.length <= most) return;
  const length = Array.from(text).length; // the specification counts characters, not code units
  if (length > most) report(at(), { key, text, length });
}
