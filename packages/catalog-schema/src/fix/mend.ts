import type { ApiVersion } from '@osb-kit/spec';

import { isObject, own, type JsonObject } from '../engine/json.ts';
import { isKnownKey, knownKeys, meantKey, type Level } from '../engine/keys.ts';
import type { Place } from '../engine/place.ts';
import { suggestedSchema } from '../schemas/suggest.ts';
import type { TextChange } from './changes.ts';
import { booleanIn, countIn, fitsField, typeOfField } from './fields.ts';
import { insertBefore, keyLike, stringFor } from './layout.ts';
import { moveInto, type Move } from './moves.ts';
import { countKeys, type Names, type Written } from './names.ts';
import type { Meaning } from './same-but.ts';
import type { Source, SourceNode, SourceObject, SourcePair } from './source.ts';
import { mendLists, mendNulls, mendPrices } from './values.ts';

/** One thing that was mended: at which place, in one sentence, and the changes to the text that it takes. */
export interface Mend {
  readonly at: Place;
  readonly what: string;
  /** The stretch of the text that was wrong; empty where something was missing. */
  readonly start: number;
  readonly end: number;
  readonly after: string;
  readonly changes: readonly TextChange[];
  /** What the changes do to the value of the document. */
  readonly meanings: readonly Meaning[];
}

/** What may be mended besides what is wrong by itself. */
export interface MendOptions {
  readonly version: ApiVersion;
  /** Makes ids for offerings and plans that have none; absent when they are to be left. */
  readonly newId: (() => string) | undefined;
  /** The document is Spring configuration, whose keys and quoted values follow rules of their own. */
  readonly spring: boolean;
  /** Nothing is mended but what is missing: ids, where they are to be made. */
  readonly idsOnly: boolean;
}

/** Mends one object, the objects in it left out. */
export function mendObject(
  source: Source,
  written: Written,
  names: Names,
  options: MendOptions,
): readonly Mend[] {
  if (options.spring || options.idsOnly) return missingId(source, written, names, undefined, options);
  const values = quotedValues(written, names, options);
  const moves = misplaced(source, written, names, values);
  const moved = new Set(moves.flatMap(({ pairs }) => pairs));
  const nulls = mendNulls(source, written, names);
  const gone = new Set([...moved, ...nulls.pairs]);
  const isOwn = (pair: SourcePair) => typeOfField(written.level, names.get(pair) ?? pair.key) !== undefined;
  return [
    ...misspelt(source, written, names),
    ...[...values].filter(([pair]) => !moved.has(pair) && isOwn(pair)).map(([, mend]) => mend),
    ...moves.flatMap(({ mends }) => mends),
    ...mendLists(source, written, names),
    ...mendPrices(source, written, names),
    ...nulls.mends,
    ...missingId(source, written, names, gone, options),
  ];
}

function misspelt({ text }: Source, { node, at }: Written, names: Names): Mend[] {
  return node.pairs.flatMap((pair) => {
    const right = names.get(pair) ?? pair.key;
    if (right === pair.key) return [];
    const { keyStart: start, keyEnd: end } = pair;
    const after = keyLike(text, pair, right);
    const what = `The key "${pair.key}" is now "${right}".`;
    const meanings: readonly Meaning[] = [{ kind: 'rename', host: at, key: pair.key, right }];
    const changes = [replace(start, end, after)];
    return [{ at: at.keyOf(pair.key), what, start, end, after, changes, meanings }];
  });
}

/** Quoted booleans and numbers and, in YAML, the booleans of version 1.1, by the pair that holds them. */
function quotedValues(
  { level, node, at }: Written,
  names: Names,
  { version }: MendOptions,
): ReadonlyMap<SourcePair, Mend> {
  const counts = countKeys([...names.values()]);
  const mends = new Map<SourcePair, Mend>();
  for (const pair of node.pairs) {
    const key = names.get(pair) ?? pair.key;
    const type = typeBelow(level, key);
    if (counts.get(key) !== 1 || !pair.plain || (type !== 'boolean' && type !== 'integer')) continue;
    if (key === 'shareable' && version === '2.14') continue; // a string in that version
    const held = pair.node();
    if (held.kind !== 'scalar' || !held.plain) continue;
    const meant = held.oldBoolean
      ? held.value === true
      : type === 'boolean'
        ? booleanIn(held.value)
        : countIn(held.value);
    if (meant === undefined) continue;
    const { start, end } = held;
    const after = String(meant);
    const what = `"${key}" is now the ${type === 'boolean' ? 'boolean' : 'number'} ${after}.`;
    const changes = [replace(start, end, after)];
    const meanings: readonly Meaning[] = [{ kind: 'set', host: at, key, value: meant }];
    mends.set(pair, { at: at.child(pair.key), what, start, end, after, changes, meanings });
  }
  return mends;
}

/** The type of a field, display metadata that stands one level too high included: it is moved as what it says. */
function typeBelow(level: Level, key: string): string | undefined {
  const below = metadataOf(level);
  return typeOfField(level, key) ?? (below && typeOfField(below, key));
}

function metadataOf(level: Level): 'offeringMetadata' | 'planMetadata' | undefined {
  if (level === 'offering') return 'offeringMetadata';
  return level === 'plan' ? 'planMetadata' : undefined;
}

interface Moved {
  readonly pairs: readonly SourcePair[];
  readonly mends: readonly Mend[];
}

