import { atLeast } from '@osb-kit/spec';
import { isRefusal, type Answer } from '../../engine/answer.ts';
import { contextOf, isNamed, planChanges, previousValues } from '../../engine/bodies.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { brief, member } from '../../engine/json.ts';
import { factsOf } from '../../engine/parameters.ts';
import { changeablePlan, eachPlan, unchangeablePlan } from '../../preconditions/plans.ts';

/** True for an answer as of a broker that has no such route, or fails on it. */
const isNoRoute = ({ status }: Answer) => status === 404 || status === 405 || status >= 500;

export const planChange = defineCheck({
  id: 'updating/plan-change',
  title: 'A plan that is declared updateable can be changed, or the change is refused with 422.',
  requirements: ['UPD-PLAN-CHANGE-WORKS', 'UPD-APPLIED', 'GETI-PLAN-ID'],
  given: changeablePlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const changes = planChanges(plan, factsOf(plan, world.facts)).slice(0, 3);
    const { update } = await world.life(plan, 'updated');
    if (update !== undefined && update.supported.kind !== 'context' && isNoRoute(update.mutation.answer))
      expect(update.mutation.answer).status([200, 202, 422], `plan "${plan.name}" declares plan_updateable`);
    let lastRefusal: string | undefined;
    for (const other of changes) {
      const instance = await arrange.instance(plan);
      const body = {
        service_id: plan.offering.id,
        plan_id: other.id,
        previous_values: previousValues(plan, world),
        context: contextOf(world),
      };
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
        about: 'UPD-APPLIED',
        alsoBreaks: 'GETI-PLAN-ID',
        answer: fetched,
        expected: `"plan_id": ${brief(other.id)}`,
        actual: `"plan_id": ${brief(planId)}`,
        because: 'the plan change has ended with success',
      });
      return;
    }
    // Until 2.14 the flag is the offering's alone and speaks of "some plans": this one may be none of them.
    if (!atLeast(world.apiVersion, '2.15')) return;
    expect.that(lastRefusal === undefined, {
      expected: 'one plan change that is accepted',
      actual: `${lastRefusal ?? ''} to every change that was tried`,
      because: `plan "${plan.name}" declares plan_updateable`,
      weight: 'warning',
    });
  },
});

export const undeclaredPlanChange = defineCheck({
  id: 'updating/undeclared-plan-change',
  title: 'A plan change that the catalog does not declare is refused with 422.',
  requirements: ['UPD-422-PLAN-NOT-UPDATEABLE', 'CAT-PLANUPD-DECLARED'],
  given: unchangeablePlan,
  async run({ given: { plan, other }, broker, arrange, expect, world }) {
    const instance = await arrange.instance(plan);
    const answer = await broker.update(instance.id, {
      service_id: plan.offering.id,
      plan_id: other.id,
      previous_values: previousValues(plan, world),
    });
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

export const forbiddenPlanChange = defineCheck({
  id: 'updating/unsupported-plan-change',
  title: 'A plan change that is not supported is refused with 422.',
  requirements: ['UPD-422-UNSUPPORTED'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const named = factsOf(plan, world.facts).forbiddenPlanChange;
    const other = plan.offering.plans.find((candidate) => isNamed(candidate, named));
    expect.applies(
      other !== undefined && plan.planUpdateable,
      'No plan change is configured that is not supported.',
    );
    const instance = await arrange.instance(plan);
    const answer = await broker.update(instance.id, {
      service_id: plan.offering.id,
      plan_id: other?.id,
      previous_values: previousValues(plan, world),
    });
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect(answer).status(
      422,
      `the configuration says that the change to "${other?.name ?? ''}" is not supported`,
    );
  },
});

/** A refused plan change tells the user why. */
export const refusalExplained = defineCheck({
  id: 'updating/refused-plan-change-explained',
  title: 'A refused plan change has a description.',
  requirements: ['UPD-UNSUPPORTED-MESSAGE'],
  given: unchangeablePlan,
  async run({ given: { plan, other }, broker, arrange, expect, world }) {
    const instance = await arrange.instance(plan);
    const answer = await broker.update(instance.id, {
      service_id: plan.offering.id,
      plan_id: other.id,
      previous_values: previousValues(plan, world),
    });
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect.applies(
      isRefusal(answer) && answer.status !== 404 && answer.status !== 405,
      'The broker does not refuse plan changes.',
    );
    const description = member(answer.object, 'description');
    expect.that(typeof description === 'string' && description !== '', {
      answer,
      expected: 'a non-empty "description"',
      actual: answer.text === '' ? 'an empty body' : `"description": ${brief(description)}`,
      because: 'the plan change was refused, and users want to know why',
    });
  },
});
