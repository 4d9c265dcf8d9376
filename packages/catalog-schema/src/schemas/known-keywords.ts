import { isObject, own } from '../engine/json.ts';
import { nearestName } from '../engine/keys.ts';
import { createCompiler, drafts, metaschemasOf, type Draft } from './drafts.ts';

/** Keywords that tell something and judge nothing, or that references reach in any draft: to have them is no mistake. */
const harmless = new Set([
  ...[
    '$schema',
    '$ref',
    '$id',
    'id',
    '$anchor',
    '$vocabulary',
    '$comment',
    'definitions',
    '$defs',
    'title',
    'description',
  ],
  ...['default', 'examples', 'readOnly', 'writeOnly', 'deprecated', 'format', 'nullable'],
  ...['contentEncoding', 'contentMediaType', 'contentSchema'],
]);

/** What people write who know keywords from elsewhere. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['min', 'minimum'],
  ['max', 'maximum'],
  ['minlen', 'minLength'],
  ['maxlen', 'maxLength'],
  ['regex', 'pattern'],
  ['regexp', 'pattern'],
  ['enums', 'enum'],
  ['types', 'type'],
  ['property', 'properties'],
]);

/** Keywords of OpenAPI and of forms that look like slips and are none. */
const others = new Set([
  'example',
  'optional',
  'option',
  'options',
  'tags',
  'constraint',
  'formats',
  'items_',
]);

/** What is written instead of a keyword that a draft does not have. */
const instead: ReadonlyMap<string, string> = new Map([
  ['const', 'Write "enum" with one value'],
  ['divisibleBy', 'Write "multipleOf"'],
  ['extends', 'Write "allOf"'],
  ['disallow', 'Write "not"'],
  ['prefixItems', 'Write a list under "items"'],
  ['additionalItems', 'Write a schema under "items"'],
  ['dependentRequired', 'Write "dependencies"'],
  ['dependentSchemas', 'Write "dependencies"'],
]);

/** The keywords of draft-03 that later drafts dropped. */
const ofDraft03 = new Set(['divisibleBy', 'extends', 'disallow']);

const known = new Map<Draft, ReadonlySet<string>>();

/** The keywords of a draft, as its metaschema has them. */
function keywordsOf(draft: Draft): ReadonlySet<string> {
  let keywords = known.get(draft);
  if (keywords === undefined) {
    const properties = metaschemasOf(draft).flatMap((metaschema) => {
      const found: unknown = isObject(metaschema) ? own(metaschema, 'properties') : undefined;
      return isObject(found) ? Object.keys(found) : [];
    });
    known.set(draft, (keywords = new Set(properties)));
  }
  return keywords;
}

/** What is odd about a key of a schema. */
export type OddKeyword =
  | { readonly kind: 'misspelt'; readonly right: string }
  | { readonly kind: 'ignored'; readonly home: string; readonly instead?: string };

/** Judges a key of a schema of a draft, or of any where none is declared; undefined for one that may be there. */
export function oddKeyword(key: string, draft: Draft | undefined): OddKeyword | undefined {
  if (harmless.has(key) || (draft === undefined ? isKnown(key) : keywordsOf(draft).has(key)))
    return undefined;
  const home = ofDraft03.has(key) ? 'draft-03' : homeOf(key);
  if (home !== undefined) {
    if (draft === undefined) return undefined;
    const remedy = instead.get(key);
    return { kind: 'ignored', home, ...(remedy !== undefined && { instead: remedy }) };
  }
  if (others.has(key) || /^x-|[:.$@/ ]/i.test(key)) return undefined;
  const right =
    aliases.get(key.toLowerCase()) ??
    nearestName(
      key,
      all().filter((name) => name.startsWith('$') === key.startsWith('$')),
    );
  return right === undefined ? undefined : { kind: 'misspelt', right };
}

function isKnown(key: string): boolean {
  return homeOf(key) !== undefined;
}

/** The drafts that have a keyword, as in "draft-06 and later". */
function homeOf(key: string): string | undefined {
  const homes = drafts.filter((draft) => keywordsOf(draft).has(key));
  const [first] = homes;
  if (first === undefined) return undefined;
  return homes.at(-1) === '2020-12' ? `${first} and later` : `${homes.at(-1) ?? first} and before`;
}

let every: readonly string[] | undefined;

function all(): readonly string[] {
  return (every ??= [...new Set(drafts.flatMap((draft) => [...keywordsOf(draft)]))]);
}

/** The types of values that a keyword says something about; undefined for one that speaks of all. */
export function typesOf(keyword: string): readonly string[] | undefined {
  if (applicable === undefined) {
    const rules: Readonly<Record<string, unknown>> = createCompiler('2019-09').RULES.all;
    applicable = new Map(
      Object.entries(rules).flatMap(([name, rule]): [string, readonly string[]][] => {
        const definition: unknown = isObject(rule) ? rule['definition'] : undefined;
        const types: unknown = isObject(definition) ? definition['type'] : undefined;
        return Array.isArray(types) && types.length > 0 ? [[name, types.map(String)]] : [];
      }),
    );
  }
  return applicable.get(keyword);
}

let applicable: ReadonlyMap<string, readonly string[]> | undefined;
