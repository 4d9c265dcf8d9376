import { defineCheck } from '../../engine/check.ts';
import type { LegalStatuses } from '../../engine/status.ts';
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

/** An instance that is no more. */
export const deletedInstance = defineCheck({
  id: 'fetching/deleted-instance',
  title: 'A fetch of a deleted instance is answered 404.',
  requirements: ['GETI-404-AFTER-DELETE'],
  given: deprovisionedLife,
  run({ given: { plan, part }, expect }) {
    expect.applies(
      plan.offering.instancesRetrievable,
      'The offering does not declare instances_retrievable.',
    );
    expect.reached(part.fetchedAfter !== undefined, 'The instance could not be deleted.');
    if (part.fetchedAfter !== undefined) expect(part.fetchedAfter).status(404, 'the deprovision has ended');
  },
});

/** A binding that is no more. */
export const deletedBinding = defineCheck({
  id: 'fetching/deleted-binding',
  title: 'A fetch of a deleted binding is answered 404.',
  requirements: ['GETB-404-AFTER-UNBIND'],
  given: unboundLife,
  run({ given: { plan, part }, expect }) {
    expect.applies(plan.offering.bindingsRetrievable, 'The offering does not declare bindings_retrievable.');
    expect.reached(
      part.unbind.followed.end === 'done',
      'The binding could not be deleted.',
      part.unbind.answer,
    );
    if (part.fetchedAfter !== undefined) expect(part.fetchedAfter).status(404, 'the unbind has ended');
  },
});
