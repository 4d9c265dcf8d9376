import { isArray, isObject, type JsonObject } from '../engine/json.ts';

/** A schema inside a schema, with the path to it from the root. */
export interface Subschema {
  readonly value: JsonObject;
  readonly path: Path;
}

/** A path that shares its beginning with its siblings, so that long walks stay cheap. */
export interface Path {
  readonly parent?: Path;
  readonly key: string | number;
}

const single = [
  'additionalItems',
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
] as const;
const lists = ['allOf', 'anyOf', 'oneOf', 'items', 'prefixItems'] as const;
const maps = [
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
  'patternProperties',
  'properties',
] as const;

/**
 * All schemas of a schema, itself first, without recursion. Keywords decide what is a schema: a property that happens to
 * be named `$ref`, and everything inside `enum`, `const`, `default` and `examples`, is none.
 */
export function* subschemas(root: JsonObject): Iterable<Subschema> {
  const waiting: { value: unknown; path: Path | undefined }[] = [{ value: root, path: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (!isObject(value)) continue;
    yield { value, path: path ?? { key: '' } };
    const step = (key: string | number, parent = path): Path =>
      parent === undefined ? { key } : { parent, key };
    for (const keyword of single) {
      if (isObject(value[keyword])) waiting.push({ value: value[keyword], path: step(keyword) });
    }
    for (const keyword of lists) {
      const list = value[keyword];
      if (!isArray(list)) continue;
      const at = step(keyword);
      list.forEach((item, index) => waiting.push({ value: item, path: step(index, at) }));
    }
    for (const keyword of maps) {
      const map = value[keyword];
      if (!isObject(map)) continue;
      const at = step(keyword);
      for (const [key, item] of Object.entries(map)) waiting.push({ value: item, path: step(key, at) });
    }
  }
}

/** The keys of a path, from the root; empty for the root itself. */
export function keysOf(path: Path): readonly (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.parent) keys.push(at.key);
  keys.reverse();
  return keys.length === 1 && keys[0] === '' ? [] : keys;
}
