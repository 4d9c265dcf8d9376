import { isRefusal, isSuccess } from '../../engine/answer.ts';
import { contextOf, isNamed, planChanges, previousValues } from '../../engine/bodies.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { without } from '../../engine/client.ts';
import { describe } from '../../engine/expect.ts';
import { brief, isObject, member, sameJson } from '../../engine/json.ts';
import { factsOf, fullParameters, invalidParameters } from '../../engine/parameters.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { changeablePlan, eachPlan, onePlanPerOffering, planWithRetrievableInstances, unchangeablePlan } from '../../preconditions/plans.ts';

/** True when the offering declares some kind of update, so that PATCH has to be there. */
const declaresUpdates = (plan: Plan) => plan.planUpdateable || plan.offering.allowContextUpdates;

/** Skips the check for a broker that neither declares nor offers updates. */
async function updatesOffered({ broker, arrange, expect }: Tools, plan: Plan, instanceId: string): Promise<void> {
  if (declaresUpdates(plan)) return;
  const control = await broker.update(instanceId, { service_id: plan.offering.id }, { role: 'setup' });
  await arrange.follow(plan, control, { instanceId }, 'update');
  expect.applies(![404, 405, 501].includes(control.status), 'The broker neither declares nor offers updates.');
}

const malformed = defineCheck({
  id: 'updating/malformed-json',
  title: 'An update with malformed JSON is answered 400.',
  requirements: ['UPD-400-MALFORMED', 'CT-UNPROCESSABLE-400'],
  given: onePlanPerOffering,
  run: (tools) =>
    tools.arrange.onShared(tools.given.plan, async (instance) => {
      await updatesOffered(tools, tools.given.plan, instance.id);
      const answer = await tools.broker.update(instance.id, undefined, { rawBody: '{"service_id": ' });
      tools.expect(answer).status(400, 'the body is cut off in the middle');
    }),
});

const withoutServiceId = defineCheck({
  id: 'updating/without-service-id',
  title: 'An update without service_id is answered 400.',
  requirements: ['UPD-400-NO-SERVICE-ID'],
  given: onePlanPerOffering,
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const instance = await arrange.instance(given.plan);
    await updatesOffered(tools, given.plan, instance.id);
    const answer = await broker.update(instance.id, { context: contextOf() });
    await arrange.follow(given.plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status(400, 'the body has no service_id');
  },
});

const unknownPlan = defineCheck({
  id: 'updating/unknown-plan',
  title: 'An update to a plan that the catalog does not have is refused and changes nothing.',
  requirements: ['UPD-REJECT-UNKNOWN-PLAN', 'ERR-4XX-NO-CHANGE-UPD'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect }) {
    expect.applies(plan.planUpdateable, 'The plan does not declare plan_updateable.');
    const instance = await arrange.instance(plan);
    const before = plan.offering.instancesRetrievable ? await broker.fetchInstance(instance.id) : undefined;
    const body = { service_id: plan.offering.id, plan_id: arrange.freshId(), previous_values: previousValues(plan) };
    const answer = await broker.update(instance.id, body);
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status({ legal: ['4xx'] }, 'the catalog has no such plan_id');
    const after = before === undefined ? undefined : await broker.fetchInstance(instance.id);
    if (isRefusal(answer) && before?.status === 200 && after !== undefined) {
      const same = ['service_id', 'plan_id', 'parameters', 'dashboard_url'].every((name) => sameJson(member(before.object, name), member(after.object, name)));
      expect.that(same, {
        about: 'ERR-4XX-NO-CHANGE-UPD',
        answer: after,
        expected: brief(before.object),
        actual: brief(after.object),
        because: `the update was refused with ${String(answer.status)}`,
      });
    }
  },
});

const wrongService = defineCheck({
  id: 'updating/wrong-service',
  title: 'An update with a service that the catalog does not have is refused.',
  requirements: ['UPD-REJECT-WRONG-SERVICE'],
  given: onePlanPerOffering,
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const instance = await arrange.instance(given.plan);
    await updatesOffered(tools, given.plan, instance.id);
    const answer = await broker.update(instance.id, { service_id: arrange.freshId(), context: contextOf() });
    await arrange.follow(given.plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status({ legal: ['4xx'] }, 'the catalog has no such service_id');
  },
});

