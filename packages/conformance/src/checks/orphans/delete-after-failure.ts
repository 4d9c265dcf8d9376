import { isSuccess, type Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { without } from '../../engine/client.ts';
import type { JsonObject } from '../../engine/json.ts';
import { factsOf } from '../../engine/parameters.ts';
import type { LegalStatuses } from '../../engine/status.ts';
import { kindOf } from '../../engine/well-formed.ts';
import { neverUsed } from '../../judgements/evidence.ts';
import { oneBindablePlanPerOffering, onePlanPerOffering } from '../../preconditions/plans.ts';

/** What a deletion that cleans up may be answered (HC-54). */
const cleaned: LegalStatuses = {
  legal: [200, 202, 410],
  tolerated: [
    { status: '4xx', reason: 'a platform that cleans up understands 200, 202 and 410' },
    { status: '5xx', reason: 'the platform will try again and again' },
  ],
};
const again: LegalStatuses = {
  legal: [410],
  noted: [
    {
      status: 404,
      reason: 'the second deletion of what is gone: see the deprovisioning and unbinding checks',
    },
  ],
};

/** True for what the broker answers to the deletion of what never was: it shows nothing of a failure, and is judged elsewhere. */
async function isUsual(tools: Tools, plan: Plan, removal: Answer): Promise<boolean> {
  if (removal.status === 410) return false;
  const never = await neverUsed(tools, plan, kindOf(removal.request) ?? 'deprovision');
  return never?.status === removal.status;
}

/** What is left of a failed provision can be deleted. */
export const deleteAfterProvision = defineCheck({
  id: 'orphans/delete-after-failed-provision',
  title: 'A deprovision after a failed provision is answered 200, 202 or 410, and leaves nothing.',
  requirements: ['ORPH-DELETE-AFTER-FAILURE', 'ORPH-NO-RESIDUE'],
  given: onePlanPerOffering,
  async run(tools) {
    const { given, broker, arrange, expect, world } = tools;
    const { plan } = given;
    const body = arrange.provisionBody(plan);
    const failing = factsOf(plan, world.facts).failingProvisionParameters;
    const flawed: readonly (readonly [string, JsonObject])[] = [
      ['was refused for its missing plan_id', without(body, 'plan_id')],
      ['was refused for its unknown plan', { ...body, plan_id: arrange.freshId() }],
      ...(failing === undefined ? [] : [['failed', { ...body, parameters: failing }] as const]),
    ];
    let failures = 0;
    for (const [how, bodyOfIt] of flawed) {
      const polled = { instanceId: arrange.freshId() };
      const provision = await broker.provision(polled.instanceId, bodyOfIt);
      const { end } = await arrange.follow(plan, provision, polled, 'create');
      if (end === 'done' || end === 'timeout') continue;
      failures += 1;
      const removal = await broker.deprovision(polled.instanceId, plan);
      const removed = await arrange.follow(plan, removal, polled, 'delete');
      if (await isUsual(tools, plan, removal)) continue;
      if (!expect(removal).status(cleaned, `the provision ${how}`)) continue;
      if (!isSuccess(removal) || removed.end !== 'done') continue;
      const second = await broker.deprovision(polled.instanceId, plan);
      await arrange.follow(plan, second, polled, 'delete');
      if (await isUsual(tools, plan, second)) continue;
      expect(second, 'ORPH-NO-RESIDUE').status(again, `the provision ${how} and what was left is deleted`);
    }
    expect.applies(failures > 0, 'The broker accepts every flawed provision.');
  },
});

/** What is left of a failed bind can be deleted. */
export const deleteAfterBind = defineCheck({
  id: 'orphans/delete-after-failed-bind',
  title: 'An unbind after a failed bind is answered 200, 202 or 410, and leaves nothing.',
  requirements: ['ORPH-DELETE-AFTER-FAILURE', 'ORPH-NO-RESIDUE'],
  given: oneBindablePlanPerOffering,
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { plan } = given;
    const { id: instanceId } = await arrange.instance(plan);
    const polled = { instanceId, bindingId: arrange.freshId() };
    const bind = await broker.bind(instanceId, polled.bindingId, without(arrange.bindBody(plan), 'plan_id'));
    const { end } = await arrange.follow(plan, bind, polled, 'create');
    expect.applies(end !== 'done', 'The broker accepts binds without plan_id.');
    expect.enough(end !== 'timeout', 'The bind did not end in time.');
    const removal = await broker.unbind(instanceId, polled.bindingId, plan);
    const removed = await arrange.follow(plan, removal, polled, 'delete');
    if (await isUsual(tools, plan, removal)) return;
    const isAnswered = expect(removal).status(cleaned, 'the bind was refused for its missing plan_id');
    if (!isAnswered || !isSuccess(removal) || removed.end !== 'done') return;
    const second = await broker.unbind(instanceId, polled.bindingId, plan);
    await arrange.follow(plan, second, polled, 'delete');
    if (await isUsual(tools, plan, second)) return;
    expect(second, 'ORPH-NO-RESIDUE').status(again, 'the bind was refused and what was left is deleted');
  },
});
