import { expect } from 'chai';
import { compileParameters } from './compile-parameters.ts';

const seventh = 'http://json-schema.org/draft-07/schema#';
const fourth = 'http://json-schema.org/draft-04/schema#';
const newest = 'https://json-schema.org/draft/2020-12/schema';

describe('catalog-schema: compileParameters', () => {
  const cases: readonly [schema: Record<string, unknown>, value: unknown, problem: string | undefined][] = [
    [{ $schema: seventh, type: 'object' }, {}, undefined],
    [{ $schema: seventh, type: 'object' }, [], '/parameters must be object'],
    [{ $schema: seventh, type: ['object', 'null'] }, 1, '/parameters must be object or null'],
    [
      { $schema: seventh, properties: { a: { type: 'integer', minimum: 2 } } },
      { a: 1 },
      '/parameters/a must be >= 2',
    ],
    [
      { $schema: fourth, properties: { a: { minimum: 2, exclusiveMinimum: true } } },
      { a: 2 },
      '/parameters/a must be > 2',
    ],
    [{ $schema: newest, prefixItems: [{ type: 'string' }] }, [1], '/parameters/0 must be string'],
    [
      { $schema: newest, properties: { a: {} }, unevaluatedProperties: false },
      { b: 1 },
      '/parameters/b is not a known parameter',
    ],
    [
      { $schema: seventh, properties: { a: { enum: ['x', 'y'] } } },
      { a: 'z' },
      '/parameters/a must be one of x, y',
    ],
    [{ $schema: seventh, properties: { a: { const: 1 } } }, { a: 2 }, '/parameters/a must be 1'],
    [{ $schema: seventh, properties: { a: { maxLength: 1 } } }, { a: '🚀' }, undefined],
    [
      { $schema: seventh, properties: { a: { pattern: '^x' }, b: { pattern: '^y' } } },
      { a: 'x', b: 'x' },
      '/parameters/b must match ^y',
    ],
    [
      { $schema: seventh, properties: { a: { oneOf: [{ type: 'string' }, { minLength: 2 }] } } },
      { a: 'xy' },
      '/parameters/a must match exactly one schema in oneOf',
    ],
    [
      { $schema: seventh, $ref: '#/definitions/a', definitions: { a: { type: 'object' } } },
      1,
      '/parameters must be object',
    ],
    [
      { $schema: seventh, required: ['constructor'] },
      {},
      '/parameters lacks the required property "constructor"',
    ],
    [
      { $schema: seventh, additionalProperties: false },
      JSON.parse('{"__proto__":1}'),
      '/parameters/__proto__ is not a known parameter',
    ],
    [
      { $schema: seventh, properties: { a: { pattern: '^(a+)+$' } } },
      { a: `${'a'.repeat(40)}!` },
      '/parameters/a must match ^(a+)+$',
    ],
  ];
  for (const [schema, value, problem] of cases) {
    it(`${JSON.stringify(schema)} of ${JSON.stringify(value)}: ${problem ?? 'valid'}`, () => {
      expect(compileParameters(schema)(value)).to.deep.equal(problem === undefined ? [] : [problem]);
    });
  }

  const unusable: readonly [schema: unknown, reason: string][] = [
    [{ $schema: seventh, $ref: 'http://example.com/x' }, "can't resolve reference http://example.com/x"],
    [{ $schema: seventh, type: 'objekt' }, 'objekt'],
    [{ type: 'objekt' }, 'objekt'],
    ['x', 'a schema is an object'],
    [null, 'a schema is an object'],
  ];
  for (const [schema, reason] of unusable) {
    it(`refuses ${JSON.stringify(schema)}, and says why`, () => {
      expect(() => compileParameters(schema))
        .to.throw(RangeError, `A schema of parameters cannot be compiled: `)
        .with.property('message')
        .that.includes(reason);
      expect(() => compileParameters(schema))
        .to.throw()
        .with.property('cause')
        .that.is.an('error');
    });
  }
});
