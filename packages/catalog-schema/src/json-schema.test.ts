import { readFileSync } from 'node:fs';
import { apiVersions } from '@osb-kit/spec';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';

import { sampleOffering, withOffering, withPlan } from './engine/samples.ts';
import { catalogJsonSchema, schemaStoreEntry } from './json-schema.ts';

describe('the JSON Schema of a catalog', () => {
  for (const version of apiVersions) {
    it(`compiles on its own and tells good from bad at ${version}`, () => {
      const validate = new Ajv({ strict: false }).compile(catalogJsonSchema(version));
      expect(validate(withOffering({}))).to.equal(true);
      expect(validate({ services: [sampleOffering({ plans: [{}] })] })).to.equal(false);
      expect(validate(withOffering({ bindable: 'true' }))).to.equal(false);
    });
  }

  it('accepts the good example of the repository and refuses the broken one', () => {
    const validate = new Ajv({ strict: true, strictRequired: true }).compile(catalogJsonSchema());
    const example = (file: string) =>
      readFileSync(new URL(`../../../examples/catalogs/${file}`, import.meta.url), 'utf8');
    expect(validate(parse(example('orders.yaml'))), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate(JSON.parse(example('broken.json')))).to.equal(false);
  });

  it('knows at each version the fields of that version', () => {
    const catalog = withPlan({ binding_rotatable: 'x' });
    expect(new Ajv({ strict: false }).compile(catalogJsonSchema('2.16'))(catalog)).to.equal(true);
    expect(new Ajv({ strict: false }).compile(catalogJsonSchema('2.17'))(catalog)).to.equal(false);
  });

  it('describes every field, for hover in an editor', () => {
    const undescribed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, child] of Object.entries(value) as [string, unknown][]) {
        if (key !== 'properties') visit(child, `${path}/${key}`);
        else {
          for (const [name, field] of Object.entries(child as Record<string, object>)) {
            if (!('description' in field) && !('$ref' in field)) undescribed.push(`${path}/${name}`);
            visit(field, `${path}/${name}`);
          }
        }
      }
    };
    visit(catalogJsonSchema(), '');
    expect(undescribed).to.deep.equal([]);
  });

  it('asks for the right key where one is spelt otherwise, and for distinct elements', () => {
    const validate = new Ajv({ strict: true, strictRequired: false }).compile(catalogJsonSchema());
    for (const fields of [
      { planUpdatable: true },
      { 'plan-updateable': true },
      { Tags: ['a'] },
      { plan_updatable: true },
    ]) {
      expect(validate(withOffering(fields)), JSON.stringify(fields)).to.equal(false);
      expect(validate.errors?.[0]?.keyword).to.equal('dependencies');
    }
    expect(validate(withOffering({ plan_updatable: true, plan_updateable: true }))).to.equal(true);
    expect(validate(withOffering({ metadata: { display_name: 'x' }, 'example.com/tags': 1 }))).to.equal(true);
    expect(validate(withPlan({ maintenanceInfo: { version: '1.0.0' } }))).to.equal(false);
    expect(validate({ services: [sampleOffering(), sampleOffering()] })).to.equal(false);
    expect(validate({ services: [sampleOffering(), sampleOffering({ id: 'b' })] })).to.equal(true);
  });

  it('has the form that SchemaStore takes', () => {
    for (const version of apiVersions) {
      const { $id, $schema } = catalogJsonSchema(version);
      expect([$schema, $id]).to.deep.equal([
        'http://json-schema.org/draft-07/schema#',
        `https://json.schemastore.org/osb-catalog-${version}.json`,
      ]);
    }
    const entry = schemaStoreEntry(apiVersions);
    expect(Object.keys(entry)).to.deep.equal(['name', 'description', 'fileMatch', 'url', 'versions']);
    expect(entry['fileMatch']).to.include('*.osb-catalog.yaml').and.not.include('catalog.json');
  });

  it('refers to nothing outside itself', () => {
    const references = [...JSON.stringify(catalogJsonSchema()).matchAll(/"\$ref":"([^"]*)"/g)].map(
      ([, to]) => to,
    );
    expect(references.filter((to) => to?.startsWith('#') !== true)).to.deep.equal([]);
  });
});
