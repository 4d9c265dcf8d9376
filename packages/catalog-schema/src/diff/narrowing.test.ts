import { expect } from 'chai';
import fc from 'fast-check';
import { diffCatalogs } from './index.ts';
import { accepts, compare, object, one } from './schema-pairs.test.ts';

describe('diff: examples of narrowed schemas', () => {
  const leaf = fc.oneof(
    fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'null') }),
    fc.record({ minimum: fc.integer({ min: -5, max: 5 }), maximum: fc.integer({ min: -5, max: 9 }) }),
    fc.record({ minLength: fc.nat(4), maxLength: fc.nat(9) }),
    fc.record({
      enum: fc.uniqueArray(fc.oneof(fc.nat(3), fc.constantFrom('a', 'b', null)), { minLength: 1 }),
    }),
    fc.record({ pattern: fc.constantFrom('^[a-z]+$', '^\\d{2,3}$', 'a|b', '^(x|y)-?z*$') }),
    fc.record({ multipleOf: fc.integer({ min: 1, max: 5 }) }),
  );
  const key = fc.constantFrom('a', 'b', 'c');
  const { schema } = fc.letrec<{ schema: object }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ not: tie('schema') }),
      fc.record({ items: tie('schema'), maxItems: fc.nat(4) }, { requiredKeys: ['items'] }),
      fc.record(
        {
          type: fc.constant('object'),
          properties: fc.dictionary(key, tie('schema')),
          required: fc.uniqueArray(key),
          additionalProperties: fc.boolean(),
        },
        { requiredKeys: ['type', 'properties'] },
      ),
    ),
  }));

  it('claims nothing that is not so', () => {
    fc.assert(
      fc.property(fc.dictionary(key, schema), fc.dictionary(key, schema), (before, after) => {
        const [old, now] = [object(before), object(after)];
        for (const { kind, example } of compare(old, now)) {
          if (kind !== 'schema-narrowed') continue;
          expect(accepts(old, example!.value)).to.equal(true);
          expect(accepts(now, example!.value)).to.equal(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds a bound that is drawn closer, wherever it stands', () => {
    const steps = fc.array(fc.constantFrom('member', 'required member', 'element', 'definition'), {
      maxLength: 3,
    });
    const leaves = fc.constantFrom(
      [
        { type: 'integer', maximum: 9 },
        { type: 'integer', maximum: 8 },
      ],
      [
        { type: 'string', maxLength: 9 },
        { type: 'string', maxLength: 8 },
      ],
      [{ enum: ['a', 'b'] }, { enum: ['a'] }],
      [{ type: ['string', 'integer'] }, { type: 'string' }],
    );
    const within = (inner: object, step: string): object => {
      switch (step) {
        case 'element':
          return { type: 'array', items: inner, minItems: 1 };
        case 'required member':
          return { type: 'object', properties: { k: inner, o: { type: 'boolean' } }, required: ['k', 'o'] };
        default:
          return { type: 'object', properties: { k: inner, o: { enum: [1] } }, additionalProperties: false };
      }
    };
    fc.assert(
      fc.property(steps, leaves, (path, [before, after]) => {
        const [old, now] = [before, after].map((inner) =>
          object({ top: path.reduce(within, inner) }, { required: ['top'] }),
        );
        expect(compare(old, now).map(({ kind }) => kind)).to.deep.equal(['schema-narrowed']);
      }),
      { numRuns: 60 },
    );
  });

  it('is not kept busy by a recursive schema, a wicked pattern or a wide one', () => {
    const recursive = (maximum: number) =>
      object(
        {
          ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, { $ref: '#' }])),
          n: { type: 'integer', maximum },
        },
        { required: ['n'] },
      );
    const wide = (maximum: number) =>
      object(
        Object.fromEntries(
          Array.from({ length: 400 }, (_, i) => [
            `m${i}`,
            { type: 'integer', maximum: i === 0 ? maximum : i },
          ]),
        ),
      );
    const wicked = (pattern: string) => one({ type: 'string', pattern });
    expect(compare(recursive(5), recursive(4)).map(({ kind }) => kind)).to.include('schema-narrowed');
    expect(compare(wide(5), wide(4)).map(({ kind }) => kind)).to.deep.equal(['schema-narrowed']);
    expect(compare(wicked('^(a+)+$'), wicked('^(a+)+b$')).map(({ kind }) => kind)).to.deep.equal([
      'schema-narrowed',
    ]);
  });

  it('compares a pair that many plans share once, and says where it stops', () => {
    expect(
      compare(one({ maximum: 5 }), one({ maximum: 4 }), 0).map(({ kind, impact }) => [kind, impact]),
    ).to.deep.equal([['schema-changed', 'risky']]);
    const many = (maximum: number) => ({
      services: [
        {
          id: 's',
          name: 'db',
          description: 'd',
          bindable: true,
          plans: Array.from({ length: 500 }, (_, i) => ({
            id: `p${i}`,
            name: `n${i}`,
            description: 'd',
            schemas: {
              service_binding: {
                create: {
                  parameters: { ...one({ maximum }), $schema: 'http://json-schema.org/draft-04/schema#' },
                },
              },
            },
          })),
        },
      ],
    });
    const found = diffCatalogs(many(5), many(4), { schemaPairs: 1 });
    expect(found.map(({ kind }) => kind)).to.deep.equal(Array.from({ length: 500 }, () => 'schema-narrowed'));
  });
});
