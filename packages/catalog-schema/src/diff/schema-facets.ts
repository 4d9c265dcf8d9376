import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { parsePointer } from '../engine/place.ts';

/** A schema that has a say about a value, and the whole that its references point into. */
export interface Facet {
  readonly schema: JsonObject;
  readonly root: JsonObject;
}

/** The target of a reference within the schema; undefined for any other. */
export function resolveReference(reference: unknown, root: JsonObject): unknown {
  if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) return undefined;
  let target: unknown = root;
  for (const key of parsePointer(decode(reference.slice(1)))) {
    if (isArray(target)) target = target[Number(key)];
    else target = isObject(target) ? own(target, key) : undefined;
  }
  return target;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const lists = ['allOf', 'anyOf', 'oneOf'];
const singles = ['not', 'if', 'then', 'else'];
const maps = ['dependencies', 'dependentSchemas'];
const mostFacets = 60;

/** The schemas and everything they refer to, choose from or combine, for the same value. */
export function expand(facets: readonly Facet[]): Facet[] {
  const seen = new Set<JsonObject>();
  const found: Facet[] = [];
  const pending = [...facets].reverse();
  for (let facet = pending.pop(); facet !== undefined && found.length < mostFacets; facet = pending.pop()) {
    const { schema, root } = facet;
    if (seen.has(schema)) continue;
    seen.add(schema);
    found.push(facet);
    const parts = [
      resolveReference(own(schema, '$ref'), root),
      ...lists.flatMap((key) => own(schema, key)),
      ...singles.map((key) => own(schema, key)),
      ...maps.flatMap((key) => {
        const map = own(schema, key);
        return isObject(map) ? Object.values(map) : [];
      }),
    ];
    for (const part of parts.reverse()) if (isObject(part)) pending.push({ schema: part, root });
  }
  return found;
}

/** The schemas for a member of an object. */
export function memberFacets(facets: readonly Facet[], key: string): Facet[] {
  return facets.flatMap(({ schema, root }) => {
    const properties = own(schema, 'properties');
    const named = isObject(properties) ? own(properties, key) : undefined;
    const part = named ?? own(schema, 'additionalProperties');
    return isObject(part) ? [{ schema: part, root }] : [];
  });
}

/** The schemas for the elements of an array. */
export function itemFacets(facets: readonly Facet[]): Facet[] {
  return facets.flatMap(({ schema, root }) =>
    ['items', 'prefixItems', 'contains', 'additionalItems']
      .flatMap((key) => own(schema, key))
      .flatMap((part) => (isObject(part) ? [{ schema: part, root }] : [])),
  );
}

/** The names of members that the schemas speak of. */
export function memberNames(facets: readonly Facet[]): string[] {
  const names = new Set<string>();
  for (const { schema } of facets) {
    const properties = own(schema, 'properties');
    if (isObject(properties)) for (const key of Object.keys(properties)) names.add(key);
    for (const key of required(schema)) names.add(key);
  }
  return [...names];
}

/** The names that the schema requires. */
export function required(schema: JsonObject): string[] {
  const names = own(schema, 'required');
  return isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
}
