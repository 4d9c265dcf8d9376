import { defineCheck } from '../../engine/check.ts';
import { factsOf } from '../../engine/parameters.ts';
import { distinctParameters } from '../../engine/parameters.ts';
import type { LegalStatuses } from '../../engine/status.ts';
import { eachPlan, twoOfferings, twoPlansOfOneOffering } from '../../preconditions/plans.ts';

const conflict: LegalStatuses = { legal: [409] };

/** The same id with another plan is no repeat. */
export const conflictOnDifferentPlan = defineCheck({
  id: 'provisioning/conflict-on-different-plan',
  title: 'A second provision with another plan is answered 409.',
  requirements: ['PROV-409-PLAN'],
  given: twoPlansOfOneOffering,
  async run({ given: { plan, other }, broker, arrange, expect }) {
    const instance = await arrange.instance(plan);
    const body = { ...arrange.provisionBody(other), service_id: plan.offering.id };
    const second = await broker.provision(instance.id, body);
    await arrange.follow(other, second, { instanceId: instance.id }, 'create');
    if (second.status === 400 || second.status === 422) {
      const alone = arrange.freshId();
      const control = await broker.provision(alone, body, { role: 'setup' });
      await arrange.follow(other, control, { instanceId: alone }, 'create');
      expect.reached(control.status < 400, `Plan "${other.name}" cannot be provisioned on its own either.`);
    }
    expect(second).status(
      conflict,
      `the instance exists with plan "${plan.name}" and was asked for again with "${other.name}"`,
    );
  },
});

/** The same id with another service is no repeat. */
export const conflictOnDifferentService = defineCheck({
  id: 'provisioning/conflict-on-different-service',
  title: 'A second provision with another service is answered 409.',
  requirements: ['PROV-409-SERVICE'],
  given: twoOfferings,
  async run({ given: { plan, other }, broker, arrange, expect }) {
    const instance = await arrange.instance(plan);
    const body = arrange.provisionBody(other);
    const second = await broker.provision(instance.id, body);
    await arrange.follow(other, second, { instanceId: instance.id }, 'create');
    if (second.status === 400 || second.status === 422) {
      const alone = arrange.freshId();
      const control = await broker.provision(alone, body, { role: 'setup' });
      await arrange.follow(other, control, { instanceId: alone }, 'create');
      expect.reached(control.status < 400, `Plan "${other.name}" cannot be provisioned on its own either.`);
    }
    expect(second).status(
      conflict,
      `the instance exists as "${plan.offering.name}" and was asked for again as "${other.offering.name}"`,
    );
  },
});

/** The same id with other parameters is no repeat. */
export const conflictOnDifferentParameters = defineCheck({
  id: 'provisioning/conflict-on-different-parameters',
  title: 'A second provision with other parameters is answered 409.',
  requirements: ['PROV-409-PARAMS'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { provisionParameters, alternativeProvisionParameters } = factsOf(plan, world.facts);
    const [first, second] =
      alternativeProvisionParameters === undefined
        ? (distinctParameters(plan, 'create', world.seed) ?? [undefined, undefined])
        : [provisionParameters, alternativeProvisionParameters];
    expect.applies(
      second !== undefined,
      'No two sets of parameters are known for this plan: configure them.',
    );
    const instance = await arrange.instance(plan, first);
    await arrange.instance(plan, second);
    const repeated = await broker.provision(instance.id, arrange.provisionBody(plan, second));
    await arrange.follow(plan, repeated, { instanceId: instance.id }, 'create');
    expect(repeated).status(conflict, 'the instance exists with other parameters, and both are valid');
  },
});

/** A conflict changes nothing. */
export const conflictChangesNothing = defineCheck({
  id: 'provisioning/conflict-changes-nothing',
  title: 'A conflicting provision leaves the instance as it is.',
  requirements: ['PROV-409-NO-CHANGE'],
  given: twoPlansOfOneOffering,
  async run({ given: { plan, other }, broker, arrange, expect }) {
    const instance = await arrange.instance(plan);
    const before = await broker.provision(instance.id, instance.body, { role: 'setup' });
    await arrange.follow(plan, before, { instanceId: instance.id }, 'create');
    const conflicting = await broker.provision(instance.id, { ...instance.body, plan_id: other.id });
    expect.applies(conflicting.status === 409, 'The conflict was not answered 409: see the conflict checks.');
    if (plan.offering.instancesRetrievable) {
      const fetched = await broker.fetchInstance(instance.id);
      const planId = fetched.object?.['plan_id'];
      expect.that(planId === undefined || planId === plan.id, {
        answer: fetched,
        expected: `"plan_id": "${plan.id}"`,
        actual: `"plan_id": ${JSON.stringify(planId)}`,
        because: 'the provision with another plan was refused with 409',
      });
    }
    const after = await broker.provision(instance.id, instance.body);
    await arrange.follow(plan, after, { instanceId: instance.id }, 'create');
    expect.that(after.status === before.status, {
      answer: after,
      expected: `${String(before.status)}, as before the conflict`,
      actual: String(after.status),
      because: 'the provision with another plan was refused with 409 and must not have changed the instance',
    });
  },
});