const unknownInstance = defineCheck({
  id: 'updating/unknown-instance',
  title: 'An update of an instance that does not exist is refused.',
  requirements: ['UPD-REJECT-UNKNOWN-INSTANCE', 'ERR-STATUS-APPROPRIATE'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect }) {
    const id = arrange.freshId();
    const answer = await broker.update(id, { service_id: plan.offering.id, plan_id: plan.id, context: contextOf() });
    await arrange.follow(plan, answer, { instanceId: id }, 'update');
    expect(answer).status({ legal: ['4xx', 501] }, 'the id was never used');
  },
});

/** The declared kind of update has to work. */
const contextOnly = defineCheck({
  id: 'updating/context-only',
  title: 'A context-only update works where the offering declares it.',
  requirements: ['UPD-CONTEXT-ONLY-WORKS'],
  given: eachPlan,
  async run({ given: { plan }, expect, world }) {
    expect.applies(plan.offering.allowContextUpdates, 'The offering does not declare allow_context_updates.');
    const { update, stopped } = await world.life(plan);
    expect.reached(update !== undefined, stopped?.text ?? 'No update was sent.');
    if (update?.supported.kind === 'context') {
      expect(update.mutation.answer).status([200, 202], `"${plan.offering.name}" declares allow_context_updates`);
    }
  },
});

const planChange = defineCheck({
  id: 'updating/plan-change',
  title: 'A plan that is declared updateable can be changed, or the change is refused with 422.',
  requirements: ['UPD-PLAN-CHANGE-WORKS', 'UPD-APPLIED', 'GETI-PLAN-ID'],
  given: changeablePlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const changes = planChanges(plan, factsOf(plan, world.facts)).slice(0, 3);
    let lastRefusal: string | undefined;
    for (const other of changes) {
      const instance = await arrange.instance(plan);
      const body = { service_id: plan.offering.id, plan_id: other.id, previous_values: previousValues(plan), context: contextOf() };
      const answer = await broker.update(instance.id, body);
      const followed = await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
      const because = `plan "${plan.name}" declares plan_updateable`;
      expect(answer).status({ legal: [200, 202, 422], unclear: [] }, because);
      if (answer.status === 422) {
        lastRefusal = describe(answer);
        continue;
      }
      if (followed.end !== 'done' || !plan.offering.instancesRetrievable) return;
      const fetched = await broker.fetchInstance(instance.id);
      const planId = member(fetched.object, 'plan_id');
      expect.that(fetched.status !== 200 || planId === undefined || planId === other.id, {
        about: ['UPD-APPLIED', 'GETI-PLAN-ID'],
        answer: fetched,
        expected: `"plan_id": ${brief(other.id)}`,
        actual: `"plan_id": ${brief(planId)}`,
        because: 'the plan change has ended with success',
      });
      return;
    }
    expect.that(lastRefusal === undefined, {
      expected: 'one plan change that is accepted',
      actual: `${lastRefusal ?? ''} to every change that was tried`,
      because: `plan "${plan.name}" declares plan_updateable`,
      weight: 'warning',
    });
  },
});

const undeclaredPlanChange = defineCheck({
  id: 'updating/undeclared-plan-change',
  title: 'A plan change that the catalog does not declare is refused with 422.',
  requirements: ['UPD-422-PLAN-NOT-UPDATEABLE', 'CAT-PLANUPD-DECLARED'],
  given: unchangeablePlan,
  async run({ given: { plan, other }, broker, arrange, expect }) {
    const instance = await arrange.instance(plan);
    const answer = await broker.update(instance.id, { service_id: plan.offering.id, plan_id: other.id, previous_values: previousValues(plan) });
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status(
      {
        legal: [422],
        tolerated: [
          { status: '2xx', reason: 'the broker can change plans and the catalog does not say so' },
          { status: '4xx', reason: 'platforms must not send this, but 422 is the answer' },
          { status: 501, reason: 'platforms must not send this, but 422 is the answer' },
        ],
      },
      `plan "${plan.name}" does not declare plan_updateable`,
    );
  },
});

const forbiddenPlanChange = defineCheck({
  id: 'updating/unsupported-plan-change',
  title: 'A plan change that is not supported is refused with 422.',
  requirements: ['UPD-422-UNSUPPORTED'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const named = factsOf(plan, world.facts).forbiddenPlanChange;
    const other = plan.offering.plans.find((candidate) => isNamed(candidate, named));
    expect.applies(other !== undefined && plan.planUpdateable, 'No plan change is configured that is not supported.');
    const instance = await arrange.instance(plan);
    const answer = await broker.update(instance.id, { service_id: plan.offering.id, plan_id: other?.id, previous_values: previousValues(plan) });
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status(422, `the configuration says that the change to "${other?.name ?? ''}" is not supported`);
  },
});

