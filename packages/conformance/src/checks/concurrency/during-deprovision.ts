import { defineCheck } from '../../engine/check.ts';
import { errorCodeOf } from '../../engine/answer.ts';
import { prepareAction } from '../../judgements/actions.ts';
import { duringOperation } from '../../judgements/bracket.ts';
import { eachPlan, onSlowPlans } from '../../preconditions/plans.ts';

/** The same id is asked for again while it is deleted (HC-21). */
export const provisionDuringDeprovision = defineCheck({
  id: 'concurrency/provision-during-deprovision',
  title: 'A provision during the deprovision is refused with 422 ConcurrencyError.',
  requirements: ['CONC-PROV-DURING-DEP', 'CONC-422-STATUS', 'CONC-422-CODE'],
  given: onSlowPlans(eachPlan),
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { action, seen, finish } = await duringOperation(
      tools,
      () => prepareAction('deprovision', tools, given.plan),
      ({ polled }) => broker.provision(polled.instanceId, arrange.provisionBody(given.plan)),
    );
    await finish();
    await arrange.follow(given.plan, seen, action.polled, 'create');
    const because = 'the instance is being deleted';
    expect(seen).status(
      {
        legal: [422],
        tolerated: [
          { status: '2xx', reason: 'ids are not to be used again' },
          { status: '4xx', reason: 'another operation is in the way, which is 422' },
        ],
      },
      because,
    );
    if (seen.status === 422 && errorCodeOf(seen) !== 'ConcurrencyError')
      expect(seen).errorCode('ConcurrencyError', because);
  },
});
