import { expect } from 'chai';
import { catalogOf, handler, plan, sound, withFields } from './definitions.test-support.ts';

describe('the catalog, of what can be fetched', () => {
  const bound = (offering: object, ...plans: object[]) =>
    withFields({
      bind: handler,
      ...offering,
      plans: plans.map((each, index) => ({ ...plan, id: `p${index}`, name: `p${index}`, ...each })),
    });
  for (const [services, retrievable] of [
    [bound({}, {}), true],
    [bound({ bindable: false }, {}, { bindable: true }), true],
    [bound({ bindable: true }, { bindable: false }), false],
    [bound({ bindable: false }, {}), false],
    [bound({ bindingsRetrievable: false }, {}), false],
    [[sound], false],
  ] as const) {
    it(`says bindings_retrievable ${retrievable} for ${JSON.stringify(services)}`, () => {
      const served = JSON.parse(catalogOf(services).body.toString()) as {
        services: Record<string, unknown>[];
      };
      expect(served.services[0]?.['bindings_retrievable']).to.equal(retrievable);
    });
  }
});
