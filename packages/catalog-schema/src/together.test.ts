import { expect } from 'chai';

import { otherId, sampleOffering, samplePlan } from './engine/samples.ts';
import { validateTogether } from './together.ts';

const first = { services: [sampleOffering({ dashboard_client: { id: 'dash', secret: 'not-a-secret' } })] };
const apart = {
  services: [
    sampleOffering({
      id: otherId,
      name: 'other',
      plans: [samplePlan({ id: '5d2f1f6e-58c6-4c56-8f43-8b3d4d9f0a11' })],
    }),
  ],
};

describe('catalogs registered together', () => {
  it('may differ in everything', () => {
    const brokers = [
      { name: 'a', url: 'https://a.example.com', catalog: first },
      { name: 'b', url: 'https://b.example.com', catalog: apart },
    ];
    expect(validateTogether(brokers)).to.deep.equal([]);
  });

  it('may not share name, base URL, ids and dashboard clients', () => {
    const brokers = [
      { name: 'a', url: 'https://Example.com/broker/', catalog: first },
      { name: 'a', url: 'https://example.com/broker', catalog: first },
    ];
    const found = validateTogether(brokers);
    expect(found.map(({ rule }) => rule)).to.deep.equal([
      'brokers-name-unique',
      'brokers-url-unique',
      'brokers-offering-id-unique',
      'brokers-dashboard-client-unique',
      'brokers-plan-id-unique',
    ]);
    expect(found[4]?.claims).to.deep.equal([
      { broker: 'a', pointer: '/services/0/plans/0/id' },
      { broker: 'a', pointer: '/services/0/plans/0/id' },
    ]);
  });

  it('leaves repetitions inside one catalog to the validation of that catalog', () => {
    const catalog = { services: [sampleOffering(), sampleOffering()] };
    expect(validateTogether([{ name: 'a', catalog }])).to.deep.equal([]);
  });

  it('takes any value for a catalog', () => {
    const catalogs: readonly unknown[] = [
      null,
      1,
      'x',
      [],
      { services: {} },
      JSON.parse('{"__proto__": {"services": []}}'),
    ];
    const brokers = catalogs.map((catalog, index) => ({ name: String(index), catalog }));
    expect(validateTogether(brokers)).to.deep.equal([]);
  });
});
