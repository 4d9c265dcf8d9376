import { isObject, own, type JsonObject } from '../engine/json.ts';
import { leafValues } from './leaf-values.ts';
import { plausible } from './plausible.ts';
import { expand, itemFacets, memberFacets, memberNames, required, type Facet } from './schema-facets.ts';

/** The schemas for one value: of the old catalog and of the new. */
interface Sides {
  readonly old: readonly Facet[];
  readonly new: readonly Facet[];
}

interface Explored {
  /** A value that the old schemas seem to accept. */
  readonly base: unknown;
  readonly values: readonly unknown[];
}

const deepest = 5;
const mostMemberValues = 60;
const mostValues = 2000;
const mostMembers = 60;
const mostSteps = 400;

/**
 * Values that the old schema may accept and the new one refuse: bounds and what lies beyond, members left out and
 * added, values of another type. Deterministic and bounded; an empty object is always among them.
 */
export function candidates(oldSchema: JsonObject, newSchema: JsonObject): unknown[] {
  const sides = {
    old: [{ schema: oldSchema, root: oldSchema }],
    new: [{ schema: newSchema, root: newSchema }],
  };
  return [{}, ...new Explorer().explore(sides, 0).values];
}

/** A recursive schema has no end: the steps are counted. */
class Explorer {
  #steps = 0;
  readonly #known = new Map<string, Explored>();

  explore(sides: Sides, depth: number): Explored {
    const old = expand(sides.old);
    const all = [...old, ...expand(sides.new)];
    const values: unknown[] = leafValues(all.map(({ schema }) => schema));
    if (depth < deepest && this.#steps++ < mostSteps) {
      const composed = { old, new: all.slice(old.length) };
      if (
        mentions(all, 'object', [
          'properties',
          'required',
          'additionalProperties',
          'minProperties',
          'maxProperties',
        ])
      ) {
        values.push(...this.#objects(composed, depth));
      }
      if (mentions(all, 'array', ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems'])) {
        values.push(...this.#arrays(composed, depth));
      }
    }
    const accepted = (facets: readonly Facet[]) => (value: unknown) =>
      facets.every(({ schema, root }) => plausible(value, schema, root));
    const [wanted, unwanted] = divided(unique(values), accepted(sides.old));
    const [kept, suspects] = divided(wanted, accepted(sides.new));
    const ordered = [...suspects, ...kept, ...unwanted];
    const base = kept[0] ?? ordered[0];
    return { base, values: unique([base, ...ordered]).slice(0, depth === 0 ? mostValues : mostMemberValues) };
  }

  #objects(sides: Sides, depth: number): JsonObject[] {
    const all = [...sides.old, ...sides.new];
    const names = memberNames(all).slice(0, mostMembers);
    const members = new Map(names.map((name) => [name, this.#member(sides, name, depth)]));
    const make = (keys: Iterable<string>) =>
      Object.fromEntries([...keys].map((key) => [key, members.get(key)?.base]));
    const needed = (facets: readonly Facet[]) =>
      facets.flatMap(({ schema }) => required(schema)).filter((key) => members.has(key));
    const smallest = make(new Set(needed(sides.old)));
    // What both sides require, so that one member at a time can be the reason of a refusal.
    const common = make(new Set(needed(all)));
    const full = make(names);
    const found: JsonObject[] = [smallest, common, full];
    for (const name of names) {
      found.push(Object.fromEntries(Object.entries(full).filter(([key]) => key !== name)));
    }
    for (const value of ['x', 1, true, null, {}, []]) found.push({ ...common, [freeName(names)]: value });
    for (const count of sizes(all, 'Properties')) found.push(padded(common, count), padded(full, count));
    // In turns, so that a member with many values does not leave the others without any.
    for (let turn = 0; turn < mostMemberValues && found.length < mostValues; turn++) {
      for (const [name, { values }] of members) {
        if (turn < values.length) found.push({ ...common, [name]: values[turn] });
      }
    }
    return found.slice(0, mostValues);
  }

  /** Members that say the same are explored once: a recursive schema has many of them. */
  #member(sides: Sides, name: string, depth: number): Explored {
    const [before, now] = [memberFacets(sides.old, name), memberFacets(sides.new, name)];
    const text = (facets: readonly Facet[]) => JSON.stringify(facets.map(({ schema }) => schema));
    const [oldText, newText] = [text(before), text(now)];
    const key = `${depth} ${oldText} ${newText}`;
    let explored = this.#known.get(key);
    if (explored === undefined)
      this.#known.set(key, (explored = this.explore({ old: before, new: now }, depth + 1)));
    // Where both say the same, one value will do; behind a reference they may still differ.
    const alike = before.length > 0 && oldText === newText && !oldText.includes('"$ref"');
    return alike ? { base: explored.base, values: [explored.base] } : explored;
  }

  #arrays(sides: Sides, depth: number): unknown[][] {
    const all = [...sides.old, ...sides.new];
    const { base, values } = this.explore(
      { old: itemFacets(sides.old), new: itemFacets(sides.new) },
      depth + 1,
    );
    const distinct = [...new Set([base, ...values])].filter((value) => !isObject(value));
    const several = (count: number) =>
      Array.from({ length: count }, (_, index) => distinct[index % Math.max(1, distinct.length)] ?? base);
    return [
      [],
      [base],
      [base, base],
      ...sizes(all, 'Items').flatMap((count) => [Array.from({ length: count }, () => base), several(count)]),
      ...values.map((value) => [value]),
    ];
  }
}

/** Those that pass, and those that do not. */
function divided(values: readonly unknown[], passes: (value: unknown) => boolean): [unknown[], unknown[]] {
  const chosen = new Set(values.filter(passes));
  return [[...chosen], values.filter((value) => !chosen.has(value))];
}

function mentions(facets: readonly Facet[], type: string, keywords: readonly string[]): boolean {
  return facets.some(
    ({ schema }) =>
      [own(schema, 'type')].flat().includes(type) ||
      keywords.some((keyword) => Object.hasOwn(schema, keyword)),
  );
}

const mostElements = 200;

/** The bounds that the schemas set, and one less and one more. */
function sizes(facets: readonly Facet[], what: 'Items' | 'Properties'): number[] {
  const bounds = facets.flatMap(({ schema }) => [own(schema, `min${what}`), own(schema, `max${what}`)]);
  const found = new Set<number>();
  for (const bound of bounds) {
    if (typeof bound !== 'number') continue;
    for (const size of [bound, bound - 1, bound + 1]) {
      if (Number.isInteger(size) && size >= 0 && size <= mostElements) found.add(size);
    }
  }
  return [...found];
}

function padded(object: JsonObject, count: number): JsonObject {
  const entries = Object.entries(object).slice(0, count);
  for (let index = entries.length; index < count; index++) entries.push([`member-${index + 1}`, 'x']);
  return Object.fromEntries(entries);
}

function freeName(names: readonly string[]): string {
  let name = 'other';
  while (names.includes(name)) name += '-x';
  return name;
}

function unique(values: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const text = JSON.stringify(value);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
