import type { JsonObject } from '../engine/json.ts';
import { metaschemaErrors, type Draft } from './drafts.ts';
import { subschemas } from './walk.ts';

/** Keywords, and the first draft that gives them a meaning. */
const newerKeywords: readonly (readonly [Draft, readonly string[]])[] = [
  [
    '2020-12',
    [
      '$defs',
      '$anchor',
      '$dynamicRef',
      'dependentSchemas',
      'dependentRequired',
      'prefixItems',
      'unevaluatedProperties',
      'unevaluatedItems',
      'minContains',
      'maxContains',
    ],
  ],
  [
    'draft-07',
    ['if', 'then', 'else', '$comment', 'readOnly', 'writeOnly', 'contentEncoding', 'contentMediaType'],
  ],
  ['draft-06', ['const', 'contains', 'propertyNames', 'examples', '$id']],
];

/** The `$schema` to give to a schema without one: the oldest draft that knows its keywords, since platforms know old drafts best. */
export function suggestedSchema(schema: JsonObject): string {
  const used = new Set<string>();
  for (const { value } of subschemas(schema)) for (const key of Object.keys(value)) used.add(key);
  const needed =
    newerKeywords.find(([, keywords]) => keywords.some((keyword) => used.has(keyword)))?.[0] ?? 'draft-04';
  const order: readonly Draft[] = ['draft-04', 'draft-06', 'draft-07', '2020-12'];
  const candidates = order.slice(order.indexOf(needed));
  return address(candidates.find((draft) => isValid(draft, schema)) ?? needed);
}

function isValid(draft: Draft, schema: JsonObject): boolean {
  try {
    return metaschemaErrors(draft, schema).length === 0;
  } catch {
    return false; // nested too deeply for the metaschema
  }
}

function address(draft: Draft): string {
  return draft === '2020-12'
    ? 'https://json-schema.org/draft/2020-12/schema'
    : `http://json-schema.org/${draft}/schema#`;
}
