import type { ErrorObject } from 'ajv';

import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { nearestName } from '../engine/keys.ts';
import { parsePointer } from '../engine/place.ts';
import { shown } from '../engine/shown.ts';
import type { Draft } from './drafts.ts';

const simpleTypes = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

/** How types are called elsewhere. */
const typeAliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    string: [
      'str',
      'text',
      'char',
      'varchar',
      'uuid',
      'guid',
      'date',
      'datetime',
      'date-time',
      'password',
      'uri',
      'url',
      'email',
      'enum',
      'secret',
      'file',
    ],
    integer: ['int', 'int32', 'int64', 'long', 'short', 'uint', 'bigint'],
    number: ['float', 'double', 'decimal', 'num', 'real', 'numeric'],
    boolean: ['bool', 'flag', 'checkbox'],
    object: ['map', 'dict', 'dictionary', 'hash', 'hashmap', 'json', 'struct', 'obj'],
    array: ['list', 'set', 'tuple', 'slice', 'arr'],
    null: ['none', 'nil', 'undefined', 'void'],
  }).flatMap(([type, names]) => names.map((name) => [name, type] as const)),
);

/** Keys that hold numbers, booleans, texts. */
const numbers = new Set([
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]);
const flags = new Set(['uniqueItems', 'additionalProperties', 'additionalItems']);
const texts = new Set(['title', 'description', 'pattern', 'format', '$ref', '$schema', 'id', '$id']);
const schemaMaps = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas']);

/** What is wrong at a place of a schema by its metaschema: the key, the place, and the habit behind it, in sentences. */
export function metaschemaAdvice(root: JsonObject, draft: Draft, error: ErrorObject): string {
  const path = parsePointer(error.instancePath);
  const value = valueAt(root, path);
  const key = path.at(-1) ?? '';
  const parent = path.at(-2);
  const { property, missingProperty } = error.params as JsonObject;
  if (
    error.keyword === 'dependencies' &&
    typeof property === 'string' &&
    typeof missingProperty === 'string'
  ) {
    return `"${property}" of ${placeOf(path)} stands without "${missingProperty}", to which it belongs in ${draft}. Add "${missingProperty}", or leave it out.`;
  }
  if (parent !== undefined && schemaMaps.has(parent))
    return asSchema(`${quotedKey(parent)} has ${shown(key)}, which`, value);
  if (/^\d+$/.test(key) && parent !== undefined)
    return element(parent, value, placeOf(path.slice(0, -2)), draft);
  const place = placeOf(path.slice(0, -1));
  const subject = path.length === 0 ? 'the schema' : `${quotedKey(key)} of ${place}`;
  return (
    habitOf(key, value, subject, draft, error, path) ??
    `${subject} ${plain(error)}${isScalar(value) ? `, but is ${shown(value)}` : ''}. Correct it.`
  );
}

function habitOf(
  key: string,
  value: unknown,
  subject: string,
  draft: Draft,
  { keyword }: ErrorObject,
  path: readonly string[],
): string | undefined {
  switch (key) {
    case 'required':
      return required(value, subject, draft, path);
    case 'type':
      return typed(value, subject);
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return exclusive(key, value, subject, draft);
    case 'enum':
      if (!isArray(value))
        return `${subject} is ${shown(value)} and must be a list of values. Put them into brackets.`;
      if (value.length === 0)
        return `${subject} is empty, so that nothing fits. List the values, or leave it out.`;
      return keyword === 'uniqueItems' ? `${subject} has one value twice. Remove one of the two.` : undefined;
    case 'items':
      if (isArray(value) && draft === '2020-12')
        return `${subject} is a list, which ${draft} writes as "prefixItems" (earlier drafts wrote it under "items"). Rename it, or write one schema.`;
      return typeof value === 'string' ? asSchema(subject, value) : undefined;
  }
  if (schemaMaps.has(key) && !isObject(value))
    return `${subject} is ${kindOf(value)} and must be an object with a schema for each name, as in {"size": {"type": "integer"}}. Rewrite it.`;
  if (numbers.has(key)) return numeric(value, subject);
  if (flags.has(key) && (value === 'true' || value === 'false'))
    return `${subject} is the text "${value}" and must be a boolean${key === 'uniqueItems' ? '' : ' or a schema'}. Write ${value} without quotes.`;
  if (texts.has(key) && (typeof value === 'number' || typeof value === 'boolean'))
    return `${subject} is ${shown(value)} and must be a text. Put it into quotes: "${String(value)}".`;
  return undefined;
}

function required(
  value: unknown,
  subject: string,
  draft: Draft,
  path: readonly string[],
): string | undefined {
  if (typeof value === 'boolean') {
    const name = path.at(-3) === 'properties' ? path.at(-2) : undefined;
    const list = name === undefined ? '"required": ["…"]' : `"required": [${JSON.stringify(name)}]`;
    const how = value ? `write ${list} beside "properties" of the object above` : 'leave it out';
    return `${subject} is ${value}, as draft-03 wrote it. Since draft-04 "required" is a list of names in the object above: ${how}.`;
  }
  if (typeof value === 'string')
    return `${subject} is the text ${shown(value)} and must be a list of names. Put it into brackets: [${shown(value)}].`;
  if (isArray(value) && value.length === 0)
    return `${subject} is empty, and ${draft} wants at least one name in it. Leave it out where nothing is required.`;
  if (isArray(value)) return `${subject} has one name twice. Remove one of the two.`;
  return isObject(value)
    ? `${subject} is an object and must be a list of names, as in ["size"]. Rewrite it.`
    : undefined;
}

