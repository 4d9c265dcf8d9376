import type { RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { isDeleted } from '../../judgements/deletion.ts';
import { isEvidence, neverUsed } from '../../judgements/evidence.ts';
import { twoBindings, unboundLife } from '../../preconditions/lives.ts';
import { oneBindablePlanPerOffering } from '../../preconditions/plans.ts';

const missing: readonly (readonly ['service_id' | 'plan_id', RequirementId])[] = [
  ['service_id', 'UNB-400-NO-SERVICE-ID'],
  ['plan_id', 'UNB-400-NO-PLAN-ID'],
];

/** Unbinds that are wrong in one respect, and what an unbind must leave alone. */
export const unbindProbes = [
  defineCheck({
    id: 'unbinding/implemented',
    title: 'What can be bound can be unbound.',
    requirements: ['UNB-IMPLEMENTED'],
    given: unboundLife,
    run({ given: { part }, expect }) {
      const { answer } = part.unbind;
      expect.that(![404, 405, 501].includes(answer.status), {
        answer,
        expected: '200 OK or 202 Accepted',
        actual: describe(answer),
        because: 'the bind was accepted',
      });
    },
  }),
  ...missing.map(([field, requirement]) =>
    defineCheck({
      id: `unbinding/without-${field.replace('_', '-')}`,
      title: `An unbind without ${field} is answered 400.`,
      requirements: [requirement, 'ERR-4XX-NO-CHANGE-UNB'],
      given: oneBindablePlanPerOffering,
      async run(tools) {
        const { given, broker, arrange, expect } = tools;
        const { plan } = given;
        const binding = await arrange.binding(await arrange.instance(plan));
        const polled = { instanceId: binding.instance.id, bindingId: binding.id };
        const answer = await broker.unbind(polled.instanceId, binding.id, plan, {
          query: { [field]: undefined },
        });
        await arrange.follow(plan, answer, polled, 'delete');
        if (answer.status >= 400 && answer.status < 500) {
          const later = await broker.unbind(polled.instanceId, binding.id, plan);
          await arrange.follow(plan, later, polled, 'delete');
          const isGone = later.status === 410 || later.status === 404;
          expect.that(!isGone || !(await isEvidence(tools, plan, later)), {
            about: 'ERR-4XX-NO-CHANGE-UNB',
            answer: later,
            expected: '200 OK or 202 Accepted',
            actual: `${String(later.status)}: the binding is gone`,
            because: `the unbind without ${field} was refused with ${String(answer.status)}`,
          });
        }
        expect(answer).status(400, `the query has no ${field}`);
      },
    }),
  ),
  defineCheck({
    id: 'unbinding/unknown-binding',
    title: 'An unbind of an unknown binding is answered 410.',
    requirements: ['UNB-410', 'UNB-410-SECOND'],
    given: oneBindablePlanPerOffering,
    async run({ given: { plan }, broker, arrange, expect, world }) {
      const answer = await arrange.onShared(plan, async (instance) => {
        const bindingId = arrange.freshId();
        const unbind = await broker.unbind(instance.id, bindingId, plan);
        await arrange.follow(plan, unbind, { instanceId: instance.id, bindingId }, 'delete');
        return unbind;
      });
      if (answer.status === 410) return;
      const { unbound } = await world.life(plan);
      const isSame = unbound?.again.status === answer.status;
      const because = `the binding id was never used${isSame ? '; a second unbind is answered so too' : ''}`;
      expect(answer).status(410, because, isSame ? 'UNB-410-SECOND' : undefined);
    },
  }),
  defineCheck({
    id: 'unbinding/unknown-instance',
    title: 'An unbind from an unknown instance is answered 410.',
    requirements: ['UNB-UNKNOWN-INSTANCE'],
    given: oneBindablePlanPerOffering,
    async run(tools) {
      const { given, broker, arrange, expect } = tools;
      const { plan } = given;
      const polled = { instanceId: arrange.freshId(), bindingId: arrange.freshId() };
      const answer = await broker.unbind(polled.instanceId, polled.bindingId, plan);
      await arrange.follow(plan, answer, polled, 'delete');
      if (answer.status !== 410) {
        const never = await neverUsed(tools, plan, 'unbind');
        expect.applies(
          never?.status !== answer.status,
          `The broker answers ${String(answer.status)} to an unbind from an existing instance as well: see unbinding/unknown-binding.`,
        );
      }
      expect(answer).status(410, 'neither id was ever used');
    },
  }),
  defineCheck({
    id: 'unbinding/unknown-plan',
    title: 'An unbind with a plan that the catalog does not have is refused.',
    requirements: ['UNB-REJECT-WRONG-IDS'],
    given: oneBindablePlanPerOffering,
    async run({ given: { plan }, broker, arrange, expect }) {
      const binding = await arrange.binding(await arrange.instance(plan));
      const answer = await broker.unbind(binding.instance.id, binding.id, plan, {
        query: { plan_id: arrange.freshId() },
      });
      await arrange.follow(
        plan,
        answer,
        { instanceId: binding.instance.id, bindingId: binding.id },
        'delete',
      );
      expect(answer).status(
        {
          legal: ['4xx'],
          noted: [{ status: '2xx', reason: 'the broker takes the ids for hints, as many do' }],
        },
        'the catalog has no such plan_id',
      );
    },
  }),
  defineCheck({
    id: 'unbinding/leaves-the-rest',
    title: 'An unbind leaves the instance and its other bindings alone.',
    requirements: ['UNB-INSTANCE-SURVIVES'],
    given: twoBindings,
    run({ given: { life }, expect }) {
      const { unbound } = life;
      expect.reached(
        unbound !== undefined && isDeleted(unbound.unbind),
        'The first binding could not be deleted.',
        unbound?.unbind.answer,
      );
      const because = 'only another binding was deleted';
      const { instance, second } = life.survivors ?? {};
      // Only what could be fetched before can be missing now.
      if (instance !== undefined && life.fetched?.withBoth.status === 200)
        expect(instance).status({ legal: [200] }, because);
      if (second !== undefined && life.second?.fetched?.withBoth.status === 200)
        expect(second).status({ legal: [200] }, because);
      if (life.secondUnbound !== undefined) {
        const { answer } = life.secondUnbound.unbind;
        expect.that(answer.status !== 410, {
          answer,
          because,
          expected: '200 OK or 202 Accepted',
          actual: describe(answer),
        });
      }
    },
  }),
];
