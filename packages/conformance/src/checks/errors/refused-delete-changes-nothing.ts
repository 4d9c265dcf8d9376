import { isRefusal, isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { isEvidence } from '../../judgements/evidence.ts';
import { oneBindablePlanPerOffering, onePlanPerOffering } from '../../preconditions/plans.ts';

const withoutPlan = { query: { plan_id: undefined } };

/** A refused unbind leaves the binding. */
export const refusedUnbind = defineCheck({
  id: 'errors/refused-unbind-changes-nothing',
  title: 'An unbind that is refused leaves the binding as it is.',
  requirements: ['ERR-4XX-NO-CHANGE-UNB'],
  given: oneBindablePlanPerOffering,
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { plan } = given;
    const { instance, id: bindingId } = await arrange.binding(await arrange.instance(plan));
    const fetch = () =>
      plan.offering.bindingsRetrievable
        ? broker.fetchBinding(instance.id, bindingId)
        : Promise.resolve(undefined);
    const before = await fetch();
    const refused = await broker.unbind(instance.id, bindingId, plan, withoutPlan);
    await arrange.follow(plan, refused, { instanceId: instance.id, bindingId }, 'delete');
    expect.applies(isRefusal(refused), 'The broker unbinds without plan_id: see the unbinding checks.');
    const because = `the unbind without plan_id was answered ${String(refused.status)}`;
    const after = await fetch();
    if (before?.status === 200 && after !== undefined) expect(after).status(200, because);
    const removed = await broker.unbind(instance.id, bindingId, plan);
    await arrange.follow(plan, removed, { instanceId: instance.id, bindingId }, 'delete');
    const isGone = removed.status === 410 || removed.status === 404;
    expect.that(!isGone || !(await isEvidence(tools, plan, removed)), {
      answer: removed,
      expected: '200 OK or 202 Accepted',
      actual: `${String(removed.status)}: the binding is gone`,
      because,
    });
    expect.enough(isSuccess(removed), 'The complete unbind is refused as well.');
  },
});

/** A refused deprovision leaves the instance. */
export const refusedDeprovision = defineCheck({
  id: 'errors/refused-deprovision-changes-nothing',
  title: 'A deprovision that is refused leaves the instance as it is.',
  requirements: ['ERR-4XX-NO-CHANGE-DEP'],
  given: onePlanPerOffering,
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { plan } = given;
    const { id: instanceId } = await arrange.instance(plan);
    const fetch = () =>
      plan.offering.instancesRetrievable ? broker.fetchInstance(instanceId) : Promise.resolve(undefined);
    const before = await fetch();
    const refused = await broker.deprovision(instanceId, plan, withoutPlan);
    await arrange.follow(plan, refused, { instanceId }, 'delete');
    expect.applies(
      isRefusal(refused),
      'The broker deprovisions without plan_id: see the deprovisioning checks.',
    );
    const because = `the deprovision without plan_id was answered ${String(refused.status)}`;
    const after = await fetch();
    if (before?.status === 200 && after !== undefined) expect(after).status(200, because);
    const removed = await broker.deprovision(instanceId, plan);
    await arrange.follow(plan, removed, { instanceId }, 'delete');
    const isGone = removed.status === 410 || removed.status === 404;
    expect.that(!isGone || !(await isEvidence(tools, plan, removed)), {
      answer: removed,
      expected: '200 OK or 202 Accepted',
      actual: `${String(removed.status)}: the instance is gone`,
      because,
    });
    expect.enough(isSuccess(removed), 'The complete deprovision is refused as well.');
  },
});