function typed(value: unknown, subject: string): string | undefined {
  if (isObject(value) || (isArray(value) && value.some(isObject)))
    return `${subject} holds a schema, as draft-03 wrote it. Since draft-04 it holds names of types: write the schemas under "anyOf".`;
  if (isArray(value)) {
    if (value.length === 0) return `${subject} is empty, so that nothing fits. Name a type, or leave it out.`;
    return `${subject} must be one of ${simpleTypes.join(', ')}, or a list of them, each once. Correct it.`;
  }
  if (typeof value !== 'string')
    return `${subject} is ${shown(value)} and must be the name of a type: ${simpleTypes.join(', ')}. Correct it.`;
  return `${subject} is ${shown(value)}, which is no type. ${typeRemedy(value)}`;
}

function typeRemedy(written: string): string {
  const word = written.trim().toLowerCase();
  if (word === 'any') return 'In draft-03 it stood for any type: leave it out.';
  const [, inner] = /^(?:array|list)?\W*(\w+)\W*\[?\]$|^(?:array|list)\W+(?:of )?(\w+)\W*$/.exec(word) ?? [];
  if (word.endsWith('[]') || /^(?:array|list)\W+\w+/.test(word)) {
    const of = typeNamed(inner ?? /(\w+)\W*$/.exec(word)?.[1] ?? '') ?? 'string';
    return `Did you mean "type": "array" with "items": {"type": "${of}"}?`;
  }
  const meant = typeNamed(word);
  return meant === undefined ? `Types are ${simpleTypes.join(', ')}.` : `Did you mean "${meant}"?`;
}

function typeNamed(word: string): string | undefined {
  if (simpleTypes.includes(word)) return word;
  return typeAliases.get(word) ?? nearestName(word, simpleTypes);
}

function exclusive(key: string, value: unknown, subject: string, draft: Draft): string | undefined {
  const plainKey = key === 'exclusiveMinimum' ? 'minimum' : 'maximum';
  if (typeof value === 'boolean' && draft !== 'draft-04')
    return `${subject} is ${value}, as draft-04 wrote it. Since draft-06 it is the bound itself: write "${key}" with the number of "${plainKey}", and leave that out.`;
  if (typeof value === 'number' && draft === 'draft-04')
    return `${subject} is ${value}, as draft-06 and later write it. In draft-04 it is a boolean: write "${plainKey}": ${value}, "${key}": true.`;
  return numeric(value, subject);
}

function numeric(value: unknown, subject: string): string | undefined {
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return `${subject} is the text ${shown(value)} and must be a number. Write ${Number(value)} without quotes.`;
  return typeof value === 'number'
    ? undefined
    : `${subject} is ${shown(value)} and must be a number. Correct it.`;
}

function element(list: string, value: unknown, place: string, draft: Draft): string {
  if (list === 'required')
    return `"required" of ${place} has ${shown(value)}, and must have names of properties. Write each as a text in quotes.`;
  if (list === 'type')
    return `"type" of ${place} has ${shown(value)}, which is no type. ${typeof value === 'string' ? typeRemedy(value) : 'Write names of types.'}`;
  return asSchema(`an element of ${quotedKey(list)} of ${place} (${draft})`, value);
}

/** What to write where a schema is wanted and something else stands. */
function asSchema(subject: string, value: unknown): string {
  const type = typeof value === 'string' ? typeNamed(value.toLowerCase()) : undefined;
  const remedy =
    type === undefined ? 'Write a schema, as in {"type": "string"}.' : `Did you mean {"type": "${type}"}?`;
  return `${subject} is ${shown(value)} and must be a schema. ${remedy}`;
}

/** What a key belongs to, in words. */
function placeOf(path: readonly string[]): string {
  const [parent, name] = path.slice(-2);
  if (name === undefined) return path.length === 0 ? 'the schema' : quotedKey(path[0] ?? '');
  if (parent === 'properties') return `property ${shown(name)}`;
  if (parent === 'definitions' || parent === '$defs') return `definition ${shown(name)}`;
  return /^\d+$/.test(name) ? `element ${Number(name) + 1} of ${quotedKey(parent ?? '')}` : quotedKey(name);
}

function plain({ keyword, message = 'is not allowed', params }: ErrorObject): string {
  const allowed: unknown = isObject(params) ? params['allowedValues'] : undefined;
  return keyword === 'enum' && isArray(allowed) ? `must be one of ${allowed.join(', ')}` : message;
}

function valueAt(root: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isArray(value) ? value[Number(key)] : isObject(value) ? own(value, key) : undefined),
    root,
  );
}

function kindOf(value: unknown): string {
  return isArray(value) ? 'a list' : shown(value);
}

function isScalar(value: unknown): boolean {
  return value !== undefined && typeof value !== 'object';
}

function quotedKey(key: string): string {
  return `"${key}"`;
}
