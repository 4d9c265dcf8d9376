import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';

import { rules } from '../registry.ts';
import { validateCatalog } from '../validate.ts';
import { fixCatalog } from './fix-catalog.ts';

const ids = () => {
  let next = 0;
  return () => `00000000-0000-4000-8000-${String(++next).padStart(12, '0')}`;
};

/** Rules whose findings have one right answer, at least in their own examples. */
const mended = [
  'keys-spelt-right',
  'keys-in-place',
  'offering-id-non-empty',
  'plan-id-present',
  'plan-id-non-empty',
  'offering-bindable-present',
  'offering-shareable-boolean',
  'plan-free-boolean',
  'plan-bindable-boolean',
  'plan-binding-rotatable-boolean',
  'parameters-schema-version-declared',
  'offering-tags-strings',
  'offering-requires-strings',
  'plan-bullets-strings',
  'cost-amount-numbers',
  'metadata-names-conventional',
];

describe('fixCatalog and the rules', () => {
  for (const id of mended) {
    it(`leaves nothing for ${id} to find in its bad example`, () => {
      const rule = rules.find((each) => each.id === id)!;
      const of = (text: string) => validateCatalog(text).findings.filter((finding) => finding.rule === id);
      for (const text of [JSON.stringify(rule.examples.bad, undefined, 2), stringify(rule.examples.bad)]) {
        expect(of(text)).to.not.deep.equal([]);
        const { text: fixed } = fixCatalog(text, { generateIds: true, newId: ids() });
        expect(of(fixed)).to.deep.equal([]);
      }
    });
  }
});

describe('fixCatalog on catalogs of other people', function () {
  this.timeout(120_000);
  const folder = new URL('../../../../../shared/catalogs/real/', import.meta.url);
  it('changes nothing but what it says, and needs to be asked once', function () {
    if (!existsSync(folder)) {
      process.stderr.write('Skipped: the catalogs of ../shared are not here.\n');
      this.skip();
    }
    let count = 0;
    for (const file of readdirSync(folder)) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const once = fixCatalog(text, { source: file, generateIds: true, newId: ids() });
      const again = fixCatalog(once.text, { source: file, generateIds: true, newId: ids() });
      expect(again.edits, file).to.deep.equal([]);
      const { findings } = validateCatalog(once.text, { source: file });
      const slips = findings.filter(({ rule }) => rule === 'keys-spelt-right');
      expect(slips, file).to.deep.equal([]);
      if (once.edits.length > 0) count++;
    }
    expect(count).to.be.above(0);
  });
});

describe('fixCatalog on any catalog', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  /** A key "<<" is a merge to YAML, and no key. */
  const value = fc.jsonValue().filter((each) => !JSON.stringify(each).includes('"<<"'));
  const anything = fc.dictionary(
    fc.oneof(name, fc.constantFrom('planUpdateable', 'bindable', 'free')),
    value,
  );
  const plan = fc.record(
    { id: fc.uuid(), name, description: fc.string({ minLength: 1 }), free: fc.boolean(), metadata: anything },
    { requiredKeys: ['id', 'name', 'description'] },
  );
  const offering = fc.record(
    {
      id: fc.uuid(),
      name,
      description: fc.string({ minLength: 1 }),
      bindable: fc.boolean(),
      plan_updateable: fc.boolean(),
      tags: fc.array(fc.string()),
      metadata: anything,
      plans: fc.array(plan, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['id', 'name', 'description', 'bindable', 'plans'] },
  );
  const catalog = fc.record({ services: fc.array(offering, { minLength: 1, maxLength: 3 }) });
  const layout = fc.record({ indent: fc.integer({ min: 0, max: 4 }), isYaml: fc.boolean() });
  const write = (value: unknown, { indent, isYaml }: { indent: number; isYaml: boolean }) =>
    isYaml ? stringify(value, { indent: Math.max(indent, 1) }) : JSON.stringify(value, undefined, indent);

  it('leaves a good one as it is', () => {
    fc.assert(
      fc.property(catalog, layout, (value, style) => {
        const text = write(value, style);
        expect(fixCatalog(text, { generateIds: true, newId: ids() }).text).to.equal(text);
      }),
      { numRuns: 100 },
    );
  });

  it('takes slips back, and nothing else', () => {
    const slip = fc.constantFrom(
      ['plan_updateable', 'planUpdatable'],
      ['plan_updateable', 'PLAN-UPDATEABLE'],
      ['description', 'Description'],
      ['description', 'descripton'],
      ['bindable', 'bindabel'],
      ['plans', 'plan'],
      ['id', 'ID'],
    );
    fc.assert(
      fc.property(catalog, layout, slip, fc.boolean(), (value, style, [right = '', wrong = ''], isQuoted) => {
        const slipped = (object: object) =>
          Object.fromEntries(
            Object.entries(object).map(([key, item]: [string, unknown]) => [
              key === right ? wrong : key,
              isQuoted && typeof item === 'boolean' ? String(item) : item,
            ]),
          );
        const services = value.services.map((service) =>
          slipped({ ...service, plans: service.plans.map(slipped) }),
        );
        const { text } = fixCatalog(write({ services }, style));
        expect(parse(text)).to.deep.equal(parse(write(value, style)));
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, and mends any JSON once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), layout, (value, style) => {
        const once = fixCatalog(write({ services: [value] }, style), { generateIds: true, newId: ids() });
        expect(fixCatalog(once.text, { generateIds: true, newId: ids() }).edits).to.deep.equal([]);
      }),
      { numRuns: 100 },
    );
  });
});
