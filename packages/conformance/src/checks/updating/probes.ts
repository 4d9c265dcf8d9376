import { isRefusal } from '../../engine/answer.ts';
import { contextOf, previousValues } from '../../engine/bodies.ts';
import { hollowness } from '../../engine/one-cause.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { brief, member, sameJson } from '../../engine/json.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { eachPlan, onePlanPerOffering } from '../../preconditions/plans.ts';

/** True when the offering declares some kind of update, so that PATCH has to be there. */
const declaresUpdates = (plan: Plan) => plan.planUpdateable || plan.offering.allowContextUpdates;

/** Skips the check for a broker that neither declares nor offers updates. */
async function updatesOffered(
  { broker, arrange, expect }: Tools,
  plan: Plan,
  instanceId: string,
): Promise<void> {
  if (declaresUpdates(plan)) return;
  const control = await broker.update(instanceId, { service_id: plan.offering.id }, { role: 'setup' });
  await arrange.follow(plan, control, { instanceId }, 'update');
  expect.applies(
    control.status < 500 && control.status !== 404 && control.status !== 405,
    'The broker neither declares nor offers updates.',
  );
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
    const { given, broker, arrange, expect, world } = tools;
    const instance = await arrange.instance(given.plan);
    await updatesOffered(tools, given.plan, instance.id);
    const answer = await broker.update(instance.id, { context: contextOf(world) });
    await arrange.follow(given.plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status(400, 'the body has no service_id');
  },
});

const unknownPlan = defineCheck({
  id: 'updating/unknown-plan',
  title: 'An update to a plan that the catalog does not have is refused and changes nothing.',
  requirements: ['UPD-REJECT-UNKNOWN-PLAN', 'ERR-4XX-NO-CHANGE-UPD'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    expect.applies(plan.planUpdateable, 'The plan does not declare plan_updateable.');
    const instance = await arrange.instance(plan);
    const before = plan.offering.instancesRetrievable ? await broker.fetchInstance(instance.id) : undefined;
    const body = {
      service_id: plan.offering.id,
      plan_id: arrange.freshId(),
      previous_values: previousValues(plan, world),
    };
    const answer = await broker.update(instance.id, body);
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status({ legal: ['4xx'] }, 'the catalog has no such plan_id');
    const after = before === undefined ? undefined : await broker.fetchInstance(instance.id);
    if (isRefusal(answer) && before?.status === 200 && after !== undefined) {
      const same = ['service_id', 'plan_id', 'parameters', 'dashboard_url'].every((name) =>
        sameJson(member(before.object, name), member(after.object, name)),
      );
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
    const { given, broker, arrange, expect, world } = tools;
    const instance = await arrange.instance(given.plan);
    await updatesOffered(tools, given.plan, instance.id);
    const answer = await broker.update(instance.id, {
      service_id: arrange.freshId(),
      context: contextOf(world),
    });
    await arrange.follow(given.plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status({ legal: ['4xx'] }, 'the catalog has no such service_id');
  },
});

const unknownInstance = defineCheck({
  id: 'updating/unknown-instance',
  title: 'An update of an instance that does not exist is refused.',
  requirements: ['UPD-REJECT-UNKNOWN-INSTANCE', 'ERR-STATUS-APPROPRIATE'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const id = arrange.freshId();
    const answer = await broker.update(id, {
      service_id: plan.offering.id,
      plan_id: plan.id,
      context: contextOf(world),
    });
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
    const life = await world.life(plan, 'updated');
    const { update, stopped } = life;
    expect.reached(update !== undefined, stopped?.text ?? 'No update was sent.', stopped?.answer);
    if (update?.supported.kind === 'context') {
      const hollow = update.mutation.answer.status === 404 ? hollowness(await world.life(plan)) : undefined;
      expect.reached(hollow === undefined, hollow?.text ?? '', hollow?.answer);
      expect(update.mutation.answer).status(
        [200, 202],
        `"${plan.offering.name}" declares allow_context_updates`,
      );
    }
  },
});

/** Probes of updates. */
export const updateProbes = [
  contextOnly,
  malformed,
  withoutServiceId,
  unknownPlan,
  wrongService,
  unknownInstance,
];
