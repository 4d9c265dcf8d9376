import { isObject, own, typeOf, type JsonObject } from '../engine/json.ts';
import { schemaLabel } from '../engine/nodes.ts';
import { defineRule, type Rule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';
import { addressOf, drafts } from '../schemas/drafts.ts';
import { suggestedSchema } from '../schemas/suggest.ts';

/** The draft that every platform must support, and the one to recommend. */
const $schema = 'http://json-schema.org/draft-04/schema#';

function withSchema(parameters: unknown): JsonObject {
  return withPlan({ schemas: { service_instance: { create: { parameters } } } });
}

const good = withSchema({ $schema, type: 'object', properties: { region: { type: 'string' } } });

/** Which schema a message speaks of. */
interface Subject {
  readonly schema: string;
}

const valid = defineRule({
  id: 'parameters-schema-valid',
  requirement: 'CAT-SCHEMA-PARAMS-SCHEMA',
  messages: {
    type: ({ schema, is }: Subject & { is: string }) =>
      `${upper(schema)} must be a JSON Schema object, but is ${is}. Write the schema itself: {"$schema": …, "type": "object", …}.`,
    invalid: ({ schema, what }: Subject & { what: string }) =>
      `${upper(schema)} is no valid JSON Schema: ${what}`,
    uncompilable: ({ schema, what }: Subject & { what: string }) =>
      `${upper(schema)} cannot be used: ${what}. Correct it.`,
    ambiguous: ({ schema, what }: Subject & { what: string }) =>
      `${upper(schema)} has one "$id" twice, which some validators refuse: ${what}. Give each its own, or remove them.`,
    dangling: ({ schema, reference }: Subject & { reference: string }) =>
      `The reference ${quoted(reference)} in ${schema} leads nowhere. Define what it names, or correct it.`,
    pattern: ({ schema, pattern }: Subject & { pattern: string }) =>
      `${quoted(pattern)} in ${schema} is no regular expression as JSON Schema wants it (ECMA 262). Correct it.`,
    foreign: ({ schema, pattern, dialect }: Subject & { pattern: string; dialect: string }) =>
      `${quoted(pattern)} in ${schema} is a regular expression of another dialect: JSON Schema wants that of ECMA 262, which does not have ${dialect}`,
    unportable: ({ schema, pattern }: Subject & { pattern: string }) =>
      `${quoted(pattern)} in ${schema} is a regular expression that platforms written in Go cannot run (look-around or back-references). Write it without them.`,
  },
  warnings: ['pattern', 'foreign', 'unportable', 'ambiguous'],
  examples: { good, bad: withSchema('{"type": "object"}') },
  parameters(node, found, { schemas }) {
    if (!isObject(node.value)) {
      found.type(node.at, { schema: schemaLabel(node), is: typeOf(node.value) });
      return;
    }
    const { faults, references, patterns } = schemas.examine(node.value);
    if (faults.length + references.length + patterns.length === 0) return;
    const schema = schemaLabel(node); // long to make, and mostly not needed
    for (const { path, what, tolerable } of faults) {
      if (tolerable === true) found.ambiguous(node.at, { schema, what });
      else if (path.length > 0) found.invalid(node.at.descend(path), { schema, what });
      else found.uncompilable(node.at, { schema, what });
    }
    for (const { kind, reference, path } of references) {
      if (kind === 'dangling') found.dangling(node.at.descend(path), { schema, reference });
    }
    for (const { kind, pattern, path, dialect } of patterns) {
      const at = node.at.descend(path);
      if (kind === 'foreign' && dialect !== undefined)
        found.foreign(at, { schema, pattern, dialect: `${dialect.what}. ${dialect.remedy}` });
      else found[kind === 'unportable' ? 'unportable' : 'pattern'](at, { schema, pattern });
    }
  },
});

const dollarSchema = defineRule({
  id: 'parameters-schema-version-declared',
  requirement: 'CAT-SCHEMA-DOLLAR-SCHEMA',
  messages: {
    missing: ({ schema, suggested }: Subject & { suggested: string; lacks: string }) =>
      `${upper(schema)} has no "$schema". Say which JSON Schema it is, as in "$schema": "${suggested}".`,
    empty: ({ schema }: Subject & { lacks: string }) =>
      `${upper(schema)} is empty and has no "$schema". Add it, as in "$schema": "${$schema}", or remove "parameters".`,
    type: ({ schema, is }: Subject & { is: string }) =>
      `"$schema" of ${schema} must be a string, but is ${is}. Write it as in "${$schema}".`,
    form: ({ schema, is, right }: Subject & { is: string; right: string }) =>
      `"$schema" of ${schema} is ${is}, and platforms that compare it as a text know that draft as ${quoted(right)} only; Cloud Foundry refuses the catalog. Write it so.`,
    unknown: ({ schema, is }: Subject & { is: string }) =>
      `"$schema" of ${schema} is ${is}, which names no version of JSON Schema that platforms know (${drafts.join(', ')}). Write it as in "${$schema}".`,
  },
  softened: ['empty'],
  warnings: ['unknown', 'form'],
  examples: { good, bad: withSchema({ type: 'object' }) },
  parameters(node, found, { schemas }) {
    if (!isObject(node.value)) return;
    const declared = own(node.value, '$schema');
    const draft = typeof declared === 'string' ? schemas.examine(node.value).draft : undefined;
    const schema = schemaLabel(node);
    if (typeof declared === 'string' && draft !== undefined) {
      const right = addressOf(draft);
      const isRight = declared.replace(/#$/, '') === right.replace(/#$/, '');
      if (!isRight) found.form(node.at.child('$schema'), { schema, is: quoted(declared), right });
      return;
    }
    if (declared === undefined || declared === null || declared === '') {
      const isEmpty = Object.keys(node.value).length === 0;
      if (declared !== undefined)
        found.type(node.at.child('$schema'), { schema, is: declared === '' ? 'empty' : 'null' });
      else if (isEmpty) found.empty(node.at, { schema, lacks: '$schema' });
      else found.missing(node.at, { schema, suggested: suggestedSchema(node.value), lacks: '$schema' });
    } else if (typeof declared !== 'string') {
      found.type(node.at.child('$schema'), { schema, is: typeOf(declared) });
    } else {
      found.unknown(node.at.child('$schema'), { schema, is: quoted(declared) });
    }
  },
});

const external = defineRule({
  id: 'parameters-schema-self-contained',
  requirement: 'CAT-SCHEMA-NO-EXTERNAL-REF',
  messages: {
    external: ({ schema, reference }: Subject & { reference: string }) =>
      `The reference ${quoted(reference)} leads out of ${schema}. Copy what it names into "definitions" and refer to that.`,
  },
  examples: {
    good,
    bad: withSchema({
      $schema,
      type: 'object',
      properties: { region: { $ref: 'https://example.com/common.json' } },
    }),
  },
  parameters(node, found, { schemas }) {
    if (!isObject(node.value)) return;
    for (const { kind, reference, path } of schemas.examine(node.value).references) {
      if (kind === 'external')
        found.external(node.at.descend(path), { schema: schemaLabel(node), reference });
    }
  },
});

const most = 65_536;
const nearly = 64_000;

const small = defineRule({
  id: 'parameters-schema-within-64kb',
  requirement: 'CAT-SCHEMA-64KB',
  messages: {
    large: ({ schema, bytes }: Subject & { bytes: number }) =>
      `${upper(schema)} is ${bytes} bytes long; at most 64 kB (${most}) are allowed. Shorten descriptions and enumerations.`,
    nearly: ({ schema, bytes }: Subject & { bytes: number }) =>
      `${upper(schema)} is ${bytes} bytes long, and platforms differ in whether 64 kB are 64,000 or 65,536 bytes. Shorten it below 64,000.`,
    indented: ({ schema, bytes }: Subject & { bytes: number }) =>
      `${upper(schema)} is small enough when it is sent compactly, but ${bytes} bytes long with indentation. Send it compactly or shorten it below ${most}.`,
  },
  warnings: ['nearly', 'indented'],
  examples: { good, bad: withSchema({ $schema, type: 'object', description: 'x'.repeat(100_000) }) },
  parameters(node, found, { schemas }) {
    if (!isObject(node.value)) return;
    const { bytes, indentedBytes } = schemas.examine(node.value);
    if (indentedBytes <= nearly) return;
    const schema = schemaLabel(node);
    if (bytes > most) found.large(node.at, { schema, bytes });
    else if (bytes > nearly) found.nearly(node.at, { schema, bytes });
    else if (indentedBytes > most) found.indented(node.at, { schema, bytes: indentedBytes });
  },
});

const describesObject = [
  'properties',
  'patternProperties',
  'additionalProperties',
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'required',
];

const properties = defineRule({
  id: 'parameters-schema-describes-object',
  requirement: 'CAT-SCHEMA-PARAMS-PROPS',
  messages: {
    other: ({ schema, is }: Subject & { is: string }) =>
      `${upper(schema)} describes ${is}, but parameters are sent as an object. Write "type": "object" with one property for each parameter.`,
  },
  examples: { good, bad: withSchema({ $schema, type: 'array' }) },
  parameters(node, found) {
    const { value } = node;
    if (!isObject(value) || Object.keys(value).length === 0) return;
    const type = own(value, 'type');
    const isOther = typeof type === 'string' && type !== 'object';
    if (isOther)
      found.other(node.at.child('type'), { schema: schemaLabel(node), is: `"type": ${quoted(type)}` });
    else if (type === undefined && !describesObject.some((key) => Object.hasOwn(value, key))) {
      found.other(node.at, { schema: schemaLabel(node), is: 'anything' });
    }
  },
});

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What the specification demands of the schemas of parameters. */
export const parametersSchemas: readonly Rule[] = [dollarSchema, valid, external, small, properties];
