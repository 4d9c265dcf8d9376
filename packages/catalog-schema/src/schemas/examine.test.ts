import { expect } from 'chai';
import { samplePlan, withOffering } from '../engine/samples.ts';
import { validateCatalog } from '../validate.ts';

describe('catalog-schema: the budget of compiling schemas', () => {
  const catalog = (count: number) =>
    withOffering({
      plans: Array.from({ length: count }, (_, index) => {
        const id = `5a1b2c3d-0000-4000-8000-${String(index).padStart(12, '0')}`;
        const parameters = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', title: id };
        return samplePlan({
          id,
          name: `plan-${index}`,
          schemas: { service_instance: { create: { parameters } } },
        });
      }),
    });

  it('is told when it is spent', () => {
    const { notes, errors } = validateCatalog(catalog(600));
    expect(notes).to.deep.equal([
      '88 parameter schemas were too many, or too deep, to be compiled; they are held against their metaschema only.',
    ]);
    expect(errors).to.equal(0);
  });

  it('is enough for any catalog of usual size', () => {
    expect(validateCatalog(catalog(200)).notes).to.deep.equal([]);
  });
});
