import { inspect } from './ruby-inspect.ts';
import { entriesOf, hasMember, isHash, isNumber, jsonType, member, numberText } from './ruby-value.ts';

/** A place of a schema that draft 04 does not allow, in Cloud Controller's words. */
export interface Violation {
  readonly message: string;
  /** JSON pointer within the schema. */
  readonly at: string;
}

type Path = readonly string[];
type Check = (value: unknown, path: Path) => Violation[];

/** Every message of the JSON Schema library ends with the URI of the metaschema. */
function violation(path: Path, says: string): Violation {
  return {
    message: `The property '#/${path.join('/')}' ${says} in schema http://json-schema.org/draft-04/schema#`,
    at: path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
  };
}

function ofType(type: string): Check {
  return (value, path) => {
    const found = jsonType(value);
    if (found === type || (type === 'number' && found === 'integer')) return [];
    return [violation(path, `of type ${found} did not match the following type: ${type}`)];
  };
}

const each =
  (...checks: Check[]): Check =>
  (value, path) =>
    checks.flatMap((check) => check(value, path));

const anyOf =
  (...checks: Check[]): Check =>
  (value, path) =>
    checks.some((check) => check(value, path).length === 0)
      ? []
      : [violation(path, `of type ${jsonType(value)} did not match one or more of the required schemas`)];

const items =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value) ? value.flatMap((item, index) => check(item, [...path, String(index)])) : [];

const members =
  (check: Check): Check =>
  (value, path) =>
    isHash(value) ? entriesOf(value).flatMap(([key, item]) => check(item, [...path, key])) : [];

const notEmpty: Check = (value, path) =>
  Array.isArray(value) && value.length === 0
    ? [violation(path, 'did not contain a minimum number of items 1')]
    : [];

const distinct: Check = (value, path) =>
  Array.isArray(value) && new Set(value.map((item) => inspect(item, 'key'))).size < value.length
    ? [violation(path, 'contained duplicated array values')]
    : [];

const uri: Check = (value, path) =>
  typeof value === 'string' && !isUri(value) ? [violation(path, 'must be a valid URI')] : [];

/** What the URI library of Cloud Controller refuses: a scheme of wrong form, a web address without host, bad hosts. */
function isUri(text: string): boolean {
  const [, scheme, authority, rest] = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)/.exec(text) ?? [];
  if (scheme !== undefined && !/^[a-z][a-z0-9.+-]*$/i.test(scheme)) return false;
  const host = (authority ?? '').replace(/^.*@/, '').replace(/:[^:\]]*$/, '');
  if (/[<>{}/\\?#@"\s]/.test(host)) return false;
  const web = /^(?:https?|ftp|tftp|sftp|ssh|svn\+ssh|telnet|nntp|gopher|wais|prospero)$/i.test(scheme ?? '');
  return !(web && host === '' && rest === '');
}

const least =
  (limit: 'inclusively' | 'exclusively'): Check =>
  (value, path) => {
    if (!isNumber(value)) return [];
    const number = Number(numberText(value));
    const enough = limit === 'inclusively' ? number >= 0 : number > 0;
    return enough ? [] : [violation(path, `did not have a minimum value of 0, ${limit}`)];
  };

const string = ofType('string');
const boolean = ofType('boolean');
const number = ofType('number');
const array = ofType('array');
const object = ofType('object');

const count = each(ofType('integer'), least('inclusively'));
const countOrZero: Check = (value, path) =>
  count(value, path).length === 0
    ? []
    : [violation(path, `of type ${jsonType(value)} did not match all of the required schemas`)];

const simpleTypes = new Set<unknown>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const simpleType: Check = (value, path) => (simpleTypes.has(value) ? [] : [violation(path, 'is not a type')]);

const schema: Check = (value, path) => [...object(value, path), ...keywordProblems(value, path)];
const schemaList = each(array, notEmpty, items(schema));
const stringList = each(array, items(string), notEmpty, distinct);
const schemaMap = each(object, members(schema));

/** The keywords of draft 04 in the order of its metaschema, which is the order of the messages. */
const keywords: readonly (readonly [string, Check])[] = [
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

const companions = [
  ['exclusiveMaximum', 'maximum'],
  ['exclusiveMinimum', 'minimum'],
] as const;

function keywordProblems(value: unknown, path: Path): Violation[] {
  if (!isHash(value)) return [];
  const found = keywords.flatMap(([keyword, check]) =>
    hasMember(value, keyword) ? check(member(value, keyword), [...path, keyword]) : [],
  );
  for (const [keyword, needed] of companions) {
    if (!hasMember(value, keyword) || hasMember(value, needed)) continue;
    found.push(violation(path, `has a property '${keyword}' that depends on a missing property '${needed}'`));
  }
  return found;
}

/** Where a schema departs from the metaschema of draft 04; nested to at most a thousand levels. */
export function metaschemaProblems(value: unknown): Violation[] {
  return schema(value, []);
}
