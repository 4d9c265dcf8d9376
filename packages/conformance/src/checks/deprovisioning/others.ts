import { isSuccess, type Answer } from '../../engine/answer.ts';
import type { Instance } from '../../engine/arrange.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { cannotTell, isEvidence } from '../../judgements/evidence.ts';
import { oneBindablePlanPerOffering, onePlanPerOffering } from '../../preconditions/plans.ts';

/** What is asked of an instance to see that it is there: a fetch, or else the request that created it once more. */
async function lookAt({ broker, arrange }: Tools, { id, plan, body }: Instance): Promise<Answer> {
  if (plan.offering.instancesRetrievable) return broker.fetchInstance(id);
  const answer = await broker.provision(id, body);
  await arrange.follow(plan, answer, { instanceId: id }, 'create');
  return answer;
}

/** A deprovision is about one instance. */
export const othersSurvive = defineCheck({
  id: 'deprovisioning/leaves-other-instances',
  title: 'A deprovision leaves the other instances of the plan alone.',
  requirements: ['DEP-DELETES'],
  given: onePlanPerOffering,
  async run({ given: { plan }, ...tools }) {
    const { broker, arrange, expect } = tools;
    let seen: { readonly before: Answer; readonly after: Answer } | undefined;
    // Other deprovisions go on meanwhile: what they took along is not there to begin with.
    for (let attempt = 0; attempt < 3 && seen?.before.status !== 200; attempt++) {
      const other = await arrange.instance(plan);
      const one = await arrange.instance(plan);
      const before = await lookAt(tools, other);
      const answer = await broker.deprovision(one.id, plan);
      const followed = await arrange.follow(plan, answer, { instanceId: one.id }, 'delete');
      expect.reached(followed.end === 'done', 'The deprovision did not succeed.');
      seen = { before, after: await lookAt(tools, other) };
    }
    expect.applies(seen?.before.status === 200, 'It cannot be seen whether an instance is there.');
    if (seen === undefined) return;
    const { after } = seen;
    const isGone = plan.offering.instancesRetrievable
      ? [404, 410].includes(after.status)
      : after.status === 201 || after.status === 202;
    expect.that(!isGone, {
      answer: after,
      expected: '200 OK, as before',
      actual: `${describe(after)}: it is gone as well`,
      because: 'only another instance of the plan was deprovisioned in between',
    });
  },
});

/** What becomes of bindings whose instance goes first is not defined (HC-17): it is told. */
export const withBindings = defineCheck({
  id: 'deprovisioning/bindings-end-with-their-instance',
  title: 'A binding whose instance was deprovisioned cannot be fetched any more.',
  requirements: ['ORPH-NO-RESIDUE'],
  given: oneBindablePlanPerOffering,
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { plan } = given;
    expect.applies(plan.offering.bindingsRetrievable, 'The offering does not declare bindings_retrievable.');
    const binding = await arrange.binding(await arrange.instance(plan));
    const { id: instanceId } = binding.instance;
    const before = await broker.fetchBinding(instanceId, binding.id);
    const answer = await broker.deprovision(instanceId, plan);
    const followed = await arrange.follow(plan, answer, { instanceId }, 'delete');
    expect.applies(
      isSuccess(answer) && followed.end === 'done' && before.status === 200,
      'The broker does not deprovision what has bindings.',
    );
    const after = await broker.fetchBinding(instanceId, binding.id);
    const removed = await broker.unbind(instanceId, binding.id, plan);
    await arrange.follow(plan, removed, { instanceId, bindingId: binding.id }, 'delete');
    if (after.status !== 200) return;
    expect.enough(await isEvidence(tools, plan, after), cannotTell(after, 'fetch'));
    const still = plan.offering.instancesRetrievable ? await broker.fetchInstance(instanceId) : undefined;
    expect.reached(still?.status !== 200, 'The instance is still there: see deprovisioning/deletes.', still);
    expect.that(false, {
      answer: after,
      expected: '404 Not Found, or a refusal of the deprovision',
      actual: '200 OK: the binding outlives its instance',
      because: 'the instance that it belongs to was deprovisioned',
      // Platforms have to unbind first, and what else happens is not defined.
      weight: 'warning',
    });
  },
});
