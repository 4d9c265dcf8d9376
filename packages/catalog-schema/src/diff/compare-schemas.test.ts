import { expect } from 'chai';
import type { DifferenceKind, Impact } from './index.ts';
import { accepts, at, compare, draft7, object, one } from './schema-pairs.test.ts';

/** What the old and the new schema say, and the places of the new one that refuse what the old one accepted. */
const narrowed: [title: string, old: object, now: object, ...at: string[]][] = [
  [
    'a higher minimum',
    one({ type: 'integer', minimum: 1 }),
    one({ type: 'integer', minimum: 2 }),
    '/properties/a/minimum',
  ],
  ['a lower maximum', one({ maximum: 10.5 }), one({ maximum: 10 }), '/properties/a/maximum'],
  ['an exclusive bound', one({ minimum: 0 }), one({ exclusiveMinimum: 0 }), '/properties/a/exclusiveMinimum'],
  ['integers only', one({ type: 'number' }), one({ type: 'integer' }), '/properties/a/type'],
  [
    'a multiple',
    one({ type: 'integer' }),
    one({ type: 'integer', multipleOf: 4 }),
    '/properties/a/multipleOf',
  ],
  ['another type', one({ type: 'string' }), one({ type: 'integer' }), '/properties/a/type'],
  ['no null any more', one({ type: ['string', 'null'] }), one({ type: 'string' }), '/properties/a/type'],
  ['a value less', one({ enum: ['s', 'm', 'l'] }), one({ enum: ['s', 'l'] }), '/properties/a/enum'],
  ['a constant', one({ enum: [1, 2] }), one({ const: 2 }), '/properties/a/const'],
  ['a shorter text', one({ maxLength: 300 }), one({ maxLength: 255 }), '/properties/a/maxLength'],
  ['a longer text', one({ minLength: 1 }), one({ minLength: 8 }), '/properties/a/minLength'],
  [
    'a new pattern',
    one({ type: 'string' }),
    one({ type: 'string', pattern: '^[a-z]+$' }),
    '/properties/a/pattern',
  ],
  [
    'a pattern without hyphen',
    one({ type: 'string', pattern: '^[a-z-]{3,20}$' }),
    one({ type: 'string', pattern: '^[a-z]{3,20}$' }),
    '/properties/a/pattern',
  ],
  [
    'a pattern without an alternative',
    one({ type: 'string', pattern: '^(dev|test|prod)-\\d{2,4}$' }),
    one({ type: 'string', pattern: '^(dev|prod)-\\d{2,4}$' }),
    '/properties/a/pattern',
  ],
  [
    'a member required',
    object({ a: { type: 'string' } }),
    object({ a: { type: 'string' } }, { required: ['a'] }),
    '/required',
  ],
  [
    'no other members',
    object({ a: { type: 'string' } }),
    object({ a: { type: 'string' } }, { additionalProperties: false }),
    '/additionalProperties',
  ],
  [
    'a member taken away from a closed object',
    object({ a: { type: 'string' }, b: {} }, { additionalProperties: false }),
    object({ a: { type: 'string' } }, { additionalProperties: false }),
    '/additionalProperties',
  ],
  ['fewer members', object({}, { maxProperties: 5 }), object({}, { maxProperties: 3 }), '/maxProperties'],
  ['more members', object({}), object({}, { minProperties: 1 }), '/minProperties'],
  [
    'fewer elements',
    one({ type: 'array', maxItems: 5 }),
    one({ type: 'array', maxItems: 3 }),
    '/properties/a/maxItems',
  ],
  [
    'distinct elements',
    one({ type: 'array' }),
    one({ type: 'array', uniqueItems: true }),
    '/properties/a/uniqueItems',
  ],
  [
    'other elements',
    one({ type: 'array', items: { type: 'string' } }),
    one({ type: 'array', items: { type: 'string', maxLength: 3 } }),
    '/properties/a/items/maxLength',
  ],
  [
    'something deep inside, beside what is required',
    object(
      {
        n: object(
          { m: one({ type: 'integer', maximum: 9 }), k: { type: 'string' } },
          { required: ['k', 'm'] },
        ),
      },
      { required: ['n'] },
    ),
    object(
      {
        n: object(
          { m: one({ type: 'integer', maximum: 8 }), k: { type: 'string' } },
          { required: ['k', 'm'] },
        ),
      },
      { required: ['n'] },
    ),
    '/properties/n/properties/m/properties/a/maximum',
  ],
  [
    'several things at once',
    object({ size: { type: 'integer', maximum: 100 }, name: { type: 'string' } }),
    object(
      { size: { type: 'integer', maximum: 50 }, name: { type: 'string', maxLength: 4 }, mode: {} },
      { required: ['mode'] },
    ),
    '/required',
    '/properties/size/maximum',
    '/properties/name/maxLength',
  ],
  [
    'a definition',
    object({ a: { $ref: '#/definitions/d' } }, { definitions: { d: { maximum: 5 } } }),
    object({ a: { $ref: '#/definitions/d' } }, { definitions: { d: { maximum: 4 } } }),
    '/definitions/d/maximum',
  ],
  [
    'an alternative less',
    one({ anyOf: [{ type: 'string' }, { type: 'integer' }] }),
    one({ anyOf: [{ type: 'string' }] }),
    '/properties/a/anyOf/0/type',
  ],
  [
    'a member that another one needs',
    object({ a: {}, b: {} }),
    object({ a: {}, b: {} }, { dependencies: { a: ['b'] } }),
    '/dependencies',
  ],
  [
    'draft 04 bounds',
    { $schema: 'http://json-schema.org/draft-04/schema#', properties: { a: { minimum: 0 } } },
    {
      $schema: 'http://json-schema.org/draft-04/schema#',
      properties: { a: { minimum: 0, exclusiveMinimum: true } },
    },
    '/properties/a/minimum',
  ],
  ['a schema of false', one({}), { $schema: draft7, properties: { a: false } }, '/properties/a'],
];

