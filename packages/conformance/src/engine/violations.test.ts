import { expect } from 'chai';
import type { Plan } from './catalog-model.ts';
import { violationsOf } from './violations.ts';

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['size'],
  additionalProperties: false,
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 9 },
    name: { type: 'string', minLength: 2, maxLength: 4, pattern: '^[a-z]+$' },
    tier: { enum: ['gold', 'silver'] },
    tags: { type: 'array', maxItems: 1 },
  },
};

/** A plan of which only the schema matters here. */
const plan = (create: object) => ({ schemas: { create } }) as unknown as Plan;

describe('conformance: violations of a schema', () => {
  it('break each keyword in turn, and nothing else', () => {
    const violations = violationsOf(plan(schema), 'create', 1);
    expect(violations.map(({ breaks }) => breaks)).to.deep.equal([
      'required "size"',
      'additionalProperties',
      'type of "size"',
      'minimum of "size"',
      'maximum of "size"',
      'type of "name"',
      'minLength of "name"',
      'maxLength of "name"',
      'pattern of "name"',
      'enum of "tier"',
      'type of "tags"',
      'maxItems of "tags"',
    ]);
  });

  it('are none where the schema refuses nothing, or cannot be compiled', () => {
    expect(violationsOf(plan({ $schema: schema.$schema, properties: { a: {} } }), 'create', 1)).to.deep.equal(
      [],
    );
    expect(violationsOf(plan({ $ref: 'http://example.com/x' }), 'create', 1)).to.deep.equal([]);
    expect(violationsOf({ schemas: {} } as unknown as Plan, 'create', 1)).to.deep.equal([]);
  });

  it('take a hostile pattern in their stride', () => {
    const hostile = { $schema: schema.$schema, properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    expect(violationsOf(plan(hostile), 'create', 1).map(({ breaks }) => breaks)).to.include('pattern of "a"');
  });
});
