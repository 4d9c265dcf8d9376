import { defineCheck, type Tools } from '../../engine/check.ts';
import { without, type CallOptions } from '../../engine/client.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import type { LegalStatuses } from '../../engine/status.ts';
import type { RequirementId } from '@osb-kit/spec';
import { oneBindablePlanPerOffering, unbindablePlan } from '../../preconditions/plans.ts';

const badRequest: LegalStatuses = { legal: [400] };

/** Sends a bind for a fresh id that must be refused, after making sure that the valid one is accepted. */
async function refuses(
  tools: Tools,
  plan: Plan,
  body: unknown,
  statuses: LegalStatuses,
  because: string,
  options: CallOptions = {},
) {
  const { broker, arrange, expect, world } = tools;
  const life = await world.life(plan, 'bound');
  expect.reached(
    life.bound?.bind.followed.end === 'done' || life.planAfter !== plan,
    life.stopped?.text ?? 'The valid bind is not accepted.',
    life.stopped?.answer,
  );
  await arrange.onShared(plan, async (instance) => {
    const bindingId = arrange.freshId();
    const answer = await broker.bind(instance.id, bindingId, body, options);
    await arrange.follow(plan, answer, { instanceId: instance.id, bindingId }, 'create');
    expect(answer).status(statuses, because);
  });
}

const missing: readonly (readonly [string, RequirementId])[] = [
  ['service_id', 'BIND-400-NO-SERVICE-ID'],
  ['plan_id', 'BIND-400-NO-PLAN-ID'],
];

/** Binds that must be refused, each wrong in one respect. */
export const refusedBinds = [
  defineCheck({
    id: 'binding/malformed-json',
    title: 'A bind with malformed JSON is answered 400.',
    requirements: ['BIND-400-MALFORMED', 'CT-UNPROCESSABLE-400'],
    given: oneBindablePlanPerOffering,
    run: (tools) =>
      refuses(tools, tools.given.plan, undefined, badRequest, 'the body is cut off in the middle', {
        rawBody: '{"service_id": ',
      }),
  }),
  ...missing.map(([field, requirement]) =>
    defineCheck({
      id: `binding/without-${field.replace('_', '-')}`,
      title: `A bind without ${field} is answered 400.`,
      requirements: [requirement],
      given: oneBindablePlanPerOffering,
      run: (tools) =>
        refuses(
          tools,
          tools.given.plan,
          without(tools.arrange.bindBody(tools.given.plan), field),
          badRequest,
          `the body has no ${field}`,
        ),
    }),
  ),
  defineCheck({
    id: 'binding/unknown-plan',
    title: 'A bind with a plan that the catalog does not have is refused.',
    requirements: ['BIND-REJECT-WRONG-IDS'],
    given: oneBindablePlanPerOffering,
    run: (tools) => {
      const body = { ...tools.arrange.bindBody(tools.given.plan), plan_id: tools.arrange.freshId() };
      return refuses(tools, tools.given.plan, body, { legal: ['4xx'] }, 'the catalog has no such plan_id');
    },
  }),
  defineCheck({
    id: 'binding/unknown-instance',
    title: 'A bind to an instance that does not exist is refused.',
    requirements: ['BIND-REJECT-UNKNOWN-INSTANCE', 'ERR-STATUS-APPROPRIATE'],
    given: oneBindablePlanPerOffering,
    async run({ given: { plan }, broker, arrange, expect }) {
      const polled = { instanceId: arrange.freshId(), bindingId: arrange.freshId() };
      const answer = await broker.bind(polled.instanceId, polled.bindingId, arrange.bindBody(plan));
      await arrange.follow(plan, answer, polled, 'create');
      expect(answer).status({ legal: ['4xx'] }, 'the instance id was never used');
    },
  }),
  defineCheck({
    id: 'binding/unbindable-plan',
    title: 'A bind to a plan that is not bindable is refused.',
    requirements: ['BIND-REJECT-UNBINDABLE', 'CAT-BINDABLE-DECLARED'],
    given: unbindablePlan,
    async run({ given: { plan }, broker, arrange, expect }) {
      await arrange.onShared(plan, async (instance) => {
        const bindingId = arrange.freshId();
        const answer = await broker.bind(instance.id, bindingId, arrange.bindBody(plan));
        await arrange.follow(plan, answer, { instanceId: instance.id, bindingId }, 'create');
        // A broker without the route cannot be blamed for it: nothing is bindable there.
        expect(answer).status(
          { legal: ['4xx', 501] },
          `the catalog says that plan "${plan.name}" is not bindable`,
        );
      });
    },
  }),
];
