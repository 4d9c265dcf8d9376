import { expect } from 'chai';
import { compileParameters } from './compile-parameters.ts';

const $schema = 'http://json-schema.org/draft-07/schema#';

describe('compileParameters', () => {
  const cases: readonly [Record<string, unknown>, unknown, string | undefined][] = [
    [{ type: 'object' }, {}, undefined],
    [{ type: 'object' }, [], '/parameters must be object'],
    [{ type: ['object', 'null'] }, null, undefined],
    [{ properties: { a: { type: 'integer', minimum: 2 } } }, { a: 1 }, '/parameters/a must be 2 or more'],
    [{ properties: { a: { type: 'integer', maximum: 2 } } }, { a: 3 }, '/parameters/a must be 2 or less'],
    [{ properties: { a: { type: 'integer' } } }, { a: 1.5 }, '/parameters/a must be integer'],
    [{ properties: { a: { enum: ['x', 'y'] } } }, { a: 'z' }, '/parameters/a must be one of x, y'],
    [{ properties: { a: { const: 1 } } }, { a: 2 }, '/parameters/a must be 1'],
    [{ properties: { a: { maxLength: 1 } } }, { a: '🚀' }, undefined],
    [{ properties: { a: { maxLength: 1 } } }, { a: 'xy' }, 'the length of /parameters/a must be 1 or less'],
    [{ properties: { a: { pattern: '^x' } } }, { a: 'y' }, '/parameters/a must match ^x'],
    [{ properties: { a: { items: { type: 'string' } } } }, { a: ['x', 1] }, '/parameters/a/1 must be string'],
    [{ required: ['constructor'] }, {}, '/parameters lacks the required property "constructor"'],
    [
      { additionalProperties: false },
      JSON.parse('{"__proto__":1}'),
      '/parameters/__proto__ is not a known parameter',
    ],
    [{ additionalProperties: { type: 'string' } }, { a: 1 }, '/parameters/a must be string'],
  ];
  for (const [schema, value, expected] of cases) {
    it(`${JSON.stringify(schema)} of ${JSON.stringify(value)}: ${expected ?? 'valid'}`, () => {
      expect(compileParameters({ $schema, ...schema })(value)).to.deep.equal(
        expected === undefined ? [] : [expected],
      );
    });
  }

  it('refuses keywords that it does not check', () => {
    const schema = { $schema, properties: { a: { items: { oneOf: [] } } } };
    expect(() => compileParameters(schema)).to.throw('"oneOf" at "/properties/a/items"');
  });
});
