import { InternalError } from './internal-error.ts';
import type { Place } from './place.ts';
import type { ProblemCode, Unscoped } from './problem.ts';
import { entriesOf, hasMember, isHash, isTruthy, jsonType, member, type Hash } from './ruby-value.ts';

/** The metaschemas that the JSON Schema library of Cloud Controller knows. */
const knownMetaschema = /^http:\/\/json-schema\.org\/draft-0[12346]\/(?:hyper-)?schema(?:[?#].*)?$/;
/** Those of its release 2.8.1, which gave draft 6 another address and left hyper-schema its own. */
const knownTo281 =
  /^http:\/\/json-schema\.org\/(?:draft|draft-0[1234])\/schema(?:[?#].*)?$|^http:\/\/json-schema\.org\/draft-0[12346]\/hyper-schema(?:[?#].*)?$/;
const loadedMetaschema = /^http:\/\/json-schema\.org\/draft-04\/schema(?:#.*)?$/;

/** The directory that Cloud Controller runs in: it looks for relative references there, and shows the path. */
const workingDirectory = '/var/vcap/packages/cloud_controller_ng/cloud_controller_ng';

class Refusal extends Error {
  readonly problem: Unscoped;
  constructor(code: ProblemCode, pointer: string, text: string) {
    super(text);
    this.problem = { code, pointer, text };
  }
}

const metaschemaRefusal = (pointer: string) =>
  new Refusal('schema-metaschema-unknown', pointer, 'Custom meta schemas are not supported.');

/**
 * The one thing, if any, for which Cloud Controller refuses a schema that keeps to draft 04: an unknown metaschema,
 * a reference to elsewhere, or a reference that leads nowhere on the way to judging `{}`. Pointers are within it.
 */
export function restrictionProblem(schema: Hash, place: Place, draft06: boolean): Unscoped | undefined {
  const drafts = draft06 ? knownMetaschema : knownTo281;
  try {
    declared(schema, '', drafts);
    const base = member(schema, 'id');
    references(schema, '', typeof base === 'string' ? base : '', { ids: knownIds(schema), drafts });
    new EmptyObjectJudge(schema, place).accepts(schema, '', 0);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
}

function declared(schema: Hash, pointer: string, drafts: RegExp): void {
  const uri = member(schema, '$schema');
  if (typeof uri === 'string' && !drafts.test(uri)) throw metaschemaRefusal(`${pointer}/$schema`);
}

function knownIds(schema: Hash): Set<string> {
  const id = member(schema, 'id');
  return new Set(typeof id === 'string' ? [withoutFragment(id)] : []);
}

const withoutFragment = (uri: string) => uri.replace(/#.*$/s, '');

const maps = ['definitions', 'properties', 'patternProperties'];
const singles = ['additionalProperties', 'additionalItems', 'dependencies', 'extends'];
const lists = ['allOf', 'anyOf', 'oneOf', 'not', 'items'];

interface Known {
  readonly ids: Set<string>;
  readonly drafts: RegExp;
}

/** Visits the schema in the library's order and refuses the first reference that would have to be fetched. */
function references(schema: Hash, pointer: string, base: string, known: Known): void {
  reference(member(schema, '$ref'), `${pointer}/$ref`, base, known.ids);
  const visit = (value: unknown, at: string) => {
    if (!isHash(value)) return;
    const id = member(value, 'id');
    declared(value, at, known.drafts);
    if (typeof id === 'string') known.ids.add(resolved(withoutFragment(id), base).href);
    references(value, at, typeof id === 'string' ? id : base, known);
  };
  for (const key of maps) {
    const value = member(schema, key);
    if (!isHash(value)) continue;
    for (const [name, inner] of entriesOf(value)) visit(inner, `${pointer}/${key}/${escape(name)}`);
  }
  for (const key of singles) visit(member(schema, key), `${pointer}/${key}`);
  for (const key of lists) {
    const value = member(schema, key);
    if (Array.isArray(value)) {
      value.forEach((inner, index) => {
        visit(inner, `${pointer}/${key}/${index}`);
      });
    } else visit(value, `${pointer}/${key}`);
  }
}

const escape = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

const hasScheme = (uri: string) => /^[a-z][a-z0-9.+-]*:/i.test(uri);

/** A reference that no URL can be made of stays at its base. */
function resolved(reference: string, base: string): URL {
  const here = `file://${workingDirectory}/`;
  const from = URL.canParse(base, here) ? new URL(base, here).href : here;
  return URL.canParse(reference, from) ? new URL(reference, from) : new URL(from);
}

const rubyClass = new Map([
  ['integer', 'Integer'],
  ['number', 'BigDecimal'],
  ['boolean', 'TrueClass'],
  ['array', 'Array'],
  ['object', 'Hash'],
]);

function reference(ref: unknown, pointer: string, base: string, known: ReadonlySet<string>): void {
  if (!isTruthy(ref)) return;
  if (typeof ref !== 'string') {
    const found = rubyClass.get(jsonType(ref)) ?? 'Object';
    throw new Refusal('schema-unusable', pointer, `Can't convert ${found} into String.`);
  }
  if (withoutFragment(ref) === '') return;
  const refuse = (kind: string, location: string) =>
    new Refusal(
      'schema-external-reference',
      pointer,
      `No external references are allowed: Read of ${kind} at ${location} refused`,
    );
  if (hasScheme(ref)) {
    if (loadedMetaschema.test(ref) || known.has(withoutFragment(ref))) return;
    // An empty fragment stays behind where there was one.
    if (!ref.startsWith('file:')) throw refuse('URI', ref.replace(/#.*$/s, '#'));
  }
  const target = resolved(withoutFragment(ref), base);
  if (known.has(target.href)) return;
  if (target.protocol !== 'file:') throw refuse('URI', target.href);
  throw refuse('file', decodeURIComponent(target.pathname));
}

/** Follows the keywords that matter for the empty object, with which Cloud Controller tries each schema. */
class EmptyObjectJudge {
  readonly #root: Hash;
  readonly #place: Place;

  constructor(root: Hash, place: Place) {
    this.#root = root;
    this.#place = place;
  }

  /** Whether `{}` satisfies the schema; keywords are judged in the order of the schema until one fails. */
  accepts(schema: unknown, pointer: string, depth: number): boolean {
    if (depth > 1000)
      throw new InternalError(this.#place, 'a schema that refers to itself keeps it busy for ever');
    if (!isHash(schema)) return true;
    return entriesOf(schema).every(([keyword, value]) =>
      this.#keyword(keyword, value, `${pointer}/${keyword}`, depth + 1),
    );
  }

  #keyword(keyword: string, value: unknown, pointer: string, depth: number): boolean {
    const inner = (item: unknown, index: number) => this.accepts(item, `${pointer}/${index}`, depth);
    switch (keyword) {
      case '$ref':
        return this.accepts(this.#resolve(value, pointer), pointer, depth);
      case 'type':
        return [value].flat().includes('object');
      case 'required':
        return Array.isArray(value) && value.length === 0;
      case 'enum':
        return Array.isArray(value) && value.some(isEmptyObject);
      case 'minProperties':
        return Number(value) <= 0;
      case 'allOf':
        return !Array.isArray(value) || value.every(inner);
      case 'anyOf':
        return !Array.isArray(value) || value.some(inner);
      case 'oneOf':
        return !Array.isArray(value) || value.map(inner).filter(Boolean).length === 1;
      case 'not':
        return !this.accepts(value, pointer, depth);
      default:
        return true;
    }
  }

  #resolve(ref: unknown, pointer: string): unknown {
    if (typeof ref !== 'string' || withoutFragment(ref) !== '') return undefined;
    let target: unknown = this.#root;
    for (const part of fragmentParts(ref)) {
      if (Array.isArray(target)) target = (target as unknown[])[Number.parseInt(part, 10) || 0];
      else target = isHash(target) && hasMember(target, part) ? member(target, part) : undefined;
      // The library calls a fragment that leads nowhere a fault of the schema itself.
      if (target === undefined || target === null) throw metaschemaRefusal(pointer);
    }
    return target;
  }
}

function fragmentParts(ref: string): string[] {
  const fragment = ref.replace(/^[^#]*#/s, '');
  let decoded = fragment;
  try {
    decoded = decodeURIComponent(fragment);
  } catch {
    // A stray percent sign stays as it is.
  }
  return decoded
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('~0', '~').replaceAll('~1', '/'));
}

const isEmptyObject = (value: unknown) => isHash(value) && entriesOf(value).length === 0;
