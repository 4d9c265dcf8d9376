import AjvDraft04 from 'ajv-draft-04';
import { Ajv, type AnySchemaObject, type ErrorObject, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { isObject, own } from '../engine/json.ts';

/** The versions of JSON Schema that parameters may be written in. */
export const drafts = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'] as const;
export type Draft = (typeof drafts)[number];

const addresses = new Map<string, Draft>([
  ['json-schema.org/draft-04/schema', 'draft-04'],
  ['json-schema.org/draft-06/schema', 'draft-06'],
  ['json-schema.org/draft-07/schema', 'draft-07'],
  ['json-schema.org/draft/2019-09/schema', '2019-09'],
  ['json-schema.org/draft/2020-12/schema', '2020-12'],
]);

/** What to write as `$schema` for a draft. */
export function addressOf(draft: Draft): string {
  return draft.startsWith('draft') ? `${metaschemaAddress(draft)}#` : metaschemaAddress(draft);
}

/** What to write as `$schema`, for each known draft. */
export const draftAddresses: readonly string[] = drafts.map(addressOf);

/** The draft that a `$schema` names; http or https, with or without the closing `#`. */
export function draftOf(dollarSchema: string): Draft | undefined {
  return addresses.get(
    dollarSchema
      .trim()
      .replace(/^https?:\/\//i, '')
      .replace(/#?$/, ''),
  );
}

/** The keyword that names a schema in a draft. */
export function idKeyword(draft: Draft | undefined): 'id' | '$id' {
  return draft === 'draft-04' ? 'id' : '$id';
}

/** The classes of ajv, which differ in the keywords they know. */
export type Compiler = Ajv | Ajv2019 | Ajv2020 | AjvDraft04.default;

const options: Options = {
  strict: false,
  logger: false,
  validateFormats: false,
  ownProperties: true, // else `required: ["constructor"]` holds for every object
  inlineRefs: false, // else a long definition is copied to each of its uses
};

/** A compiler for one draft that knows no metaschema, patterns not included. Nothing is ever fetched. */
export function createCompiler(draft: Draft): Compiler {
  const ajv = createAjv(draft, { meta: false, validateSchema: false, code: { regExp: neverRun } });
  if (draft === 'draft-06') for (const keyword of ['if', 'then', 'else']) ajv.removeKeyword(keyword);
  return ajv;
}

/** Patterns are judged elsewhere; here they are compiled to nothing. */
const neverRun = Object.assign(() => ({ test: () => true }), { code: 'neverRun' });

function createAjv(draft: Draft, more: Options): Compiler {
  const all = { ...options, ...more };
  switch (draft) {
    case 'draft-04':
      return new AjvDraft04.default(all);
    case 'draft-06':
    case 'draft-07':
      return new Ajv(all);
    case '2019-09':
      return new Ajv2019(all);
    case '2020-12':
      return new Ajv2020(all);
  }
}

const checkers = new Map<Draft, (schema: AnySchemaObject) => readonly ErrorObject[]>();

/** What a draft's metaschema says against a schema; empty when the schema is valid. */
export function metaschemaErrors(draft: Draft, schema: AnySchemaObject): readonly ErrorObject[] {
  let check = checkers.get(draft);
  if (check === undefined) checkers.set(draft, (check = createChecker(draft)));
  return check(schema);
}

/** The metaschema of a draft, in its parts. */
export function metaschemasOf(draft: Draft): readonly unknown[] {
  const ajv = createAjv(draft, {});
  if (draft === 'draft-06') return [draft06(ajv)];
  return [...Object.values(ajv.schemas), ...Object.values(ajv.refs)].map((known) =>
    isObject(known) ? own(known, 'schema') : undefined,
  );
}

function createChecker(draft: Draft): (schema: AnySchemaObject) => readonly ErrorObject[] {
  const ajv = createAjv(draft, { allErrors: true });
  const validate = draft === 'draft-06' ? ajv.compile(draft06(ajv)) : ajv.getSchema(metaschemaAddress(draft));
  if (validate === undefined) throw new Error(`The metaschema of ${draft} is missing.`);
  return (schema) => (validate(schema) ? [] : (validate.errors ?? []));
}

function metaschemaAddress(draft: Draft): string {
  return draft.startsWith('draft')
    ? `http://json-schema.org/${draft}/schema`
    : `https://json-schema.org/draft/${draft}/schema`;
}

/** Draft 6 is draft 7 without what draft 7 added. */
function draft06(ajv: Compiler): AnySchemaObject {
  const draft07 = ajv.getSchema(metaschemaAddress('draft-07'))?.schema;
  const added = new Set([
    '$comment',
    'if',
    'then',
    'else',
    'readOnly',
    'writeOnly',
    'contentMediaType',
    'contentEncoding',
  ]);
  const properties: unknown = isObject(draft07) ? draft07['properties'] : undefined;
  const kept = Object.entries(isObject(properties) ? properties : {}).filter(([key]) => !added.has(key));
  return {
    ...(isObject(draft07) ? draft07 : {}),
    $id: 'osb-kit:draft-06',
    properties: Object.fromEntries(kept),
  };
}
