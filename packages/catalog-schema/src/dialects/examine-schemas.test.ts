import type { ProblemCode } from './index.ts';
import { draft4, testMessages, withSchema, type Members, type Row } from './message-rows.test.ts';

const declaredSchema = (own: Members): Members => withSchema({ $schema: draft4, ...own });
const inSchema = (says: string) =>
  `\nService db\n  Plan small\n    Schemas\n      Schema service_instance.create.parameters is not valid. ${says}\n`;
const nonconforming = (says: string) =>
  inSchema(
    `Must conform to JSON Schema Draft 04 (experimental support for later versions): The property ${says} in schema ${draft4}`,
  );

const schemaAt = '/services/0/plans/0/schemas/service_instance/create/parameters';
const schemaRows: [title: string, schema: Members, message: string, ...found: [ProblemCode, string][]][] = [
  [
    'no $schema',
    {},
    inSchema('Schema must have $schema key but was not present'),
    ['schema-undeclared', '/$schema'],
  ],
  [
    'more than 64 kB',
    { $schema: draft4, description: 'x'.repeat(65_536) },
    inSchema('Must not be larger than 64KB'),
    ['schema-too-large', ''],
  ],
  [
    'a later draft',
    { $schema: 'http://json-schema.org/draft-07/schema#' },
    inSchema('Custom meta schemas are not supported.'),
    ['schema-metaschema-unknown', '/$schema'],
  ],
  [
    'a later draft further inside',
    { $schema: draft4, properties: { a: { $schema: 'https://json-schema.org/draft/2020-12/schema' } } },
    inSchema('Custom meta schemas are not supported.'),
    ['schema-metaschema-unknown', '/properties/a/$schema'],
  ],
  [
    'a reference to the web',
    { $schema: draft4, properties: { a: { $ref: 'http://example.com/a.json#/b' } } },
    inSchema('No external references are allowed: Read of URI at http://example.com/a.json# refused'),
    ['schema-external-reference', '/properties/a/$ref'],
  ],
  [
    'a reference to a file',
    { $schema: draft4, items: [{ $ref: 'a.json' }] },
    inSchema(
      'No external references are allowed: Read of file at /var/vcap/packages/cloud_controller_ng/cloud_controller_ng/a.json refused',
    ),
    ['schema-external-reference', '/items/0/$ref'],
  ],
  [
    'a reference that is no text',
    { $schema: draft4, not: { $ref: 5 } },
    inSchema("Can't convert Integer into String."),
    ['schema-unusable', '/not/$ref'],
  ],
  [
    'a reference that leads nowhere and is followed',
    { $schema: draft4, allOf: [{ $ref: '#/definitions/a' }] },
    inSchema('Custom meta schemas are not supported.'),
    ['schema-metaschema-unknown', '/allOf/0/$ref'],
  ],
];

const conformanceRows: [schema: Members, says: string, at: string][] = [
  [{ type: 'text' }, "'#/type' of type string did not match one or more of the required schemas", '/type'],
  [{ type: [] }, "'#/type' of type array did not match one or more of the required schemas", '/type'],
  [{ title: 1 }, "'#/title' of type integer did not match the following type: string", '/title'],
  [{ id: 'a b:c' }, "'#/id' must be a valid URI", '/id'],
  [{ multipleOf: 0 }, "'#/multipleOf' did not have a minimum value of 0, exclusively", '/multipleOf'],
  [{ maxLength: -1 }, "'#/maxLength' did not have a minimum value of 0, inclusively", '/maxLength'],
  [{ maxItems: 1.5 }, "'#/maxItems' of type number did not match the following type: integer", '/maxItems'],
  [
    { minLength: -1 },
    "'#/minLength' of type integer did not match all of the required schemas",
    '/minLength',
  ],
  [{ required: [] }, "'#/required' did not contain a minimum number of items 1", '/required'],
  [{ required: true }, "'#/required' of type boolean did not match the following type: array", '/required'],
  [{ required: ['a', 'a'] }, "'#/required' contained duplicated array values", '/required'],
  [
    { required: [1] },
    "'#/required/0' of type integer did not match the following type: string",
    '/required/0',
  ],
  [
    {
      enum: [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    },
    "'#/enum' contained duplicated array values",
    '/enum',
  ],
  [
    { properties: { a: { required: true } } },
    "'#/properties/a/required' of type boolean did not match the following type: array",
    '/properties/a/required',
  ],
  [
    { properties: { 'a/b': true } },
    "'#/properties/a/b' of type boolean did not match the following type: object",
    '/properties/a~1b',
  ],
  [{ items: 'x' }, "'#/items' of type string did not match one or more of the required schemas", '/items'],
  [
    { additionalProperties: null },
    "'#/additionalProperties' of type null did not match one or more of the required schemas",
    '/additionalProperties',
  ],
  [
    { exclusiveMinimum: true },
    "'#/' has a property 'exclusiveMinimum' that depends on a missing property 'minimum'",
    '',
  ],
  [
    { dependencies: { a: 'b' } },
    "'#/dependencies/a' of type string did not match one or more of the required schemas",
    '/dependencies/a',
  ],
];

const acceptedSchemas: [title: string, schema: Members][] = [
  [
    'a usual one',
    { type: 'object', properties: { size: { type: 'integer', minimum: 1 } }, required: ['size'] },
  ],
  ['one that names draft 06', { $schema: 'http://json-schema.org/draft-06/schema#' }],
  ['references within', { definitions: { a: {} }, properties: { b: { $ref: '#/definitions/a' } } }],
  ['a reference to the metaschema of draft 04', { properties: { b: { $ref: draft4 } } }],
  ['a reference that leads nowhere and is not followed', { properties: { b: { $ref: '#/nowhere' } } }],
  ['a property named $schema', { properties: { $schema: { type: 'string' } } }],
  ['keywords of later drafts', { if: 5, const: 1, $defs: [] }],
];

const rows: Row[] = [
  ...schemaRows.map(([title, schema, message, ...found]) => ({
    title: `a schema with ${title}`,
    catalog: withSchema(schema),
    message,
    found: found.map(([code, at]) => [code, schemaAt + at] as const),
  })),
  ...conformanceRows.map(([schema, says, at]) => ({
    title: `the schema ${JSON.stringify(schema)}`,
    catalog: declaredSchema(schema),
    message: nonconforming(says),
    found: [['schema-nonconforming', schemaAt + at] as const],
  })),
  ...acceptedSchemas.map(([title, schema]) => ({
    title: `an accepted schema: ${title}`,
    catalog: declaredSchema(schema),
    message: '',
    found: [],
  })),
];

describe('dialects: schemas as Cloud Controller examines them', () => {
  testMessages(rows);
});
