import { defineCheck } from '../../engine/check.ts';
import { contextOf } from '../../engine/bodies.ts';
import { prepareAction, type Action } from '../../judgements/actions.ts';
import { duringOperation } from '../../judgements/bracket.ts';
import { judgeConcurrent, refusedForTheOther } from '../../judgements/concurrency.ts';
import {
  bindablePlan,
  eachPlan,
  planWithRetrievableInstances,
  onSlowPlans,
} from '../../preconditions/plans.ts';
import { errorCodeOf, isSuccess } from '../../engine/answer.ts';

/** Another update while one goes on. */
export const updateDuringUpdate = defineCheck({
  id: 'concurrency/update-during-update',
  title: 'Another update during an update is accepted or refused with 422 ConcurrencyError.',
  requirements: ['CONC-UPD-DURING-UPD', 'CONC-422-STATUS', 'CONC-422-CODE'],
  given: onSlowPlans(eachPlan),
  async run(tools) {
    const { given, broker, arrange, expect, world } = tools;
    const send = ({ polled }: Pick<Action, 'polled'>) =>
      broker.update(polled.instanceId, {
        service_id: given.plan.offering.id,
        plan_id: given.plan.id,
        context: contextOf(world, 'osb-kit-conformance-renamed-again'),
      });
    const { action, seen, finish } = await duringOperation(
      tools,
      () => prepareAction('update', tools, given.plan),
      send,
    );
    await finish();
    await arrange.follow(given.plan, seen, action.polled, 'update');
    await refusedForTheOther(expect, seen, async () => {
      const alone = await send(action);
      await arrange.follow(given.plan, alone, action.polled, 'update');
      return alone;
    });
    const rows = { status: 'CONC-UPD-DURING-UPD', code: 'CONC-UPD-DURING-UPD' } as const;
    judgeConcurrent(expect, seen, rows, [200, 202], 'another update of the instance is in progress');
  },
});

/** A bind while an update goes on. */
export const bindDuringUpdate = defineCheck({
  id: 'concurrency/bind-during-update',
  title: 'A bind during an update is accepted or refused with 422 ConcurrencyError.',
  requirements: ['CONC-BIND-DURING-UPD', 'CONC-422-STATUS', 'CONC-422-CODE'],
  given: onSlowPlans(bindablePlan),
  async run(tools) {
    const { given, broker, arrange, expect, world } = tools;
    const bindingId = arrange.freshId();
    const { action, seen, finish } = await duringOperation(
      tools,
      () => prepareAction('update', tools, given.plan),
      ({ polled }) => broker.bind(polled.instanceId, bindingId, arrange.bindBody(given.plan)),
    );
    await finish();
    const polled = { ...action.polled, bindingId };
    await arrange.follow(given.plan, seen, polled, 'create');
    await refusedForTheOther(expect, seen, async () => {
      const { planAfter } = await world.life(given.plan, 'updated');
      const alone = await broker.bind(polled.instanceId, bindingId, arrange.bindBody(planAfter));
      await arrange.follow(given.plan, alone, polled, 'create');
      return alone;
    });
    const rows = { status: 'CONC-BIND-DURING-UPD', code: 'CONC-BIND-DURING-UPD' } as const;
    judgeConcurrent(expect, seen, rows, [200, 201, 202], 'an update of the instance is in progress');
  },
});

/** A deprovision while an update goes on. */
export const deprovisionDuringUpdate = defineCheck({
  id: 'deprovisioning/during-update',
  title: 'A deprovision during an update is accepted or refused with 422 ConcurrencyError.',
  requirements: ['DEP-422-CONCURRENT', 'DEP-422-CONCURRENT-CODE'],
  given: onSlowPlans(eachPlan),
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { action, seen, finish } = await duringOperation(
      tools,
      () => prepareAction('update', tools, given.plan),
      ({ polled }) => broker.deprovision(polled.instanceId, given.plan),
      isSuccess,
    );
    if (!isSuccess(seen)) await finish();
    await arrange.follow(given.plan, seen, action.polled, 'delete');
    const rows = { status: 'DEP-422-CONCURRENT', code: 'DEP-422-CONCURRENT-CODE' } as const;
    judgeConcurrent(expect, seen, rows, [200, 202], 'an update of the instance is in progress');
  },
});

/** A fetch while an update goes on. */
export const fetchDuringUpdate = defineCheck({
  id: 'fetching/instance-in-update',
  title: 'A fetch during an update is answered 200 or refused with 422 ConcurrencyError.',
  requirements: ['GETI-422-UPDATING', 'GETI-422-UPDATING-CODE'],
  given: onSlowPlans(planWithRetrievableInstances),
  async run(tools) {
    const { seen, finish } = await duringOperation(
      tools,
      () => prepareAction('update', tools, tools.given.plan),
      ({ polled }) => tools.broker.fetchInstance(polled.instanceId),
    );
    await finish();
    const because = 'an update of the instance is in progress';
    tools.expect(seen).status([200, 422], because);
    if (seen.status === 422 && errorCodeOf(seen) !== 'ConcurrencyError') {
      tools.expect(seen, 'GETI-422-UPDATING-CODE').errorCode('ConcurrencyError', because);
    }
  },
});
