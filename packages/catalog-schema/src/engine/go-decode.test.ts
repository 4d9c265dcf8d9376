import { expect } from 'chai';

import { otherId, samplePlan, withOffering, withPlan } from './samples.ts';
import { validateCatalog } from '../validate.ts';
import type { Profile } from './finding.ts';

const inCapitals = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(inCapitals)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([key, inner]) => [key.toUpperCase(), inCapitals(inner)]),
        )
      : value;

/** The errors of a platform, as `rule pointer`. */
function errors(catalog: unknown, profile: Profile): string[] {
  return validateCatalog(catalog, { profiles: [profile], form: 'wire' })
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule, pointer }) => `${rule} ${pointer}`);
}

const plan = '/services/0/plans/0';
const go = ['kubernetes', 'korifi', 'service-manager'] as const;

describe('a catalog as Go reads it', () => {
  for (const profile of go) {
    it(`has keys in any case: ${profile}`, () => {
      expect(errors(inCapitals(withOffering({ tags: ['a'] })), profile)).to.deep.equal([]);
      const wrong = inCapitals(withPlan({ free: 'yes' }));
      expect(errors(wrong, profile)).to.deep.equal([`${profile}-types-decodable /SERVICES/0/PLANS/0/FREE`]);
    });
    it(`is refused for any spelling of a key with a wrong type: ${profile}`, () => {
      for (const both of [
        { Free: 1, free: true },
        { free: true, Free: 1 },
      ]) {
        const read = withOffering({ plans: [{ ...samplePlan({ free: undefined }), ...both }] });
        expect(errors(read, profile)).to.have.length(1);
      }
    });
    it(`is not refused for null: ${profile}`, () => {
      expect(errors(withPlan({ free: null, metadata: null, schemas: null }), profile)).to.deep.equal([]);
    });
  }

  it('knows the letters that Go holds for the same', () => {
    expect(errors({ '\u017fervice\u017f': 1 }, 'kubernetes')).to.have.length(1);
  });
  it('takes the last of two spellings, which is judged where it stands', () => {
    const name = 'x'.repeat(64);
    expect(errors(withPlan({ NAME: name }), 'kubernetes')).to.deep.equal([
      `kubernetes-name-within-63 ${plan}/NAME`,
    ]);
    expect(errors(withOffering({ PLANS: [] }), 'kubernetes')).to.deep.equal([
      'kubernetes-plans-non-empty /services/0',
    ]);
  });
  it('names the first use of what collides as it is written', () => {
    const { findings } = validateCatalog(
      inCapitals(withOffering({ plans: [samplePlan(), samplePlan({ name: 'b' })] })),
      {
        profiles: ['kubernetes'],
        form: 'wire',
      },
    );
    const [collision] = findings.filter(({ rule }) => rule === 'kubernetes-resources-distinct');
    expect(collision?.message).to.contain('/SERVICES/0/PLANS/0 has');
    expect(collision?.related?.[0]?.pointer).to.equal('/SERVICES/0/PLANS/0');
  });

  const create = (create: unknown) => ({ service_instance: { create } });
  const cases: readonly (readonly [
    name: string,
    catalog: unknown,
    refusing: readonly Profile[],
    at: string,
  ])[] = [
    [
      'dashboard_client',
      withOffering({ dashboard_client: [] }),
      ['kubernetes', 'korifi'],
      '/services/0/dashboard_client',
    ],
    [
      'a dashboard secret',
      withOffering({ dashboard_client: { secret: 1 } }),
      ['kubernetes', 'korifi'],
      '/services/0/dashboard_client/secret',
    ],
    [
      'a redirect_uri, which Korifi does not read',
      withOffering({ dashboard_client: { redirect_uri: [] } }),
      ['kubernetes'],
      '/services/0/dashboard_client/redirect_uri',
    ],
    ['schemas', withPlan({ schemas: [] }), [...go], `${plan}/schemas`],
    [
      'schemas of bindings',
      withPlan({ schemas: { service_binding: 'x' } }),
      ['kubernetes', 'korifi'],
      `${plan}/schemas/service_binding`,
    ],
    [
      'a method',
      withPlan({ schemas: create(true) }),
      ['kubernetes', 'korifi'],
      `${plan}/schemas/service_instance/create`,
    ],
    [
      'parameters that are no object',
      withPlan({ schemas: create({ parameters: [] }) }),
      ['korifi'],
      `${plan}/schemas/service_instance/create/parameters`,
    ],
    [
      'a version that is no text',
      withPlan({ maintenance_info: { version: 2 } }),
      ['korifi'],
      `${plan}/maintenance_info/version`,
    ],
    ['a binding_rotatable', withPlan({ binding_rotatable: 'x' }), ['korifi'], `${plan}/binding_rotatable`],
    [
      'a duration',
      withPlan({ maximum_polling_duration: 1.5 }),
      ['service-manager'],
      `${plan}/maximum_polling_duration`,
    ],
    ['a tag', withOffering({ tags: ['a', 1] }), ['kubernetes', 'korifi'], '/services/0/tags/1'],
    [
      'an allow_context_updates',
      withOffering({ allow_context_updates: 1 }),
      ['korifi', 'service-manager'],
      '/services/0/allow_context_updates',
    ],
    ['an offering that is null', { services: [null] }, ['kubernetes', 'service-manager'], '/services/0'],
  ];
  for (const [name, catalog, refusing, at] of cases) {
    it(`is refused for ${name} by ${refusing.join(', ')}`, () => {
      for (const profile of go) {
        const found = errors(catalog, profile).map((error) => error.split(' ')[1]);
        if (!refusing.includes(profile)) expect(found, profile).to.deep.equal([]);
        else expect(found, profile).to.include(at);
      }
    });
  }

  it('keeps secrets to itself', () => {
    for (const profile of go) {
      const { findings } = validateCatalog(withOffering({ dashboard_client: { secret: 4711 } }), {
        profiles: [profile],
      });
      expect(JSON.stringify(findings)).to.not.contain('4711');
    }
  });
});

describe('what platforms in Go read otherwise than it is meant', () => {
  const told = (catalog: unknown) =>
    validateCatalog(catalog, { profiles: ['korifi'] }).findings.map(
      ({ rule, severity }) => `${rule} ${severity}`,
    );
  it('Korifi reads an absent free or bindable as false', () => {
    expect(told(withPlan({ free: undefined, bindable: undefined }))).to.deep.equal([
      'korifi-plan-defaults-written warning',
      'korifi-plan-defaults-written warning',
    ]);
    expect(told(withPlan({ free: false, bindable: true }))).to.deep.equal([]);
    expect(told(withOffering({ bindable: false, plans: [samplePlan()] }))).to.deep.equal([]);
  });
  it('Service Manager takes the offering’s word for a plan that says nothing', () => {
    const metadata = { supportsInstanceSharing: true };
    const sharing = (bindable: boolean) => withOffering({ bindable, plans: [samplePlan({ metadata })] });
    expect(errors(sharing(true), 'service-manager')).to.deep.equal([]);
    expect(errors(sharing(false), 'service-manager')).to.have.length(1);
  });
  it('Service Manager lets plans of two offerings share a name', () => {
    const other = { ...samplePlan(), id: otherId };
    const catalog = {
      services: ['a', 'b'].map((name) => ({
        name,
        id: name,
        description: 'D.',
        bindable: true,
        plans: [other],
      })),
    };
    expect(errors(catalog, 'service-manager')).to.deep.equal([]);
  });
});
