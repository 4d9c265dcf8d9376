import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { nearestName } from '../engine/keys.ts';
import type { Draft } from './drafts.ts';
import { unknownFormat } from './formats.ts';
import { oddKeyword, typesOf } from './known-keywords.ts';
import { linearPattern } from './linear-pattern.ts';
import { keysOf, subschemas } from './walk.ts';

/** Something in a schema that is allowed and cannot be meant. */
export interface Doubt {
  readonly kind: DoubtKind;
  readonly path: readonly (string | number)[];
  /** True where the key is meant, and not the value under it. */
  readonly isKey?: boolean;
  /** True for what may well be meant: told, and no fault. */
  readonly isHint?: boolean;
  /** What is odd, and what to do: sentences. */
  readonly what: string;
}

export type DoubtKind =
  'keyword' | 'ignored' | 'idle' | 'bounds' | 'required' | 'enum-twice' | 'format' | 'default' | 'enum-value';

const most = 20;

/** What cannot be meant in a schema, each subschema by itself; values against their schemas are another matter. */
export function doubtsOf(root: JsonObject, draft: Draft | undefined): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const all = [...subschemas(root)];
  let defined: ReadonlySet<string> | undefined;
  const names = () =>
    (defined ??= new Set(all.flatMap(({ value }) => Object.keys(propertiesOf(value) ?? {}))));
  for (const { value, path } of all) {
    if (doubts.length >= most) break;
    const found = [
      ...keywordDoubts(value, draft),
      ...boundDoubts(value),
      ...requiredDoubts(value, names),
      ...enumDoubts(value),
      ...formatDoubts(value),
    ];
    if (found.length === 0) continue;
    const keys = keysOf(path);
    doubts.push(...found.map((doubt) => ({ ...doubt, path: [...keys, ...doubt.path] })));
  }
  return doubts;
}

function* keywordDoubts(schema: JsonObject, draft: Draft | undefined): Iterable<Doubt> {
  const type = own(schema, 'type');
  for (const key of Object.keys(schema)) {
    const odd = oddKeyword(key, draft);
    const place = { path: [key], isKey: true };
    if (odd?.kind === 'misspelt') {
      const what = `"${key}" is no keyword of JSON Schema, and is ignored. Did you mean "${odd.right}"?`;
      yield { kind: 'keyword', ...place, what };
    } else if (odd?.kind === 'ignored') {
      const { home, instead = 'Leave it out' } = odd;
      const what = `"${key}" is a keyword of ${home} and ignored in ${draft ?? 'other drafts'}, which the schema declares. ${instead}, or declare a draft that has it.`;
      yield { kind: 'ignored', ...place, what };
    }
    if (typeof type !== 'string' || !simpleTypes.has(type)) continue;
    if (key === 'required' && !isArray(schema[key])) continue; // the metaschema says more of it
    const types = typesOf(key);
    const fits = types?.some((one) => one === type || (one === 'number' && type === 'integer')) ?? true;
    if (!fits) {
      const what = `"${key}" says nothing about a value of "type": "${type}": it is for ${types?.join(' or ') ?? ''}. Correct the type, or leave it out.`;
      yield { kind: 'idle', ...place, what };
    }
  }
}

const simpleTypes = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

const bounds = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minContains', 'maxContains'],
] as const;

function* boundDoubts(schema: JsonObject): Iterable<Doubt> {
  for (const [least, greatest] of bounds) {
    const [low, high] = [numberAt(schema, least), numberAt(schema, greatest)];
    if (low === undefined || high === undefined || low <= high) continue;
    yield bound(least, `"${least}" is ${low} and "${greatest}" is ${high}`);
  }
  const [low, high] = [numberAt(schema, 'minimum'), numberAt(schema, 'maximum')];
  const above = exclusive(schema, 'exclusiveMinimum', low);
  const below = exclusive(schema, 'exclusiveMaximum', high);
  const [floor, ceiling] = [above ?? low, below ?? high];
  if ((above ?? below) !== undefined && floor !== undefined && ceiling !== undefined && floor >= ceiling) {
    const key = above === undefined ? 'exclusiveMaximum' : 'exclusiveMinimum';
    const from = above === undefined ? `at least ${floor}` : `above ${floor}`;
    const to = below === undefined ? `at most ${ceiling}` : `below ${ceiling}`;
    yield bound(key, `a number shall be ${from} and ${to}`);
  }
  const fewest = numberAt(schema, 'minProperties');
  const properties = propertiesOf(schema);
  const isClosed =
    own(schema, 'additionalProperties') === false && own(schema, 'patternProperties') === undefined;
  const possible = isClosed && properties !== undefined ? Object.keys(properties).length : undefined;
  if (fewest !== undefined && possible !== undefined && fewest > possible) {
    yield bound('minProperties', `"minProperties" is ${fewest}, and only ${possible} are allowed`);
  }
  const required = own(schema, 'required');
  const many = numberAt(schema, 'maxProperties');
  if (isArray(required) && many !== undefined && new Set(required).size > many) {
    yield bound('maxProperties', `"maxProperties" is ${many}, and ${required.length} are required`);
  }
}