const others: [
  title: string,
  old: object | undefined,
  now: object | undefined,
  ...told: [DifferenceKind, Impact][],
][] = [
  [
    'words only',
    one({ title: 'A', default: 1 }),
    one({ title: 'B', description: 'x' }),
    ['schema-changed', 'safe'],
  ],
  ['a property named title', object({ title: {} }), object({}), ['schema-changed', 'risky']],
  ['a wider bound', one({ maximum: 5 }), one({ maximum: 6 }), ['schema-widened', 'safe']],
  [
    'a member required no longer',
    object({ a: {} }, { required: ['a'] }),
    object({ a: {} }),
    ['schema-widened', 'safe'],
  ],
  ['a format', one({ type: 'string' }), one({ type: 'string', format: 'uuid' }), ['schema-changed', 'risky']],
  [
    'a format beside a wider bound',
    one({ type: 'string', maxLength: 5 }),
    one({ type: 'string', maxLength: 6, format: 'uuid' }),
    ['schema-widened', 'safe'],
    ['schema-changed', 'risky'],
  ],
  ['a new schema', undefined, one({ type: 'string' }), ['schema-added', 'risky']],
  ['a new schema that accepts everything', undefined, { $schema: draft7 }, ['schema-added', 'risky']],
  ['a schema that goes', one({ type: 'string' }), undefined, ['schema-removed', 'safe']],
  [
    'a schema that does not compile',
    one({ type: 'string' }),
    one({ type: 'text' }),
    ['schema-changed', 'risky'],
  ],
  [
    'a look-ahead, which cannot be run in linear time',
    one({}),
    one({ pattern: '^(?=a)' }),
    ['schema-changed', 'risky'],
  ],
  ['a reference to elsewhere', one({}), one({ $ref: 'http://example.com/a' }), ['schema-changed', 'risky']],
];

describe('diff: parameter schemas', () => {
  for (const [title, old, now, ...places] of narrowed) {
    it(`finds ${title}`, () => {
      const found = compare(old, now);
      expect(found.map(({ kind, impact }) => [kind, impact])).to.deep.equal(
        places.map(() => ['schema-narrowed', 'breaking']),
      );
      expect(found.map(({ newPointer }) => newPointer).sort()).to.deep.equal(
        places.map((place) => at + place).sort(),
      );
      for (const { example, oldPointer, message } of found) {
        expect(oldPointer).to.equal(at);
        expect(message).to.include('refuses {');
        if (old === now || title.startsWith('draft 04')) continue;
        expect(accepts(old, example!.value)).to.equal(true);
        expect(accepts(now, example!.value)).to.equal(false);
      }
    });
  }

  for (const [title, old, now, ...told] of others) {
    it(`tells of ${title}`, () => {
      expect(compare(old, now).map(({ kind, impact }) => [kind, impact])).to.deep.equal(told);
    });
  }

  for (const depth of [150, 5000, 100_000]) {
    it(`takes schemas ${depth} levels deep`, () => {
      const deep = (levels: number): object =>
        JSON.parse(`${'{"items":'.repeat(levels)}{}${'}'.repeat(levels)}`) as object;
      const found = compare({ $schema: draft7, ...deep(depth) }, { $schema: draft7, ...deep(depth + 1) });
      expect(found.map(({ kind, impact }) => [kind, impact])).to.deep.equal([['schema-changed', 'risky']]);
    });
  }
});
