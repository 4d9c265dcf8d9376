import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { parsePointer } from '../engine/place.ts';
import { keysOf, subschemas } from './walk.ts';

/** A reference that does not lead to a place inside the schema. */
export interface BadReference {
  readonly kind: 'external' | 'dangling';
  readonly reference: string;
  readonly path: readonly (string | number)[];
}

const base = 'https://schema.invalid/parameters';
const keywords = ['$ref', '$dynamicRef', '$recursiveRef'] as const;

/** References that leave the schema, and references into it that lead nowhere. Nothing is fetched. */
export function badReferences(root: JsonObject, idKeyword: 'id' | '$id'): readonly BadReference[] {
  const resources = new Map<string, JsonObject>([[base, root]]);
  const references: { reference: string; from: string; path: readonly (string | number)[] }[] = [];
  const bases = new Map<JsonObject, string>();
  for (const { value, path } of subschemas(root)) {
    const keys = keysOf(path);
    const here = baseOf(value, keys, root, bases, idKeyword);
    bases.set(value, here);
    if (!resources.has(here)) resources.set(here, value);
    for (const keyword of keywords) {
      const reference = own(value, keyword);
      if (typeof reference === 'string') references.push({ reference, from: here, path: [...keys, keyword] });
    }
  }
  return references.flatMap(({ reference, from, path }): BadReference[] => {
    const kind = judge(reference, from, resources);
    return kind === undefined ? [] : [{ kind, reference, path }];
  });
}

function baseOf(
  value: JsonObject,
  keys: readonly (string | number)[],
  root: JsonObject,
  bases: ReadonlyMap<JsonObject, string>,
  idKeyword: 'id' | '$id',
): string {
  const outer = nearestBase(keys, root, bases);
  const id = own(value, idKeyword);
  return typeof id === 'string' && !id.startsWith('#') ? resolve(id, outer).address : outer;
}

function nearestBase(
  keys: readonly (string | number)[],
  root: JsonObject,
  bases: ReadonlyMap<JsonObject, string>,
): string {
  let nearest = bases.get(root) ?? base;
  let value: unknown = root;
  for (const key of keys) {
    value = isArray(value) ? value[Number(key)] : isObject(value) ? own(value, String(key)) : undefined;
    if (isObject(value)) nearest = bases.get(value) ?? nearest;
  }
  return nearest;
}

function resolve(reference: string, from: string): { address: string; fragment: string } {
  const hash = reference.indexOf('#');
  const fragment = hash === -1 ? '' : reference.slice(hash + 1);
  const path = hash === -1 ? reference : reference.slice(0, hash);
  if (path === '') return { address: from, fragment };
  try {
    return { address: new URL(path, from.includes('://') ? from : base).href, fragment };
  } catch {
    return { address: path, fragment };
  }
}

function judge(
  reference: string,
  from: string,
  resources: ReadonlyMap<string, JsonObject>,
): BadReference['kind'] | undefined {
  const { address, fragment } = resolve(reference, from);
  const resource = resources.get(address);
  if (resource === undefined) return 'external';
  if (fragment === '' || !fragment.startsWith('/')) return undefined; // names of anchors are left to the compiler
  return leads(resource, fragment) ? undefined : 'dangling';
}

function leads(resource: JsonObject, fragment: string): boolean {
  let value: unknown = resource;
  for (const key of parsePointer(decode(fragment))) {
    value = isArray(value) ? value[Number(key)] : isObject(value) ? own(value, key) : undefined;
    if (value === undefined) return false;
  }
  return true;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
