import { expect } from 'chai';

import { otherId, samplePlan, withOffering } from './engine/samples.ts';
import { platformAnswers } from './platforms.ts';
import { rules } from './registry.ts';

describe('what platforms do with a catalog', () => {
  it('is told apart from what the specification says', () => {
    const small = withOffering({ plans: [samplePlan(), samplePlan({ id: otherId, name: 'Small' })] });
    const [cloudFoundry, kubernetes] = platformAnswers(small);
    expect(cloudFoundry?.refusal).to.contain('have one name in the database');
    expect(kubernetes).to.deep.equal({ profile: 'kubernetes', platform: "Kubernetes' service-catalog" });
  });

  it('is known for the examples of every rule', () => {
    const surprising = rules
      .filter(({ basis }) => basis.kind === 'requirement')
      .filter(({ examples }) => platformAnswers(examples.good).some(({ refusal }) => refusal !== undefined))
      .map(({ id }) => id);
    // Each is explained with what the platform does: add a rule here after reading "osb explain".
    expect(surprising).to.deep.equal(['plan-name-unique']);
  });
});
