import { readFileSync } from 'node:fs';
import { apiVersions } from '@osb-kit/spec';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';

import { sampleOffering, withOffering, withPlan } from './engine/samples.ts';
import { catalogJsonSchema } from './json-schema.ts';

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

  it('refers to nothing outside itself', () => {
    const references = [...JSON.stringify(catalogJsonSchema()).matchAll(/"\$ref":"([^"]*)"/g)].map(
      ([, to]) => to,
    );
    expect(references.filter((to) => to?.startsWith('#') !== true)).to.deep.equal([]);
  });
});
