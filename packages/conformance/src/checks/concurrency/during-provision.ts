import { defineCheck } from '../../engine/check.ts';
import { supportedUpdates } from '../../engine/bodies.ts';
import { prepareAction, type Action } from '../../judgements/actions.ts';
import { duringOperation } from '../../judgements/bracket.ts';
import { judgeConcurrent, refusedForTheOther } from '../../judgements/concurrency.ts';
import {
  bindablePlan,
  eachPlan,
  eachPlanWithAnother,
  planWithRetrievableInstances,
  onSlowPlans,
} from '../../preconditions/plans.ts';

/** An update while the instance is created. */
export const updateDuringProvision = defineCheck({
  id: 'concurrency/update-during-provision',
  title: 'An update during the provision is accepted or refused with 422 ConcurrencyError.',
  requirements: ['CONC-UPD-DURING-PROV', 'CONC-422-STATUS', 'CONC-422-CODE'],
  given: onSlowPlans(eachPlan),
  async run(tools) {
    const { given, broker, arrange, expect, world } = tools;
    const [update] = supportedUpdates(given.plan, world);
    expect.applies(update !== undefined, 'No update of this plan is declared.');
    const send = ({ polled }: Pick<Action, 'polled'>) => broker.update(polled.instanceId, update?.body);
    const { action, seen, finish } = await duringOperation(
      tools,
      () => prepareAction('provision', tools, given.plan),
      send,
    );
    await finish();
    await arrange.follow(given.plan, seen, action.polled, 'update');
    await refusedForTheOther(expect, seen, async () => {
      const alone = await send(action);
      await arrange.follow(given.plan, alone, action.polled, 'update');
      return alone;
    });
    const rows = { status: 'CONC-UPD-DURING-PROV', code: 'CONC-UPD-DURING-PROV' } as const;
    judgeConcurrent(expect, seen, rows, [200, 202], 'the instance is being created');
  },
});

/** A bind while the instance is created. */
export const bindDuringProvision = defineCheck({
  id: 'concurrency/bind-during-provision',
  title: 'A bind during the provision is accepted or refused with 422 ConcurrencyError.',
  requirements: ['CONC-BIND-DURING-PROV', 'CONC-422-STATUS', 'CONC-422-CODE'],
  given: onSlowPlans(bindablePlan),
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const bindingId = arrange.freshId();
    const { action, seen, finish } = await duringOperation(
      tools,
      () => prepareAction('provision', tools, given.plan),
      ({ polled }) => broker.bind(polled.instanceId, bindingId, arrange.bindBody(given.plan)),
    );
    await finish();
    const polled = { ...action.polled, bindingId };
    await arrange.follow(given.plan, seen, polled, 'create');
    await refusedForTheOther(expect, seen, async () => {
      const alone = await broker.bind(polled.instanceId, bindingId, arrange.bindBody(given.plan));
      await arrange.follow(given.plan, alone, polled, 'create');
      return alone;
    });
    const notYet =
      'one may argue that the instance does not exist yet, but it is another operation that is in the way';
    judgeConcurrent(
      expect,
      seen,
      { status: 'CONC-BIND-DURING-PROV', code: 'CONC-BIND-DURING-PROV' },
      [201, 202],
      'the instance is being created',
      [
        { status: 400, reason: notYet },
        { status: 404, reason: notYet },
      ],
    );
  },
});

/** Another provision with the same id while the first goes on (HC-20). */
export const conflictInProgress = defineCheck({
  id: 'provisioning/conflict-in-progress',
  title: 'A provision with another plan, while the first is in progress, is answered 409.',
  requirements: ['PROV-409-IN-PROGRESS'],
  given: onSlowPlans(eachPlanWithAnother),
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { seen, finish } = await duringOperation(
      tools,
      () => prepareAction('provision', tools, given.plan),
      ({ polled }) =>
        broker.provision(polled.instanceId, {
          ...arrange.provisionBody(given.other),
          service_id: given.plan.offering.id,
        }),
    );
    await finish();
    expect(seen).status(
      {
        legal: [409],
        tolerated: [{ status: 422, reason: 'a lock on the instance answers before the conflict is seen' }],
      },
      `the instance is being created with plan "${given.plan.name}" and was asked for again with "${given.other.name}"`,
    );
  },
});

/** There is nothing to fetch before the instance is there. */
export const fetchDuringProvision = defineCheck({
  id: 'fetching/instance-in-creation',
  title: 'A fetch during the provision is answered 404.',
  requirements: ['GETI-404-IN-PROGRESS'],
  given: onSlowPlans(planWithRetrievableInstances),
  async run(tools) {
    const { seen, finish } = await duringOperation(
      tools,
      () => prepareAction('provision', tools, tools.given.plan),
      ({ polled }) => tools.broker.fetchInstance(polled.instanceId),
    );
    await finish();
    tools.expect(seen).status(404, 'the instance is being created');
  },
});
