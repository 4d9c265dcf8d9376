import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readCatalog } from './catalog-model.ts';
import { samplePlans, sampleSize, testedWhole } from './sample.ts';

const plansOf = (services: readonly object[]) =>
  readCatalog({ services }, '2.17').flatMap(({ plans }) => plans);

const offering = (name: string, count: number, more: object = {}) => ({
  id: name,
  name,
  bindable: true,
  plans: Array.from({ length: count }, (_, at) => ({ id: `${name}-${String(at)}`, name: String(at) })),
  ...more,
});

describe('the sample of a large catalog', () => {
  it('is everything where there is little', () => {
    const plans = plansOf([offering('a', testedWhole)]);
    expect(samplePlans(plans)).to.equal(plans);
  });

  it('has a bounded size, be there many offerings or many plans of one', () => {
    const many = plansOf(Array.from({ length: 1000 }, (_, at) => offering(`o${String(at)}`, 2)));
    expect(samplePlans(many)).to.have.lengthOf(sampleSize);
    expect(samplePlans(plansOf([offering('a', 10_000)]))).to.have.lengthOf(sampleSize);
  });

  it('has a plan of each kind, is spread over the catalog, and is the same each time', () => {
    const plans = plansOf([
      ...Array.from({ length: 500 }, (_, at) => offering(`o${String(at)}`, 1)),
      offering('fetched', 1, { instances_retrievable: true }),
      offering('unbound', 1, { bindable: false }),
    ]);
    const sample = samplePlans(plans);
    const names = sample.map((plan) => plan.offering.name);
    expect(names).to.include.members(['o0', 'fetched', 'unbound']);
    expect(names.filter((name) => Number(name.slice(1)) > 250).length).to.be.greaterThan(5);
    expect(samplePlans(plans)).to.deep.equal(sample);
  });
});
