import { defineCheck } from '../../engine/check.ts';
import { usableBinding } from '../../judgements/credentials-in-use.ts';
import { bindablePlan } from '../../preconditions/plans.ts';

/** A binding that is gone lets nobody in any more. */
export const credentialsRefused = defineCheck({
  id: 'unbinding/credentials-refused',
  title: 'The credentials of a binding do not work any more after the unbind.',
  requirements: ['UNB-DELETES'],
  given: bindablePlan,
  async run(tools) {
    const { arrange, broker, expect, given } = tools;
    const { instanceId, bindingId, attempt } = await usableBinding(tools, given.plan);
    expect.reached((await attempt()).works, 'The credentials do not work while the binding exists.');
    const unbind = await broker.unbind(instanceId, bindingId, given.plan);
    await arrange.succeed(given.plan, unbind, { instanceId, bindingId }, 'delete');
    const { works } = await attempt();
    expect.that(!works, {
      answer: unbind,
      expected: 'credentials that are refused',
      actual: 'the configured command still succeeds with them',
      because: 'the unbind succeeded',
    });
  },
});
