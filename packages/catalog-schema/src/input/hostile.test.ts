import { expect } from 'chai';
import fc from 'fast-check';

import { otherId, sampleOffering, samplePlan } from '../engine/samples.ts';
import { profiles } from '../engine/finding.ts';
import { reporters } from '../reporters/index.ts';
import { documentRules } from '../registry.ts';
import { validateCatalog } from '../validate.ts';
import { countKeysAtLeast, measureValue } from './json-scan.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const utf16 = (text: string): Uint8Array =>
  bytes(
    0xff,
    0xfe,
    ...Array.from(
      { length: text.length * 2 },
      (_, index) => (text.charCodeAt(index >> 1) >> (8 * (index % 2))) & 0xff,
    ),
  );
const nest = (open: string, close: string, levels: number): string =>
  open.repeat(levels) + close.repeat(levels);
const cyclic: { services: unknown[] } = { services: [] };
cyclic.services.push(cyclic);

/** Hostile documents and the rule that speaks first. */
const documents: readonly (readonly [string, unknown, string])[] = [
  ['an empty text', '', 'input-one-catalog'],
  ['a NUL in JSON', '{"services":\0[]}', 'input-syntax'],
  ['bytes that are no text', bytes(0x1f, 0x8b, 8, 0, 0xff), 'input-utf8'],
  ['UTF-16', utf16('{"services": []}'), 'input-utf8'],
  ['UTF-32', bytes(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0), 'input-utf8'],
  ['a byte order mark', '\ufeff{"services": []}', 'input-no-byte-order-mark'],
  ['HTML', '<!DOCTYPE html><html></html>', 'input-syntax'],
  ['prose', 'hello', 'catalog-object'],
  ['a comment in JSON', '{"services": [] /* none */}', 'input-syntax'],
  ['a trailing comma', '{"services": [],}', 'input-syntax'],
  ['100,000 open brackets', '['.repeat(100_000), 'input-syntax'],
  ['100,000 arrays in JSON', nest('[', ']', 100_000), 'input-depth-bounded'],
  ['100,000 objects in JSON', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'input-depth-bounded'],
  ['50,000 arrays in YAML', `services: ${nest('[', ']', 50_000)}`, 'input-syntax'],
  [
    'an alias bomb',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'.replace(
      /./g,
      (key, at: number) =>
        `${key}: &${key} [${Array<string>(9)
          .fill(`*${'abcdefghi'[at] ?? ''}`)
          .join(',')}]\n`,
    )}services: *j`,
    'input-syntax',
  ],
  ['an alias to itself', 'services: &a [*a]', 'input-depth-bounded'],
  ['a value that contains itself', cyclic, 'input-depth-bounded'],
  ['100 MB', `{"services": "${'x'.repeat(100 * 2 ** 20)}"}`, 'input-size-bounded'],
  ['a key twice', '{"services": [], "services": []}', 'input-keys-unique'],
  ['a key twice behind an escape', '{"services": [], "ser\\u0076ices": []}', 'input-keys-unique'],
  ['a number beyond 2^53', '{"services": [], "x-n": -9007199254740993}', 'input-numbers-exact'],
  ['a number beyond all', '{"services": [], "x-n": 1e999}', 'input-numbers-exact'],
  ['undefined', undefined, 'catalog-object'],
];

describe('hostile input', () => {
  for (const [name, document, rule] of documents) {
    it(`${name}: ${rule}`, () => {
      const result = validateCatalog(document, { profiles });
      expect(result.findings.map((finding) => finding.rule)).to.include(rule);
    }).timeout(20_000);
  }

  it('leaves exact large numbers and colons in strings alone', () => {
    const text = '{"services": [], "x-n": 9007199254740992, "x-s": "a\\":1", "x-t": "\\\\", "x-u" : ":"}';
    expect(validateCatalog(text).findings).to.deep.equal([]);
  });

  it('bounds what schemas cost', () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `d${i}`,
        { allOf: Array(2).fill({ $ref: `#/definitions/d${i + 1}` }) },
      ]),
    );
    const $schema = 'http://json-schema.org/draft-07/schema#';
    const hostile = [
      { $schema, definitions: { ...definitions, d30: {} }, $ref: '#/definitions/d0' },
      { $schema, pattern: '^(a+)+$', default: `${'a'.repeat(60)}!` },
      { $schema, $ref: '#' },
      { $schema, $id: $schema, type: 'object' },
      JSON.parse(`{"$schema": "${$schema}", "not": ${'{"not":'.repeat(900)}{}${'}'.repeat(900)}}`) as unknown,
    ];
    const plans = hostile.map((parameters, index) =>
      samplePlan({
        id: `${otherId}${index}`,
        name: `p${index}`,
        schemas: { service_instance: { create: { parameters } } },
      }),
    );
    const start = performance.now();
    const first = validateCatalog({ services: [sampleOffering({ plans })] }, { profiles });
    expect(performance.now() - start).to.be.lessThan(5000);
    expect(validateCatalog({ services: [sampleOffering({ plans })] }, { profiles }).findings).to.deep.equal(
      first.findings,
    );
  });

  it('has an example for every rule on documents', () => {
    for (const { id, examples } of documentRules) {
      expect(validateCatalog(examples.good).findings, id).to.deep.equal([]);
      if (id === 'input-size-bounded' || id === 'input-utf8') continue; // needs a large text, or bytes
      expect(
        validateCatalog(examples.bad).findings.map(({ rule }) => rule),
        id,
      ).to.include(id);
    }
  });

  it('any JSON value yields a result, and reports of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(typeof value !== 'string'); // a string is a text
        const asValue = validateCatalog(value, { profiles });
        const asText = validateCatalog(JSON.stringify(value), { profiles, format: 'json' });
        expect(asText.errors).to.equal(asValue.errors);
        for (const reporter of reporters) reporter.render([asText]);
      }),
      { numRuns: 200 },
    );
  });

  it('any text and any bytes yield a result', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void validateCatalog(text, { profiles })));
    fc.assert(fc.property(fc.uint8Array(), (input) => void validateCatalog(input, { profiles })));
  });

  it('keys of a text are counted exactly unless a string looks like a key', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const facts = measureValue(value, 1000, 1_000_000);
        if (typeof facts === 'string') return;
        expect(countKeysAtLeast(JSON.stringify(value, undefined, indent))).to.be.at.least(facts.keys);
      }),
    );
  });
});
