import { isArray, isObject, type JsonObject } from '../engine/json.ts';

const words = new Set([
  'title',
  'description',
  'default',
  'examples',
  'example',
  '$comment',
  'deprecated',
  'readOnly',
  'writeOnly',
]);
const maps = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependencies',
  'dependentSchemas',
]);
const parts = new Set([
  'items',
  'prefixItems',
  'additionalItems',
  'additionalProperties',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
]);

/** The schema without what only describes: two that are equal so accept the same values. */
export function withoutAnnotations(schema: unknown, depth = 0): unknown {
  if (isArray(schema)) return schema.map((item) => withoutAnnotations(item, depth + 1));
  if (!isObject(schema) || depth > 200) return schema;
  const kept = Object.entries(schema).filter(([key]) => !words.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (parts.has(key)) return [key, withoutAnnotations(value, depth + 1)];
      return [key, maps.has(key) && isObject(value) ? eachMember(value, depth) : value];
    }),
  );
}

function eachMember(map: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, withoutAnnotations(value, depth + 1)]),
  );
}

/** Every `format` of a schema with the place it stands at. */
export function formats(schema: unknown, at = '', depth = 0): string[] {
  if (depth > 200) return [];
  if (isArray(schema)) return schema.flatMap((item, index) => formats(item, `${at}/${index}`, depth + 1));
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'format' && typeof value === 'string') return [`${at || '/'} ${value}`];
    return key === 'enum' || key === 'const' ? [] : formats(value, `${at}/${key}`, depth + 1);
  });
}
