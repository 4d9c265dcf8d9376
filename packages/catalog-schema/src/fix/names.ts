import { own, type JsonObject } from '../engine/json.ts';
import { isKnownKey, meantKey, rightPlace, type Level } from '../engine/keys.ts';
import type { Place } from '../engine/place.ts';
import { fitsField } from './fields.ts';
import type { SourceObject, SourcePair } from './source.ts';

/** An object of the catalog as it is written, and what it says. */
export interface Written {
  readonly level: Level;
  readonly node: SourceObject;
  readonly value: JsonObject;
  readonly at: Place;
  /** True when it stands in several places, by alias or merge key. */
  readonly shared: boolean;
}

/** The name that each pair of an object has once its keys are mended. */
export type Names = ReadonlyMap<SourcePair, string>;

/** The keys of an object as they should be spelt. A slip that could be read in two ways stays what it is. */
export function namesIn({ level, node, value }: Pick<Written, 'level' | 'node' | 'value'>): Names {
  const counts = countKeys(node.pairs.map(({ key }) => key));
  const slips = node.pairs.flatMap((pair) => {
    const right = slipIn(level, pair, value);
    return right === undefined || counts.get(pair.key) !== 1 ? [] : [{ pair, right }];
  });
  const targets = countKeys(slips.map(({ right }) => right));
  const renamed = new Map(
    slips.filter(({ right }) => targets.get(right) === 1).map(({ pair, right }) => [pair, right]),
  );
  return new Map(node.pairs.map((pair) => [pair, renamed.get(pair) ?? pair.key]));
}

function slipIn(level: Level, { key, plain }: SourcePair, value: JsonObject): string | undefined {
  if (!plain || isKnownKey(level, key)) return undefined;
  if (rightPlace(level, key) !== undefined) return undefined;
  const right = meantKey(level, key);
  if (right === undefined || Object.hasOwn(value, right)) return undefined;
  return fitsField(level, right, own(value, key)) ? right : undefined;
}

/** How often each key occurs. */
export function countKeys(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
