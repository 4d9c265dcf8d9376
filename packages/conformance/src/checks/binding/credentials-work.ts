import { defineCheck } from '../../engine/check.ts';
import { factsOf } from '../../engine/parameters.ts';
import { usableBinding } from '../../judgements/credentials-in-use.ts';
import { bindablePlan } from '../../preconditions/plans.ts';

/** What an application does with a binding: it uses it. */
export const credentialsWork = defineCheck({
  id: 'binding/credentials-work',
  title: 'The credentials of a binding hold what is promised and work.',
  requirements: ['BIND-CREDENTIALS-RETURNED'],
  given: bindablePlan,
  async run(tools) {
    const { plan } = tools.given;
    const { credentials, attempt } = await usableBinding(tools, plan);
    const promised = factsOf(plan, tools.world.facts).credentialNames ?? [];
    const missing = promised.filter((name) => !Object.hasOwn(credentials, name));
    tools.expect.that(missing.length === 0, {
      expected: `credentials with ${promised.map((name) => `"${name}"`).join(', ')}`,
      actual: `credentials without ${missing.map((name) => `"${name}"`).join(', ')}`,
      because: 'the configuration says what they hold (credential_names)',
    });
    const { works, how } = await attempt();
    tools.expect.that(works, {
      expected: 'credentials with which the configured command succeeds',
      actual: `it failed: ${how}`,
      because: 'the binding exists',
    });
  },
});
