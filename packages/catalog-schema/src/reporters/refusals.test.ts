import { expect } from 'chai';

import { profiles, type Profile } from '../engine/finding.ts';
import { withOffering, withPlan } from '../engine/samples.ts';
import { validateCatalog } from '../validate.ts';
import { reporters } from './index.ts';
import { refusalLines } from './refusals.ts';

const look = (catalog: unknown, source: string, asked: readonly Profile[] = ['osb']) =>
  validateCatalog(catalog, { source, profiles: asked, outlook: profiles });

describe('what was not asked for', () => {
  const refused = look({ services: [] }, 'none.json');

  it('is counted and does not change the verdict', () => {
    expect(refused.valid).to.equal(true);
    expect(refused.findings).to.deep.equal([]);
    expect(refused.refusals).to.deep.equal([{ profile: 'cloudfoundry', errors: 1 }]);
    expect(look(withOffering({}), 'good.json').refusals).to.deep.equal([]);
    expect(validateCatalog({ services: [] }).refusals).to.equal(undefined);
  });
  it('has as many errors as the profile has when it is asked', () => {
    const catalog = withPlan({ id: 'x'.repeat(70), free: 'true', description: undefined });
    for (const { profile, errors } of look(catalog, 'x').refusals ?? []) {
      expect(validateCatalog(catalog, { profiles: [profile] }).errors, profile).to.equal(errors);
    }
  });
  it('can be the specification', () => {
    const catalog = withOffering({
      plan_updateable: null,
      instances_retrievable: null,
      allow_context_updates: 1,
    });
    expect(look(catalog, 'x', ['kubernetes']).refusals?.map(({ profile }) => profile)).to.deep.equal([
      'osb',
      'cloudfoundry',
      'korifi',
      'service-manager',
    ]);
  });

  for (const reporter of reporters) {
    it(`is in the report as ${reporter.id}, which does not say that nothing was found`, () => {
      const text = reporter.render([refused]);
      expect(text)
        .to.contain('osb validate none.json --profile')
        .and.match(/Cloud Foundry.* would refuse/);
      expect(text).to.not.match(/no findings?\b/i);
      expect(reporter.render([look(withOffering({}), 'good.json')])).to.not.contain('would refuse');
    });
  }

  it('is one line for each platform, with the command that shows why', () => {
    expect(refusalLines([refused])).to.deep.equal([
      'Cloud Foundry (Cloud Controller 3.228.0) would refuse none.json (1 error). See why: osb validate none.json --profile cloudfoundry',
    ]);
    const many = ["a b'c.json", 'b', 'c', 'd'].map((source) => look({ services: [] }, source));
    expect(refusalLines([...many, look(withOffering({}), 'good')])).to.deep.equal([
      String.raw`Cloud Foundry (Cloud Controller 3.228.0) would refuse 4 of 5 catalogs. See why: osb validate 'a b'\''c.json' b c --profile cloudfoundry`,
    ]);
    expect(refusalLines([look({ services: [] }, '<stdin>')])[0]).to.match(/osb validate - --profile/);
  });
});