/** A refused plan change tells the user why. */
const refusalExplained = defineCheck({
  id: 'updating/refused-plan-change-explained',
  title: 'A refused plan change has a description.',
  requirements: ['UPD-UNSUPPORTED-MESSAGE'],
  given: unchangeablePlan,
  async run({ given: { plan, other }, broker, arrange, expect }) {
    const instance = await arrange.instance(plan);
    const answer = await broker.update(instance.id, { service_id: plan.offering.id, plan_id: other.id, previous_values: previousValues(plan) });
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect.applies(isRefusal(answer) && answer.status !== 404 && answer.status !== 405, 'The broker does not refuse plan changes.');
    const description = member(answer.object, 'description');
    expect.that(typeof description === 'string' && description !== '', {
      answer,
      expected: 'a non-empty "description"',
      actual: answer.text === '' ? 'an empty body' : `"description": ${brief(description)}`,
      because: 'the plan change was refused, and users want to know why',
    });
  },
});

const optionalFields = defineCheck({
  id: 'updating/optional-fields',
  title: 'An update needs no previous_values.',
  requirements: ['UPD-OPTIONAL-FIELDS'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { update } = await world.life(plan);
    expect.applies(update !== undefined && update.mutation.followed.end === 'done', 'No update of this plan is declared and accepted.');
    if (update === undefined) return;
    const instance = await arrange.instance(plan);
    const bare = without(update.supported.body, 'previous_values');
    const answer = await broker.update(instance.id, update.supported.kind === 'plan' ? without(bare, 'context') : bare);
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status([200, 202], 'the same update with previous_values is accepted');
  },
});

const invalidParametersRefused = defineCheck({
  id: 'updating/invalid-parameters',
  title: 'An update with parameters that the schema refuses is refused and changes nothing.',
  requirements: ['UPD-PARAMS-VALIDATED', 'UPD-4XX-NO-APPLY'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const facts = factsOf(plan, world.facts);
    const wrong = facts.invalidUpdateParameters ?? invalidParameters(plan, 'update', world.seed);
    expect.applies(wrong !== undefined, 'Neither a schema nor the configuration tells which parameters are invalid.');
    const instance = await arrange.instance(plan);
    const [other] = planChanges(plan, facts);
    const body = { service_id: plan.offering.id, previous_values: previousValues(plan), parameters: wrong };
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
    const wrongThere = facts.invalidUpdateParameters ?? invalidParameters(other, 'update', world.seed);
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
const parametersKept = defineCheck({
  id: 'updating/parameters-kept',
  title: 'An update without parameters leaves the parameters as they are.',
  requirements: ['UPD-NO-PARAMS-NO-CHANGE'],
  given: planWithRetrievableInstances,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { update } = await world.life(plan);
    expect.applies(update !== undefined && update.mutation.followed.end === 'done' && update.supported.kind !== 'parameters', 'No update without parameters is declared and accepted.');
    if (update === undefined) return;
    const given = factsOf(plan, world.facts).provisionParameters ?? fullParameters(plan, 'create', world.seed);
    expect.applies(given !== undefined, 'No parameters are known for this plan: configure them.');
    const instance = await arrange.instance(plan, given);
    const before = member((await broker.fetchInstance(instance.id)).object, 'parameters');
    expect.applies(isObject(before) && Object.keys(before).length > 0, 'A fetch does not show the parameters.');
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

/** Two instances keep their own dashboards through updates. */
const dashboardsDiffer = defineCheck({
  id: 'updating/dashboard-url-identifies-the-instance',
  title: 'Updates of two instances return different dashboards.',
  requirements: ['UPD-DASH-IDENTIFIES'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { update } = await world.life(plan);
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

/** Probes of updates. */
export const updateProbes = [
  contextOnly,
  planChange,
  undeclaredPlanChange,
  forbiddenPlanChange,
  refusalExplained,
  malformed,
  withoutServiceId,
  unknownPlan,
  wrongService,
  unknownInstance,
  optionalFields,
  invalidParametersRefused,
  parametersKept,
  dashboardsDiffer,
];
