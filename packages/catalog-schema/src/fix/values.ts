import { canonicalKey, isKnownKey, knownKeys, type Level } from '../engine/keys.ts';
import { isArray, own } from '../engine/json.ts';
import { isOptional, isStringList } from './fields.ts';
import type { Mend } from './mend.ts';
import { removeFrom } from './moves.ts';
import { countKeys, type Names, type Written } from './names.ts';
import type { Source, SourceNode, SourcePair } from './source.ts';

/** The permissions that platforms know (spec.md#service-offering-object). */
const permissions = ['syslog_drain', 'route_forwarding', 'volume_mount'];

/** Text that is no list, and words in lists that are spelt otherwise. */
export function mendLists(
  source: Source,
  { level, node, value, at }: Written,
  names: Names,
): readonly Mend[] {
  const counts = countKeys([...names.values()]);
  return node.pairs.flatMap((pair): Mend[] => {
    const key = names.get(pair) ?? pair.key;
    if (counts.get(key) !== 1 || !pair.plain || !isStringList(level, key)) return [];
    const held = pair.node();
    if (held.kind === 'array' && level === 'offering' && key === 'requires')
      return mendPermissions(source, held, { pair, list: own(value, pair.key), at });
    if (held.kind !== 'scalar' || !held.plain || typeof held.value !== 'string') return [];
    const { start, end } = held;
    const written = source.text.slice(start, end);
    if (written.includes('\n')) return [];
    const isSafe = /^(?:"[^]*"|'[^]*')$/.test(written) || /^[A-Za-z][\w./-]*(?: [\w./-]+)*$/.test(written);
    const text = level === 'offering' && key === 'requires' ? permissionMeant(held.value) : held.value;
    const after = `[${isSafe && text === held.value ? written : JSON.stringify(text)}]`;
    return [
      {
        ...{ at: at.child(pair.key), start, end, after },
        what: `"${key}" is now a list.`,
        changes: [{ offset: start, length: end - start, content: after }],
        meanings: [{ kind: 'set', host: at, key, value: [text] }],
      },
    ];
  });
}

function mendPermissions(
  { text }: Source,
  held: Extract<SourceNode, { kind: 'array' }>,
  { pair, list, at }: { readonly pair: SourcePair; readonly list: unknown } & Pick<Written, 'at'>,
): Mend[] {
  if (!isArray(list)) return [];
  const right = list.map((word) => (typeof word === 'string' ? permissionMeant(word) : word));
  return held.items.flatMap((item, index): Mend[] => {
    const word = item();
    const meant = right[index];
    if (meant === list[index] || typeof meant !== 'string' || word.kind !== 'scalar' || !word.plain)
      return [];
    const { start, end } = word;
    const quote = /^["']/.exec(text.slice(start, end))?.[0] ?? '';
    const after = `${quote}${meant}${quote}`;
    return [
      {
        ...{ at: at.child(pair.key).child(index), start, end, after },
        what: `"${String(list[index])}" is now "${meant}".`,
        changes: [{ offset: start, length: end - start, content: after }],
        meanings: [{ kind: 'set', host: at, key: pair.key, value: right }],
      },
    ];
  });
}

/** The permission that is spelt otherwise; the word itself where there is none. */
function permissionMeant(word: string): string {
  if (permissions.includes(word)) return word;
  return permissions.find((known) => canonicalKey(known) === canonicalKey(word)) ?? word;
}

/** Optional fields that are null: platforms differ in how they read that. */
export function mendNulls(
  source: Source,
  { level, node, at }: Written,
  names: Names,
): { readonly pairs: readonly SourcePair[]; readonly mends: readonly Mend[] } {
  const counts = countKeys([...names.values()]);
  const pairs = node.pairs.filter((pair) => {
    const key = names.get(pair) ?? pair.key;
    if (counts.get(key) !== 1 || !pair.plain || !isOptional(level, key)) return false;
    if (key === 'metadata' && node.pairs.some((each) => isAstray(level, each.key))) return false;
    const held = pair.node();
    return held.kind === 'scalar' && held.value === null && held.plain;
  });
  const changes = pairs.length === 0 ? undefined : removeFrom(source, node, pairs);
  if (changes === undefined) return { pairs: [], mends: [] };
  const mends = pairs.map((pair, index): Mend => ({
    at: at.child(pair.key),
    what: `"${pair.key}", which was null, is gone.`,
    start: pair.keyStart,
    end: pair.end,
    after: '',
    changes: index === 0 ? changes : [], // one set of changes for all of them
    meanings: [{ kind: 'remove', host: at, key: pair.key }],
  }));
  return { pairs, mends };
}

/** True for display metadata that stands beside `metadata`, and is to be moved into it. */
function isAstray(level: Level, key: string): boolean {
  const below: readonly string[] =
    level === 'offering' ? knownKeys.offeringMetadata : level === 'plan' ? knownKeys.planMetadata : [];
  return below.includes(key) && !isKnownKey(level, key);
}

/** Prices in quotes. */
export function mendPrices(source: Source, { level, node, at }: Written, names: Names): readonly Mend[] {
  const costs = node.pairs.filter((pair) => level === 'planMetadata' && names.get(pair) === 'costs');
  const list = costs.length === 1 ? costs[0]?.node() : undefined;
  if (list?.kind !== 'array') return [];
  return list.items.flatMap((item, index): readonly Mend[] => {
    const cost = item();
    const amount = cost.kind === 'object' ? cost.pairs.filter(({ key }) => key === 'amount') : [];
    const prices = amount.length === 1 ? amount[0]?.node() : undefined;
    if (prices?.kind !== 'object') return [];
    if ([list, cost, prices].some(({ id }) => source.aliasesOf(id).length > 0)) return [];
    const host = at.descend(['costs', index, 'amount']);
    return prices.pairs.flatMap((pair): Mend[] => {
      const price = pair.node();
      if (price.kind !== 'scalar' || !price.plain || !pair.plain) return [];
      if (typeof price.value !== 'string' || !/^(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?$/.test(price.value))
        return [];
      if (prices.pairs.filter(({ key }) => key === pair.key).length > 1) return [];
      const { start, end } = price;
      const after = price.value;
      return [
        {
          ...{ at: host.child(pair.key), start, end, after },
          what: `The price in ${JSON.stringify(pair.key)} is now the number ${after}.`,
          changes: [{ offset: start, length: end - start, content: after }],
          meanings: [{ kind: 'set', host, key: pair.key, value: Number(after) }],
        },
      ];
    });
  });
}
