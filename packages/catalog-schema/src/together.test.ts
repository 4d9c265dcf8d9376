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
      { broker: 'a', index: 0, pointer: '/services/0/plans/0/id' },
      { broker: 'a', index: 1, pointer: '/services/0/plans/0/id' },
    ]);
  });

  it('leaves repetitions inside one catalog to the validation of that catalog', () => {
    const catalog = { services: [sampleOffering(), sampleOffering()] };
    expect(validateTogether([{ name: 'a', catalog }])).to.deep.equal([]);
  });

  it('takes spellings of one base URL for one', () => {
    const urls = [
      'HTTPS://me:secret@Example.com:443/x/',
      'https://example.com/x',
      'https://example.com/y/../x?z#z',
    ];
    const found = validateTogether(
      urls.map((url, index) => ({ name: String(index), url, catalog: { services: [] } })),
    );
    expect(found.map(({ message }) => message)).to.deep.equal([
      'The base URL "https://example.com/x" is claimed by "0" and "1" and "2". Register the broker once.',
    ]);
  });

  it('names five of many, lists all, and is linear', () => {
    const plans = Array.from({ length: 20 }, (_, index) => samplePlan({ id: `plan-${index}` }));
    const examine = (count: number) =>
      validateTogether(
        Array.from({ length: count }, (_, index) => ({
          name: `broker-${index}`,
          catalog: { services: [sampleOffering({ plans })] },
        })),
      );
    const spans = [1_000, 4_000].map((count) => {
      const start = process.cpuUsage();
      const found = examine(count);
      const { user } = process.cpuUsage(start);
      expect(found).to.have.length(21);
      expect(found[0]?.claims).to.have.length(count);
      expect(found[0]?.message).to.match(/"broker-4" \(\/services\/0\/id\) and \d+ more\. /);
      return user;
    });
    expect((spans[1] ?? 0) / (spans[0] ?? 1)).to.be.below(12); // four times the work
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
