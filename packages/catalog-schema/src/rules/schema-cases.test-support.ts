import { withPlan } from '../engine/samples.ts';
import type { RuleCase } from '../testing/test-rule.ts';

const $schema = 'http://json-schema.org/draft-07/schema#';
const create = (parameters: unknown): unknown =>
  withPlan({ schemas: { service_instance: { create: { parameters } } } });
const parameters = '/services/0/plans/0/schemas/service_instance/create/parameters';

/** Cases of the rules on parameters schemas, by rule. */
export const schemaCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'parameters-schema-version-declared': [
    { name: 'empty', catalog: create({}), finds: [`empty ${parameters}`] },
    { name: 'a number', catalog: create({ $schema: 4 }), finds: [`type ${parameters}/$schema`] },
    ...['https://json-schema.org/draft-04/schema#', 'http://json-schema.org/draft/2020-12/schema'].map(
      (other): RuleCase => ({
        name: `another spelling: ${other}`,
        catalog: create({ $schema: other, type: 'object' }),
        finds: [`form ${parameters}/$schema`],
      }),
    ),
    {
      name: 'unknown',
      catalog: create({ $schema: 'http://json-schema.org/draft-03/schema#' }),
      finds: [`unknown ${parameters}/$schema`],
    },
    ...[
      'http://json-schema.org/draft-04/schema',
      'http://json-schema.org/draft-06/schema#',
      'https://json-schema.org/draft/2019-09/schema',
      'https://json-schema.org/draft/2020-12/schema#',
    ].map((known): RuleCase => ({
      name: known,
      catalog: create({ $schema: known, type: 'object' }),
      finds: [],
    })),
  ],
  'parameters-schema-valid': [
    {
      name: 'an unknown type',
      catalog: create({ $schema, type: 'strng' }),
      finds: [`invalid ${parameters}/type`],
    },
    {
      name: 'an unknown type without $schema',
      catalog: create({ type: 'object', properties: { size: { type: 'integr' } } }),
      finds: [`invalid ${parameters}/properties/size/type`],
    },
    {
      name: 'what some draft allows, without $schema',
      catalog: create({ exclusiveMinimum: true, minimum: 1 }),
      finds: [],
    },
    {
      name: 'a dangling reference',
      catalog: create({ $schema, $ref: '#/definitions/x' }),
      finds: [`dangling ${parameters}/$ref`],
    },
    {
      name: 'no regular expression',
      catalog: create({ $schema, pattern: '(' }),
      finds: [`pattern ${parameters}/pattern`],
    },
    ...['(?P<x>a)', '\\Aabc\\z', '(?i)abc', '[[:alpha:]]+', '/^a$/', 'a++', '(?>a)', '(?#x)a'].map(
      (pattern): RuleCase => ({
        name: `another dialect: ${pattern}`,
        catalog: create({ $schema, pattern }),
        finds: [`foreign ${parameters}/pattern`],
      }),
    ),
    ...['^[a-z]+$', '\\\\A', '\\d{2}[+*]+', '(?:a|b)+', '(?<year>\\d+)', '[^/]+/[a-z]', '\\bZ\\b', '/'].map(
      (pattern): RuleCase => ({
        name: `an expression as it should be: ${pattern}`,
        catalog: create({ $schema, pattern }),
        finds: [],
      }),
    ),
    {
      name: 'look-ahead',
      catalog: create({ $schema, pattern: '^(?!a)' }),
      finds: [`unportable ${parameters}/pattern`],
    },
    {
      name: 'an anchor that is missing',
      catalog: create({ $schema, $ref: '#here' }),
      finds: [`uncompilable ${parameters}`],
    },
    {
      name: 'one id twice',
      catalog: create({
        $schema,
        properties: { a: { $id: 'x', type: 'string' }, b: { $id: 'x', type: 'number' } },
      }),
      finds: [`ambiguous ${parameters}`],
    },
    {
      name: 'a property named $ref',
      catalog: create({ $schema, properties: { $ref: { type: 'string' } } }),
      finds: [],
    },
    {
      name: 'a required property named constructor',
      catalog: create({ $schema, required: ['constructor'] }),
      finds: [],
    },
    {
      name: 'draft 4 with a boolean exclusiveMinimum',
      catalog: create({
        $schema: 'http://json-schema.org/draft-04/schema#',
        minimum: 1,
        exclusiveMinimum: true,
      }),
      finds: [],
    },
    {
      name: 'draft 6 with a boolean exclusiveMinimum',
      catalog: create({
        $schema: 'http://json-schema.org/draft-06/schema#',
        minimum: 1,
        exclusiveMinimum: true,
      }),
      finds: [`invalid ${parameters}/exclusiveMinimum`],
    },
    {
      name: 'draft 6 knows no if',
      catalog: create({ $schema: 'http://json-schema.org/draft-06/schema#', if: 1 }),
      finds: [],
    },
    { name: 'recursion', catalog: create({ $schema, properties: { child: { $ref: '#' } } }), finds: [] },
  ],
  'parameters-schema-self-contained': [
    {
      name: 'an own id',
      catalog: create({
        $schema,
        $id: 'https://example.com/a.json',
        $ref: 'a.json#/definitions/x',
        definitions: { x: {} },
      }),
      finds: [],
    },
    {
      name: 'inside enum it is data',
      catalog: create({ $schema, enum: [{ $ref: 'https://example.com/x' }] }),
      finds: [],
    },
    {
      name: 'a file',
      catalog: create({ $schema, $ref: 'file:///etc/passwd' }),
      finds: [`external ${parameters}/$ref`],
    },
    {
      name: 'another schema of the same site',
      catalog: create({ $schema, $id: 'https://example.com/a.json', $ref: 'b.json' }),
      finds: [`external ${parameters}/$ref`],
    },
  ],
  'parameters-schema-within-64kb': [
    {
      name: 'just above 64,000',
      catalog: create({ $schema, description: 'x'.repeat(64_500) }),
      finds: [`nearly ${parameters}`],
    },
    {
      name: 'large only when indented',
      catalog: create({ $schema, enum: Array.from({ length: 9000 }, (_, index) => index) }),
      finds: [`indented ${parameters}`],
    },
  ],
  'parameters-schema-describes-object': [
    { name: 'anything', catalog: create({ $schema, title: 'x' }), finds: [`other ${parameters}`] },
    {
      name: 'through a reference',
      catalog: create({ $schema, $ref: '#/definitions/a', definitions: { a: {} } }),
      finds: [],
    },
  ],
};
