import { expect } from 'chai';

import type { JsonObject } from '../engine/json.ts';
import { SchemaExaminer } from './examine.ts';

const fourth = 'http://json-schema.org/draft-04/schema#';
const seventh = 'http://json-schema.org/draft-07/schema#';
const newest = 'https://json-schema.org/draft/2020-12/schema';

function doubts(schema: JsonObject): string[] {
  return new SchemaExaminer().examine(schema).doubts.map(({ kind, path }) => `${kind} ${path.join('/')}`);
}

function what(schema: JsonObject): string {
  return new SchemaExaminer()
    .examine(schema)
    .doubts.map((doubt) => doubt.what)
    .join('\n');
}

const withA = (a: unknown, more: JsonObject = {}) => ({
  $schema: seventh,
  type: 'object',
  properties: { a },
  ...more,
});

describe('what cannot be meant in a schema', () => {
  const found: readonly (readonly [name: string, schema: JsonObject, doubts: readonly string[]])[] = [
    ['a misspelt keyword', withA({}, { propertys: {} }), ['keyword propertys']],
    ['a keyword in another case', withA({ minlength: 1 }), ['keyword properties/a/minlength']],
    ['a keyword of other tools', withA({ max: 3 }), ['keyword properties/a/max']],
    ['a keyword without $schema', { type: 'object', requried: ['a'] }, ['keyword requried']],
    ['a later keyword', { ...withA({ const: 1 }), $schema: fourth }, ['ignored properties/a/const']],
    [
      'a condition in draft-04',
      { ...withA({}), $schema: fourth, if: {}, then: {} },
      ['ignored if', 'ignored then'],
    ],
    ['an earlier keyword', withA({ divisibleBy: 2 }), ['ignored properties/a/divisibleBy']],
    [
      'a dropped keyword',
      { ...withA({ additionalItems: false }), $schema: newest },
      ['ignored properties/a/additionalItems'],
    ],
    ['a keyword of another type', withA({ type: 'integer', maxLength: 3 }), ['idle properties/a/maxLength']],
    ['bounds', withA({ minLength: 4, maxLength: 3 }), ['bounds properties/a/minLength']],
    [
      'exclusive bounds',
      withA({ exclusiveMinimum: 3, maximum: 3 }),
      ['bounds properties/a/exclusiveMinimum'],
    ],
    [
      'exclusive bounds of draft-04',
      { ...withA({ minimum: 3, exclusiveMinimum: true, maximum: 3 }), $schema: fourth },
      ['bounds properties/a/exclusiveMinimum'],
    ],
    [
      'more properties than there are',
      withA({}, { additionalProperties: false, minProperties: 2 }),
      ['bounds minProperties'],
    ],
    [
      'more required than allowed',
      withA({}, { required: ['a', 'b'], maxProperties: 1 }),
      ['bounds maxProperties'],
    ],
    [
      'a required property that is forbidden',
      withA({}, { required: ['zone'], additionalProperties: false }),
      ['required required/0'],
    ],
    [
      'a slip among required names',
      withA({}, { properties: { size: {} }, required: ['siz'] }),
      ['required required/0'],
    ],
    ['a default of another type', withA({ type: 'integer', default: '3' }), ['default properties/a/default']],
    [
      'a default that is no choice',
      withA({ enum: ['a', 'b'], default: 'c' }),
      ['default properties/a/default'],
    ],
    [
      'a default beyond a bound',
      withA({ type: 'integer', maximum: 2, default: 3 }),
      ['default properties/a/default'],
    ],
    [
      'a default that does not match',
      withA({ pattern: '^[a-z]+$', default: 'A' }),
      ['default properties/a/default'],
    ],
    [
      'a default against a definition',
      withA({ $ref: '#/definitions/x~1%25', default: 1 }, { definitions: { 'x/%': { type: 'string' } } }),
      ['default properties/a/default'],
    ],
    [
      'a choice of another type',
      withA({ type: 'string', enum: ['a', 1] }),
      ['enum-value properties/a/enum/1'],
    ],
    ['a choice twice', withA({ enum: ['a', 'b', 'a'] }), ['enum-twice properties/a/enum/2']],
    ['a slip in a format', withA({ format: 'datetime' }), ['format properties/a/format']],
    [
      'what stands in combinations',
      withA({ anyOf: [{ minItems: 2, maxItems: 1 }] }),
      ['bounds properties/a/anyOf/0/minItems'],
    ],
  ];
  for (const [name, schema, expected] of found) {
    it(`is told: ${name}`, () => expect(doubts(schema)).to.deep.equal(expected));
  }

  const sound: readonly (readonly [name: string, schema: JsonObject])[] = [
    [
      'keys of one’s own',
      withA({ 'x-order': 1, nullable: true, example: 'x', xml: {}, group: 'a', options: [] }),
    ],
    [
      'annotations of later drafts',
      { ...withA({ examples: ['a'], readOnly: true, $comment: 'x' }), $schema: fourth },
    ],
    [
      'references in draft-04',
      { ...withA({ $ref: '#/definitions/x' }, { definitions: { x: {} } }), $schema: fourth },
    ],
    [
      'properties that are called like keywords',
      withA({}, { properties: { requird: {}, min: {}, const: {} } }),
    ],
    ['equal bounds', withA({ minimum: 3, maximum: 3, minLength: 0, maxLength: 0 })],
    ['keywords of one of several types', withA({ type: ['integer', 'string'], maxLength: 3 })],
    ['numbers as integers', withA({ type: 'integer', minimum: 1, multipleOf: 2 })],
    ['a required property that others may define', withA({}, { required: ['zone'] })],
    [
      'a required property that is defined elsewhere',
      withA({}, { required: ['b'], allOf: [{ properties: { b: {} } }] }),
    ],
    [
      'a required property that a pattern allows',
      withA({}, { required: ['zone'], additionalProperties: false, patternProperties: { '^z': {} } }),
    ],
    [
      'a pattern that cannot be run',
      withA({}, { required: ['zone'], additionalProperties: false, patternProperties: { '^(?!a)': {} } }),
    ],
    ['good defaults', withA({ type: ['integer', 'null'], default: null, enum: [1, null] })],
    [
      'a default that is not complete',
      withA({ type: 'object', required: ['b'], properties: { b: {} }, default: {} }),
    ],
    [
      'nullable as OpenAPI has it',
      withA({ type: 'string', nullable: true, enum: ['a', null], default: null }),
    ],
    ['values that differ in case or type', withA({ enum: ['a', 'A', 1, '1', [1], { a: 1 }] })],
    [
      'formats of OpenAPI and of later drafts',
      withA({ type: 'string', format: 'uuid' }, { properties: { b: { type: 'integer', format: 'int64' } } }),
    ],
    [
      'what is inside values',
      withA({ const: { minimum: 3, maximum: 1 }, default: { minimum: 3, maximum: 1 } }, { properties: {} }),
    ],
    ['recursion', withA({ $ref: '#', default: {} })],
    ['true and false as schemas', withA(true, { additionalProperties: false })],
  ];
  for (const [name, schema] of sound) {
    it(`is not: ${name}`, () => expect(doubts(schema)).to.deep.equal([]));
  }

  it('is told with what to write', () => {
    expect(what(withA({ type: 'integer', default: '3' }))).to.contain('Write 3 without quotes.');
    expect(what(withA({ type: 'boolean', default: 'false' }))).to.contain('Write false without quotes.');
    expect(what(withA({ type: 'string', default: 1 }))).to.contain('Put it into quotes: "1".');
    expect(
      what(withA({}, { required: ['storage'], properties: { storge: {} }, additionalProperties: false })),
    ).to.contain('Did you mean "storge"?');
    expect(what({ ...withA({ const: 1 }), $schema: fourth })).to.match(
      /draft-06 and later.*Write "enum" with one value/,
    );
  });

  it('is a hint where a format may be somebody’s own', () => {
    const [format] = new SchemaExaminer().examine(withA({ format: 'semver' })).doubts;
    expect(format?.isHint).to.equal(true);
  });

  it('takes no time for patterns that never end', () => {
    const slow = withA({ pattern: '^(a+)+$', default: `${'a'.repeat(40)}!` });
    expect(doubts(slow)).to.deep.equal(['default properties/a/default']);
  });
});
