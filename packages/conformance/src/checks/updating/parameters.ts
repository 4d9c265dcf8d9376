import { isRefusal, isSuccess } from '../../engine/answer.ts';
import { planChanges, previousValues } from '../../engine/bodies.ts';
import { defineCheck } from '../../engine/check.ts';
import { without } from '../../engine/client.ts';
import { describe } from '../../engine/expect.ts';
import { brief, isObject, member, sameJson } from '../../engine/json.ts';
import { factsOf, fullParameters } from '../../engine/parameters.ts';
import { violationsOf } from '../../engine/violations.ts';
import { eachPlan, planWithRetrievableInstances } from '../../preconditions/plans.ts';

export const invalidParametersRefused = defineCheck({
  id: 'updating/invalid-parameters',
  title: 'An update with parameters that the schema refuses is refused and changes nothing.',
  requirements: ['UPD-PARAMS-VALIDATED', 'UPD-4XX-NO-APPLY'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const facts = factsOf(plan, world.facts);
    const wrong = facts.invalidUpdateParameters ?? violationsOf(plan, 'update', world.seed, 1)[0]?.parameters;
    expect.applies(
      wrong !== undefined,
      'Neither a schema nor the configuration tells which parameters are invalid.',
    );
    const instance = await arrange.instance(plan);
    const [other] = planChanges(plan, facts);
    const body = {
      service_id: plan.offering.id,
      previous_values: previousValues(plan, world),
      parameters: wrong,
    };
    const plain = await broker.update(instance.id, body);
    const followed = await arrange.follow(plan, plain, { instanceId: instance.id }, 'update');
    expect.that(!isSuccess(plain) || followed.end === 'failed', {
      answer: plain,
      expected: 'any 4xx, or an operation that fails',
      actual: describe(plain),
      because: `"parameters" is ${JSON.stringify(wrong)}`,
    });
    if (other === undefined || !plan.offering.instancesRetrievable) return;
    // The parameters have to be wrong for the plan that the instance is moved to.
    const wrongThere =
      facts.invalidUpdateParameters ?? violationsOf(other, 'update', world.seed, 1)[0]?.parameters;
    if (wrongThere === undefined) return;
    const both = await broker.update(instance.id, { ...body, plan_id: other.id, parameters: wrongThere });
    await arrange.follow(plan, both, { instanceId: instance.id }, 'update');
    if (!isRefusal(both)) return;
    const fetched = await broker.fetchInstance(instance.id);
    const planId = member(fetched.object, 'plan_id');
    expect.that(fetched.status !== 200 || planId === undefined || planId === plan.id, {
      about: 'UPD-4XX-NO-APPLY',
      answer: fetched,
      expected: `"plan_id": ${brief(plan.id)}`,
      actual: `"plan_id": ${brief(planId)}`,
      because: `the plan change with invalid parameters was refused with ${String(both.status)}`,
    });
  },
});

/** Parameters that an update does not mention stay. */
export const parametersKept = defineCheck({
  id: 'updating/parameters-kept',
  title: 'An update without parameters leaves the parameters as they are.',
  requirements: ['UPD-NO-PARAMS-NO-CHANGE'],
  given: planWithRetrievableInstances,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { update } = await world.life(plan, 'updated');
    expect.applies(
      update?.mutation.followed.end === 'done' && update.supported.kind !== 'parameters',
      'No update without parameters is declared and accepted.',
    );
    if (update === undefined) return;
    const given =
      factsOf(plan, world.facts).provisionParameters ?? fullParameters(plan, 'create', world.seed);
    expect.applies(given !== undefined, 'No parameters are known for this plan: configure them.');
    const instance = await arrange.instance(plan, given);
    const before = member((await broker.fetchInstance(instance.id)).object, 'parameters');
    expect.applies(
      isObject(before) && Object.keys(before).length > 0,
      'A fetch does not show the parameters.',
    );
    const answer = await broker.update(instance.id, update.supported.body);
    await arrange.succeed(plan, answer, { instanceId: instance.id }, 'update');
    const fetched = await broker.fetchInstance(instance.id);
    const after = member(fetched.object, 'parameters');
    for (const [name, value] of Object.entries(isObject(before) ? before : {})) {
      expect.that(sameJson(member(after, name), value), {
        answer: fetched,
        expected: `the parameter "${name}" to be ${brief(value)}`,
        actual: brief(member(after, name)),
        because: 'the update had no parameters',
      });
    }
  },
});

export const optionalFields = defineCheck({
  id: 'updating/optional-fields',
  title: 'An update needs no previous_values.',
  requirements: ['UPD-OPTIONAL-FIELDS'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { update } = await world.life(plan, 'updated');
    expect.applies(
      update?.mutation.followed.end === 'done',
      'No update of this plan is declared and accepted.',
    );
    if (update === undefined) return;
    const instance = await arrange.instance(plan);
    const bare = without(update.supported.body, 'previous_values');
    const answer = await broker.update(
      instance.id,
      update.supported.kind === 'plan' ? without(bare, 'context') : bare,
    );
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status([200, 202], 'the same update with previous_values is accepted');
  },
});

/** Two instances keep their own dashboards through updates. */
export const dashboardsDiffer = defineCheck({
  id: 'updating/dashboard-url-identifies-the-instance',
  title: 'Updates of two instances return different dashboards.',
  requirements: ['UPD-DASH-IDENTIFIES'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { update } = await world.life(plan, 'updated');
    const first = member(update?.mutation.answer.object, 'dashboard_url');
    expect.applies(update !== undefined && typeof first === 'string', 'No update returns a dashboard_url.');
    const instance = await arrange.instance(plan);
    const answer = await broker.update(instance.id, update?.supported.body);
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect.that(member(answer.object, 'dashboard_url') !== first, {
      answer,
      expected: 'another "dashboard_url" than that of another instance',
      actual: `"dashboard_url": ${brief(first)} for both`,
      because: 'the URL has to identify the instance',
    });
  },
});
