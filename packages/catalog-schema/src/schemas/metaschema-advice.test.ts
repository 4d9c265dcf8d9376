import { expect } from 'chai';

import type { JsonObject } from '../engine/json.ts';
import { SchemaExaminer } from './examine.ts';

const fourth = 'http://json-schema.org/draft-04/schema#';
const seventh = 'http://json-schema.org/draft-07/schema#';
const newest = 'https://json-schema.org/draft/2020-12/schema';

const withA = (a: unknown, $schema = fourth): JsonObject => ({ $schema, type: 'object', properties: { a } });

function told(schema: JsonObject): string {
  return new SchemaExaminer()
    .examine(schema)
    .faults.map(({ path, what }) => `${path.join('/')}: ${what}`)
    .join('\n');
}

describe('what a metaschema says against a schema', () => {
  const cases: readonly (readonly [name: string, schema: JsonObject, says: RegExp])[] = [
    [
      'required as draft-03 wrote it',
      withA({ required: true }),
      /^properties\/a\/required: "required" of property "a" is true, as draft-03 .* write "required": \["a"\]/,
    ],
    ['required: false', withA({ required: false }), /is false, as draft-03.*: leave it out/],
    [
      'required as a text',
      { $schema: fourth, required: 'a' },
      /must be a list of names. Put it into brackets: \["a"\]/,
    ],
    [
      'an empty required',
      { $schema: fourth, required: [] },
      /"required" of the schema is empty, and draft-04 wants at least one/,
    ],
    ['a required twice', { $schema: fourth, required: ['a', 'a'] }, /has one name twice/],
    [
      'a required that is no text',
      { $schema: seventh, required: [1] },
      /"required" of the schema has 1, and must have names/,
    ],
    [
      'a type by another name',
      withA({ type: 'int' }),
      /"type" of property "a" is "int", which is no type. Did you mean "integer"\?/,
    ],
    ['a type in capitals', withA({ type: 'String' }), /Did you mean "string"\?/],
    ['a misspelt type', withA({ type: 'interger' }), /Did you mean "integer"\?/],
    ['a type of draft-03', withA({ type: 'any' }), /In draft-03 it stood for any type: leave it out/],
    ['a type of elements', withA({ type: 'string[]' }), /"type": "array" with "items": \{"type": "string"\}/],
    ['a type of elements in words', withA({ type: 'array[int]' }), /"items": \{"type": "integer"\}/],
    ['a type in a list', withA({ type: ['string', 'int'] }), /Did you mean "integer"|must be one of/],
    ['a schema as type', withA({ type: [{ type: 'string' }] }), /as draft-03 wrote it.*"anyOf"/],
    [
      'a later exclusiveMinimum',
      withA({ exclusiveMinimum: 5 }),
      /as draft-06 and later write it.*"minimum": 5, "exclusiveMinimum": true/,
    ],
    [
      'an earlier exclusiveMaximum',
      withA({ maximum: 5, exclusiveMaximum: true }, seventh),
      /as draft-04 wrote it.*"exclusiveMaximum" with the number of "maximum"/,
    ],
    [
      'a bound alone',
      withA({ exclusiveMaximum: true }),
      /"exclusiveMaximum" of property "a" stands without "maximum"/,
    ],
    [
      'a number in quotes',
      withA({ minLength: '3' }),
      /is the text "3" and must be a number. Write 3 without quotes/,
    ],
    [
      'a boolean in quotes',
      { $schema: fourth, additionalProperties: 'false' },
      /must be a boolean or a schema. Write false without quotes/,
    ],
    ['a text without quotes', withA({ description: 1 }), /must be a text. Put it into quotes: "1"/],
    [
      'a type instead of a schema',
      { $schema: seventh, properties: { a: 'string' } },
      /"properties" has "a", which is "string" and must be a schema. Did you mean \{"type": "string"\}\?/,
    ],
    [
      'a list of properties',
      { $schema: seventh, properties: [{ name: 'a' }] },
      /"properties" of the schema is a list and must be an object with a schema for each name/,
    ],
    ['one value as enum', withA({ enum: 'a' }), /must be a list of values. Put them into brackets/],
    ['an empty enum', withA({ enum: [] }), /is empty, so that nothing fits/],
    ['an enum with a value twice', withA({ enum: ['a', 'a'] }), /has one value twice/],
    ['a list of items in 2020-12', withA({ items: [{}] }, newest), /"prefixItems"/],
    ['a negative length', withA({ minLength: -1 }), /"minLength" of property "a" must be >= 0, but is -1/],
  ];
  for (const [name, schema, says] of cases) {
    it(`names key, place and habit: ${name}`, () => expect(told(schema)).to.match(says));
  }
});
