import type { Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import type { LegalStatuses } from '../../engine/status.ts';
import { isDeleted } from '../../judgements/deletion.ts';
import { neverUsed } from '../../judgements/evidence.ts';
import { deprovisionedLife, unboundLife } from '../../preconditions/lives.ts';
import { planWithRetrievableBindings, planWithRetrievableInstances } from '../../preconditions/plans.ts';

/** An instance that never was (HC-06). The fetch of an existing one is the control (HC-56). */
export const unknownInstance = defineCheck({
  id: 'fetching/unknown-instance',
  title: 'A fetch of an unknown instance is answered 404.',
  requirements: ['GETI-404-UNKNOWN'],
  given: planWithRetrievableInstances,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const control = (await world.life(plan, 'provisioned')).fetched;
    const answer = await broker.fetchInstance(arrange.freshId());
    if (answer.status === 404) {
      expect.enough(
        control?.withBoth.status === 200,
        'No existing instance can be fetched either, so 404 proves nothing.',
      );
    }
    expect(answer).status(404, 'the id was never used');
  },
});

/** A binding that never was. */
export const unknownBinding = defineCheck({
  id: 'fetching/unknown-binding',
  title: 'A fetch of an unknown binding is answered 404.',
  requirements: ['GETB-404-UNKNOWN'],
  given: planWithRetrievableBindings,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const control = (await world.life(plan, 'bound')).bound?.fetched;
    await arrange.onShared(plan, async (instance) => {
      const answer = await broker.fetchBinding(instance.id, arrange.freshId());
      if (answer.status === 404) {
        expect.enough(
          control?.withBoth.status === 200,
          'No existing binding can be fetched either, so 404 proves nothing.',
        );
      }
      expect(answer).status(404, 'the binding id was never used');
    });
    const elsewhere: LegalStatuses = {
      legal: [404],
      tolerated: [{ status: '4xx', reason: 'the binding of an unknown instance is unknown, which is 404' }],
    };
    expect(await broker.fetchBinding(arrange.freshId(), arrange.freshId())).status(
      elsewhere,
      'neither id was ever used',
    );
  },
});

/** A fetch of what was deleted, unless it is answered as one of what never was, or shows that nothing was deleted. */
async function judgeDeleted(
  tools: Tools,
  plan: Plan,
  fetched: Answer | undefined,
  again: Answer,
  verb: 'deprovision' | 'unbind',
): Promise<void> {
  if (fetched === undefined || fetched.status === 404) return;
  const [section, unknown] =
    verb === 'unbind' ? ['unbinding', 'unknown-binding'] : ['deprovisioning', 'unknown-instance'];
  const never = await neverUsed(tools, plan, verb === 'unbind' ? 'fetch-binding' : 'fetch-instance');
  tools.expect.applies(
    never?.status !== fetched.status,
    `The broker answers ${String(fetched.status)} to a fetch of an id that was never used as well: see fetching/${unknown}.`,
  );
  tools.expect.applies(
    fetched.status !== 200 || again.status === 410 || again.status === 404,
    `The second ${verb} is answered ${String(again.status)}, so that nothing may have been deleted: see ${section}/deletes.`,
  );
  tools
    .expect(fetched)
    .status(404, `the ${verb} has ended, and a second one is answered ${String(again.status)}`);
}

/** An instance that is no more. */
export const deletedInstance = defineCheck({
  id: 'fetching/deleted-instance',
  title: 'A fetch of a deleted instance is answered 404.',
  requirements: ['GETI-404-AFTER-DELETE'],
  given: deprovisionedLife,
  async run(tools) {
    const { given, expect } = tools;
    const { plan, part } = given;
    expect.applies(
      plan.offering.instancesRetrievable,
      'The offering does not declare instances_retrievable.',
    );
    const { fetchedAfter, again, deprovision } = part;
    expect.reached(isDeleted(deprovision), 'The instance could not be deleted.', deprovision.answer);
    await judgeDeleted(tools, plan, fetchedAfter, again, 'deprovision');
  },
});

/** A binding that is no more. */
export const deletedBinding = defineCheck({
  id: 'fetching/deleted-binding',
  title: 'A fetch of a deleted binding is answered 404.',
  requirements: ['GETB-404-AFTER-UNBIND'],
  given: unboundLife,
  async run(tools) {
    const { given, expect } = tools;
    const { plan, part } = given;
    expect.applies(plan.offering.bindingsRetrievable, 'The offering does not declare bindings_retrievable.');
    const { fetchedAfter, again, unbind } = part;
    expect.reached(isDeleted(unbind), 'The binding could not be deleted.', unbind.answer);
    await judgeDeleted(tools, plan, fetchedAfter, again, 'unbind');
  },
});
