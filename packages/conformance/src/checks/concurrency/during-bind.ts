import { defineCheck } from '../../engine/check.ts';
import { factsOf, distinctParameters } from '../../engine/parameters.ts';
import { prepareAction } from '../../judgements/actions.ts';
import { duringOperation } from '../../judgements/bracket.ts';
import { judgeConcurrent } from '../../judgements/concurrency.ts';
import { bindablePlan, planWithRetrievableBindings, onSlowPlans } from '../../preconditions/plans.ts';

/** A second binding while the first is created. */
export const bindDuringBind = defineCheck({
  id: 'binding/second-bind-in-progress',
  title: 'Another bind during a bind is accepted or refused with 422 ConcurrencyError.',
  requirements: ['BIND-422-CONCURRENT'],
  given: onSlowPlans(bindablePlan),
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const bindingId = arrange.freshId();
    const { action, seen, finish } = await duringOperation(
      tools,
      () => prepareAction('bind', tools, given.plan),
      ({ polled }) => broker.bind(polled.instanceId, bindingId, arrange.bindBody(given.plan)),
    );
    await finish();
    await arrange.follow(given.plan, seen, { ...action.polled, bindingId }, 'create');
    const rows = { status: 'BIND-422-CONCURRENT', code: 'BIND-422-CONCURRENT' } as const;
    judgeConcurrent(expect, seen, rows, [201, 202], 'another binding of the instance is being created');
  },
});

/** A bind with other parameters while the first goes on (HC-20). */
export const bindConflictInProgress = defineCheck({
  id: 'binding/conflict-in-progress',
  title: 'A bind with other parameters, while the first is in progress, is answered 409.',
  requirements: ['BIND-409-IN-PROGRESS'],
  given: onSlowPlans(bindablePlan),
  async run(tools) {
    const { given, broker, arrange, expect, world } = tools;
    const facts = factsOf(given.plan, world.facts);
    const other = facts.alternativeBindParameters ?? distinctParameters(given.plan, 'bind', world.seed)?.[1];
    expect.applies(
      other !== undefined,
      'No two sets of bind parameters are known for this plan: configure them.',
    );
    const { seen, finish } = await duringOperation(
      tools,
      () => prepareAction('bind', tools, given.plan),
      ({ polled }) =>
        broker.bind(polled.instanceId, polled.bindingId ?? '', arrange.bindBody(given.plan, other)),
    );
    await finish();
    expect(seen).status(
      {
        legal: [409],
        tolerated: [{ status: 422, reason: 'a lock answers before the conflict is seen' }],
      },
      'the binding is being created with other parameters',
    );
  },
});

/** There is nothing to fetch before the binding is there. */
export const fetchDuringBind = defineCheck({
  id: 'fetching/binding-in-creation',
  title: 'A fetch during the bind is answered 404.',
  requirements: ['GETB-404-IN-PROGRESS'],
  given: onSlowPlans(planWithRetrievableBindings),
  async run(tools) {
    const { seen, finish } = await duringOperation(
      tools,
      () => prepareAction('bind', tools, tools.given.plan),
      ({ polled }) => tools.broker.fetchBinding(polled.instanceId, polled.bindingId ?? ''),
    );
    await finish();
    tools.expect(seen).status(404, 'the binding is being created');
  },
});
