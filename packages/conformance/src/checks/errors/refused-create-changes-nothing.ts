import { isRefusal, isSuccess, type Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { without } from '../../engine/client.ts';
import type { RequirementId } from '@osb-kit/spec';
import { isEvidence } from '../../judgements/evidence.ts';
import { oneBindablePlanPerOffering, onePlanPerOffering } from '../../preconditions/plans.ts';

/** How one kind of resource is created, looked at and removed; every request of one probe is about one id. */
interface Resource {
  readonly name: 'instance' | 'binding';
  create(id: string, flawed?: 'without plan_id' | 'of an unknown plan'): Promise<Answer>;
  /** `undefined` where such resources cannot be fetched. */
  fetch(id: string): Promise<Answer | undefined>;
  remove(id: string): Promise<Answer>;
}

/** A refused creation leaves nothing: nothing to fetch, nothing to delete, nothing in the way of a corrected request. */
async function leavesNothing(
  tools: Tools,
  plan: Plan,
  resource: Resource,
  flaw: 'without plan_id' | 'of an unknown plan',
  about: RequirementId,
  valid: () => Promise<Answer> = () => resource.create(tools.arrange.freshId()),
): Promise<boolean> {
  const { arrange, expect } = tools;
  const because = `the only request for this id, ${flaw}, was refused with a 4xx`;
  const id = arrange.freshId();
  if (!isRefusal(await resource.create(id, flaw))) return false;
  const control = await valid();
  expect.reached(isSuccess(control), `A valid request for another ${resource.name} is refused as well.`);
  const fetched = await resource.fetch(id);
  const isFetched = fetched?.status === 200 && (await isEvidence(tools, plan, fetched));
  expect.that(!isFetched, {
    about,
    answer: fetched ?? control,
    expected: '404 Not Found',
    actual: `200: there is such ${resource.name === 'instance' ? 'an' : 'a'} ${resource.name}`,
    because,
  });
  const retried = await resource.create(id);
  const isTaken = retried.status === 409 || (retried.status === 200 && control.status !== 200);
  expect.that(!isTaken, {
    about,
    answer: retried,
    expected: `${String(control.status)}, as for a ${resource.name} with another id`,
    actual: `${String(retried.status)}: the id is taken`,
    because,
  });
  const other = arrange.freshId();
  if (!isRefusal(await resource.create(other, flaw))) return true;
  const neverSeen = await resource.remove(arrange.freshId());
  const removed = await resource.remove(other);
  expect.that(!isSuccess(removed) || isSuccess(neverSeen), {
    about,
    answer: removed,
    expected: `${String(neverSeen.status)}, as for an id that was never used`,
    actual: `${String(removed.status)}: there was something to delete`,
    because,
  });
  return true;
}

const flaws = ['without plan_id', 'of an unknown plan'] as const;

/** A refused provision leaves no instance. */
export const refusedProvision = defineCheck({
  id: 'errors/refused-provision-changes-nothing',
  title: 'A provision that is refused creates nothing.',
  requirements: ['ERR-4XX-NO-CHANGE-PROV'],
  given: onePlanPerOffering,
  async run({ given: { plan }, ...tools }) {
    const { broker, arrange } = tools;
    const body = arrange.provisionBody(plan);
    // One valid request for comparison does for both.
    let control: Promise<Answer> | undefined;
    // Side by side, for on a slow broker each takes a while; each comes to its end, also when another one fails.
    const outcomes = await Promise.allSettled(
      flaws.map(async (flaw) => {
        const flawed =
          flaw === 'without plan_id' ? without(body, 'plan_id') : { ...body, plan_id: arrange.freshId() };
        const resource: Resource = {
          name: 'instance',
          async create(id, wrong) {
            const answer = await broker.provision(id, wrong === undefined ? body : flawed);
            await arrange.follow(plan, answer, { instanceId: id }, 'create');
            return answer;
          },
          fetch: (id) =>
            plan.offering.instancesRetrievable ? broker.fetchInstance(id) : Promise.resolve(undefined),
          async remove(id) {
            const answer = await broker.deprovision(id, plan);
            await arrange.follow(plan, answer, { instanceId: id }, 'delete');
            return answer;
          },
        };
        const valid = () => (control ??= resource.create(arrange.freshId()));
        return leavesNothing(tools, plan, resource, flaw, 'ERR-4XX-NO-CHANGE-PROV', valid);
      }),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    tools.expect.applies(
      outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value),
      'The broker accepts flawed provisions: see the provisioning checks.',
    );
  },
});

/** A refused bind leaves no binding. */
export const refusedBind = defineCheck({
  id: 'errors/refused-bind-changes-nothing',
  title: 'A bind that is refused creates nothing.',
  requirements: ['ERR-4XX-NO-CHANGE-BIND'],
  given: oneBindablePlanPerOffering,
  async run({ given: { plan }, ...tools }) {
    const { broker, arrange } = tools;
    const instance = await arrange.instance(plan);
    const body = arrange.bindBody(plan);
    const resource: Resource = {
      name: 'binding',
      async create(bindingId, wrong) {
        const answer = await broker.bind(
          instance.id,
          bindingId,
          wrong === undefined ? body : without(body, 'plan_id'),
        );
        await arrange.follow(plan, answer, { instanceId: instance.id, bindingId }, 'create');
        return answer;
      },
      fetch: (id) =>
        plan.offering.bindingsRetrievable ? broker.fetchBinding(instance.id, id) : Promise.resolve(undefined),
      async remove(bindingId) {
        const answer = await broker.unbind(instance.id, bindingId, plan);
        await arrange.follow(plan, answer, { instanceId: instance.id, bindingId }, 'delete');
        return answer;
      },
    };
    const isSeen = await leavesNothing(tools, plan, resource, 'without plan_id', 'ERR-4XX-NO-CHANGE-BIND');
    tools.expect.applies(isSeen, 'The broker accepts binds without plan_id: see the binding checks.');
  },
});
