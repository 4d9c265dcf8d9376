import { inspect } from './ruby-inspect.ts';
import { Place } from './place.ts';
import {
  entriesOf,
  hasMember,
  isHash,
  isNumber,
  jsonType,
  member,
  numberText,
  type Hash,
  keysOf,
} from './ruby-value.ts';

/** A place of a schema that draft 04 does not allow, in Cloud Controller's words. */
export interface Violation {
  readonly message: string;
  /** JSON pointer within the schema. */
  readonly at: string;
}

/** Adds what is wrong with a value; a path is only written out for a violation. */
type Check = (value: unknown, at: Place, found: Violation[]) => void;

/** Every message of the JSON Schema library ends with the URI of the metaschema. */
function violation(at: Place, says: string): Violation {
  return {
    message: `The property '#/${at.path.join('/')}' ${says} in schema http://json-schema.org/draft-04/schema#`,
    at: at.pointer,
  };
}

/** A check that says one thing of every value that does not pass. */
const holds =
  (passes: (value: unknown) => boolean, says: (value: unknown) => string): Check =>
  (value, at, found) => {
    if (!passes(value)) found.push(violation(at, says(value)));
  };

const ofType = (type: string): Check =>
  holds(
    (value) => jsonType(value) === type || (type === 'number' && isNumber(value)),
    (value) => `of type ${jsonType(value)} did not match the following type: ${type}`,
  );

const each =
  (...checks: Check[]): Check =>
  (value, at, found) => {
    for (const check of checks) check(value, at, found);
  };

function passes(check: Check, value: unknown, at: Place): boolean {
  const found: Violation[] = [];
  check(value, at, found);
  return found.length === 0;
}

const anyOf =
  (...checks: Check[]): Check =>
  (value, at, found) => {
    if (checks.some((check) => passes(check, value, at))) return;
    found.push(violation(at, `of type ${jsonType(value)} did not match one or more of the required schemas`));
  };

const items =
  (check: Check): Check =>
  (value, at, found) => {
    if (!Array.isArray(value)) return;
    value.forEach((item, index) => {
      check(item, at.child(index), found);
    });
  };

const members =
  (check: Check): Check =>
  (value, at, found) => {
    if (!isHash(value)) return;
    for (const [key, item] of entriesOf(value)) check(item, at.child(key), found);
  };

const notEmpty = holds(
  (value) => !Array.isArray(value) || value.length > 0,
  () => 'did not contain a minimum number of items 1',
);

const distinct = holds(
  (value) =>
    !Array.isArray(value) || new Set(value.map((item) => inspect(item, 'key'))).size === value.length,
  () => 'contained duplicated array values',
);

const uri = holds(
  (value) => typeof value !== 'string' || isUri(value),
  () => 'must be a valid URI',
);

/** What the URI library of Cloud Controller refuses: a scheme of wrong form, a web address without host, bad hosts. */
function isUri(text: string): boolean {
  const [, scheme, authority, rest] = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)/.exec(text) ?? [];
  if (scheme !== undefined && !/^[a-z][a-z0-9.+-]*$/i.test(scheme)) return false;
  const host = (authority ?? '').replace(/^.*@/, '').replace(/:[^:\]]*$/, '');
  if (/[<>{}/\\?#@"\s]/.test(host)) return false;
  const web = /^(?:https?|ftp|tftp|sftp|ssh|svn\+ssh|telnet|nntp|gopher|wais|prospero)$/i.test(scheme ?? '');
  return !(web && host === '' && rest === '');
}

const least = (limit: 'inclusively' | 'exclusively'): Check =>
  holds(
    (value) => {
      if (!isNumber(value)) return true;
      const number = Number(numberText(value));
      return limit === 'inclusively' ? number >= 0 : number > 0;
    },
    () => `did not have a minimum value of 0, ${limit}`,
  );

const string = ofType('string');
const boolean = ofType('boolean');
const number = ofType('number');
const array = ofType('array');
const object = ofType('object');

const count = each(ofType('integer'), least('inclusively'));
const countOrZero: Check = (value, at, found) => {
  if (passes(count, value, at)) return;
  found.push(violation(at, `of type ${jsonType(value)} did not match all of the required schemas`));
};

const simpleTypes = new Set<unknown>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const simpleType = holds(
  (value) => simpleTypes.has(value),
  () => 'is not a type',
);

const schema: Check = (value, at, found) => {
  object(value, at, found);
  if (isHash(value)) keywordProblems(value, at, found);
};
const schemaList = each(array, notEmpty, items(schema));
const stringList = each(array, items(string), notEmpty, distinct);
const schemaMap = each(object, members(schema));

/** The keywords of draft 04 in the order of its metaschema, which is the order of the messages. */
const checks: readonly (readonly [string, Check])[] = [
  ['id', each(string, uri)],
  ['$schema', each(string, uri)],
  ['title', string],
  ['description', string],
  ['multipleOf', each(number, least('exclusively'))],
  ['maximum', number],
  ['exclusiveMaximum', boolean],
  ['minimum', number],
  ['exclusiveMinimum', boolean],
  ['maxLength', count],
  ['minLength', countOrZero],
  ['pattern', string],
  ['additionalItems', anyOf(boolean, schema)],
  ['items', anyOf(schema, schemaList)],
  ['maxItems', count],
  ['minItems', countOrZero],
  ['uniqueItems', boolean],
  ['maxProperties', count],
  ['minProperties', countOrZero],
  ['required', stringList],
  ['additionalProperties', anyOf(boolean, schema)],
  ['definitions', schemaMap],
  ['properties', schemaMap],
  ['patternProperties', schemaMap],
  ['dependencies', each(object, members(anyOf(schema, stringList)))],
  ['enum', each(array, notEmpty, distinct)],
  ['type', anyOf(simpleType, each(array, items(simpleType), notEmpty, distinct))],
  ['allOf', schemaList],
  ['anyOf', schemaList],
  ['oneOf', schemaList],
  ['not', schema],
];

const keywords = new Map(checks.map(([keyword, check], rank) => [keyword, { check, rank }] as const));

const companions = [
  ['exclusiveMaximum', 'maximum'],
  ['exclusiveMinimum', 'minimum'],
] as const;

/** Only the keywords that are there are visited; where several are wrong, in the order of the metaschema. */
function keywordProblems(value: Hash, at: Place, found: Violation[]): void {
  const wrong: [rank: number, violations: Violation[]][] = [];
  for (const key of keysOf(value)) {
    const keyword = keywords.get(key);
    if (keyword === undefined) continue;
    const violations: Violation[] = [];
    keyword.check(member(value, key), at.child(key), violations);
    if (violations.length > 0) wrong.push([keyword.rank, violations]);
  }
  for (const [, violations] of wrong.sort(([a], [b]) => a - b)) {
    for (const one of violations) found.push(one);
  }
  for (const [keyword, needed] of companions) {
    if (!hasMember(value, keyword) || hasMember(value, needed)) continue;
    found.push(violation(at, `has a property '${keyword}' that depends on a missing property '${needed}'`));
  }
}

/** Where a schema departs from the metaschema of draft 04; nested to at most a thousand levels. */
export function metaschemaProblems(value: unknown): Violation[] {
  const found: Violation[] = [];
  schema(value, new Place(), found);
  return found;
}