function bound(key: string, contradiction: string): Doubt {
  return { kind: 'bounds', path: [key], what: `Nothing fits: ${contradiction}. Correct one of the two.` };
}

function numberAt(schema: JsonObject, key: string): number | undefined {
  const value = own(schema, key);
  return typeof value === 'number' ? value : undefined;
}

/** The bound that is excluded: a number of its own, or in draft-04 the plain bound where the flag is set. */
function exclusive(schema: JsonObject, key: string, plain: number | undefined): number | undefined {
  const value = own(schema, key);
  return typeof value === 'number' ? value : value === true ? plain : undefined;
}

function propertiesOf(schema: JsonObject): JsonObject | undefined {
  const properties = own(schema, 'properties');
  return isObject(properties) ? properties : undefined;
}

function* requiredDoubts(schema: JsonObject, defined: () => ReadonlySet<string>): Iterable<Doubt> {
  const required = own(schema, 'required');
  const properties = propertiesOf(schema);
  if (!isArray(required)) return;
  for (const [index, name] of required.entries()) {
    if (typeof name !== 'string' || (properties !== undefined && Object.hasOwn(properties, name))) continue;
    const near =
      properties &&
      nearProperty(
        name,
        Object.keys(properties).filter((key) => !required.includes(key)),
      );
    const meant = near === undefined ? '' : ` Did you mean "${near}"?`;
    const path = ['required', index];
    if (own(schema, 'additionalProperties') === false && !isMatched(name, schema)) {
      const what = `"${name}" is required, is not among the properties, and others are forbidden: nothing fits.${meant === '' ? ' Define it, or do not require it.' : meant}`;
      yield { kind: 'required', path, what };
    } else if (near !== undefined && !defined().has(name)) {
      yield { kind: 'required', path, what: `"${name}" is required and nowhere defined.${meant}` };
    }
  }
}

function nearProperty(name: string, names: readonly string[]): string | undefined {
  const near = nearestName(name, names);
  if (near !== undefined || name.length < 3) return near;
  return names.find(
    (other) =>
      Math.abs(other.length - name.length) === 1 &&
      (other.startsWith(name) || (other.length > 2 && name.startsWith(other))),
  );
}

/** Whether a pattern allows a property; a pattern that cannot be run may allow anything. */
function isMatched(name: string, schema: JsonObject): boolean {
  const patterns = own(schema, 'patternProperties');
  if (!isObject(patterns)) return false;
  return Object.keys(patterns).some((pattern) => {
    try {
      return linearPattern(pattern).test(name);
    } catch {
      return true;
    }
  });
}

function* enumDoubts(schema: JsonObject): Iterable<Doubt> {
  const values = own(schema, 'enum');
  if (!isArray(values)) return;
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    const text = JSON.stringify(value);
    if (seen.has(text)) {
      const what = `"enum" has ${text.slice(0, 40)} twice. Remove one of the two.`;
      yield { kind: 'enum-twice', path: ['enum', index], what };
    }
    seen.add(text);
  }
}

function* formatDoubts(schema: JsonObject): Iterable<Doubt> {
  const format = own(schema, 'format');
  const odd = typeof format === 'string' ? unknownFormat(format) : undefined;
  if (odd !== undefined)
    yield { kind: 'format', path: ['format'], what: odd.what, ...(!odd.isSlip && { isHint: true }) };
}