/** Display metadata that stands beside `metadata`, and not in it. */
function misplaced(
  source: Source,
  written: Written,
  names: Names,
  values: ReadonlyMap<SourcePair, Mend>,
): readonly Moved[] {
  const { level, node, value, at } = written;
  const below = metadataOf(level);
  const metadata = own(value, 'metadata') ?? {};
  if (below === undefined || !isObject(metadata)) return [];
  const belonging: readonly string[] = knownKeys[below];
  const counts = countKeys([...names.values()]);
  const moves = node.pairs.flatMap((pair): Move[] => {
    const { key, plain } = pair;
    if (!plain || counts.get(key) !== 1 || isKnownKey(level, key) || !belonging.includes(key)) return [];
    if (Object.keys(metadata).some((each) => each === key || meantKey(below, each) === key)) return [];
    if (!fitsField(below, key, own(value, key))) return [];
    const converted = values.get(pair)?.after;
    const { start, end } = pair.node();
    return [{ pair, value: converted ?? source.text.slice(start, end) }];
  });
  const [first] = moves;
  if (first === undefined) return [];
  const target = node.pairs.filter((pair) => names.get(pair) === 'metadata');
  if (
    target.length > 1 ||
    !isOpen(source, target[0]?.node()) ||
    (target.length === 0 && Object.hasOwn(value, 'metadata'))
  )
    return [];
  const changes = moveInto(source, node, { key: 'metadata', pair: target[0] }, moves);
  if (changes === undefined) return [];
  const mends = moves.map(({ pair, value: after }, index): Mend => {
    const what = `"${pair.key}" now stands in "metadata".`;
    const { keyStart: start, end } = pair;
    return {
      at: at.keyOf(pair.key),
      what,
      start,
      end,
      after: `"metadata": {"${pair.key}": ${after}}`,
      changes: index === 0 ? changes : [], // one set of changes for all of them
      meanings: [...(values.get(pair)?.meanings ?? []), { kind: 'move', host: at, key: pair.key }],
    };
  });
  return [{ pairs: moves.map(({ pair }) => pair), mends }];
}

/** An object that stands in this place alone. */
function isOpen(source: Source, node: SourceNode | undefined): boolean {
  return node === undefined || (node.kind === 'object' && source.aliasesOf(node.id).length === 0);
}

function missingId(
  source: Source,
  { level, node, value, at, shared }: Written,
  names: Names,
  moved: ReadonlySet<SourcePair> | undefined,
  { newId }: MendOptions,
): readonly Mend[] {
  if (newId === undefined || shared || (level !== 'offering' && level !== 'plan')) return [];
  const holders = node.pairs.filter((pair) => names.get(pair) === 'id');
  const [pair] = holders;
  const id = pair === undefined ? own(value, 'id') : own(value, pair.key);
  if (holders.length > 1 || (id !== undefined && id !== null && id !== '')) return [];
  if (pair === undefined && id === null) return []; // it comes in by a merge key
  const what = `The ${level} has an id now.`;
  return setString(source, { node, at, pair, moved }, { key: 'id', value: newId(), what });
}

/** Mends a parameters schema: nothing but its `$schema` is looked at. */
export function mendSchema(
  source: Source,
  node: SourceObject,
  value: JsonObject,
  at: Place,
): readonly Mend[] {
  const declared = own(value, '$schema');
  if (declared !== undefined && declared !== null && declared !== '') return [];
  const address = suggestedSchema(value);
  const holders = node.pairs.filter(({ key }) => key === '$schema');
  if (holders.length > 1 || (holders.length === 0 && declared !== undefined)) return [];
  const what = `The schema now says that it is ${address}.`;
  return setString(
    source,
    { node, at, pair: holders[0], moved: undefined },
    { key: '$schema', value: address, what },
  );
}

interface Slot {
  readonly node: SourceObject;
  readonly at: Place;
  /** The pair that has the key already, with no value worth the name. */
  readonly pair: SourcePair | undefined;
  readonly moved: ReadonlySet<SourcePair> | undefined;
}

function setString(
  source: Source,
  { node, at, pair, moved }: Slot,
  { key, value, what }: { readonly key: string; readonly value: string; readonly what: string },
): readonly Mend[] {
  const after = stringFor(source, node.flow, value);
  const meanings: readonly Meaning[] = [{ kind: 'set', host: at, key, value }];
  if (pair === undefined) {
    const before = node.pairs.find((each) => moved?.has(each) !== true);
    if (before === undefined && node.pairs.length > 0) return [];
    const change = insertBefore(source, node, before, key, after);
    if (change === undefined) return [];
    const { offset: start } = change;
    return [{ at: at.child(key), what, start, end: start, after, changes: [change], meanings }];
  }
  const held = pair.node();
  if (held.kind !== 'scalar' || !held.plain || !pair.plain) return [];
  const { start, end } = held;
  if (start < end) {
    return [
      { at: at.child(pair.key), what, start, end, after, changes: [replace(start, end, after)], meanings },
    ];
  }
  const colon = source.text.indexOf(':', pair.keyEnd) + 1; // `id:` and nothing behind it
  const changes = [replace(colon, colon, ` ${after}`)];
  return [{ at: at.child(pair.key), what, start: colon, end: colon, after, changes, meanings }];
}

function replace(start: number, end: number, content: string): TextChange {
  return { offset: start, length: end - start, content };
}
