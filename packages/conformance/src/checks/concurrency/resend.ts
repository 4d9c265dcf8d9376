import type { RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { brief } from '../../engine/json.ts';
import { operationOf } from '../../engine/polling.ts';
import { prepareAction, type ActionName } from '../../judgements/actions.ts';
import { duringOperation } from '../../judgements/bracket.ts';
import { bindablePlan, eachPlan, onSlowPlans } from '../../preconditions/plans.ts';

const operations: readonly (readonly [ActionName, string, RequirementId, RequirementId])[] = [
  ['provision', 'provisioning', 'PROV-202-RESEND', 'PROV-202-OPERATION-MATCH'],
  ['update', 'updating', 'UPD-202-RESEND', 'UPD-202-OPERATION-MATCH'],
  ['bind', 'binding', 'BIND-202-RESEND', 'BIND-202-OPERATION-MATCH'],
  ['unbind', 'unbinding', 'UNB-202-RESEND', 'UNB-202-OPERATION-MATCH'],
  ['deprovision', 'deprovisioning', 'DEP-202-RESEND', 'DEP-202-OPERATION-MATCH'],
];

/** A repeat of the same request while it is worked on is answered 202 with the same operation (HC-20). */
export const resend = operations.map(([name, section, resent, matching]) =>
  defineCheck({
    id: `${section}/repeat-in-progress`,
    title: `The same ${name} once more, while it is in progress, is answered 202 with the same operation.`,
    requirements: [resent, matching],
    given: onSlowPlans(name === 'bind' || name === 'unbind' ? bindablePlan : eachPlan),
    async run(tools) {
      const { plan } = tools.given;
      const { started, seen, finish } = await duringOperation(
        tools,
        () => prepareAction(name, tools, plan),
        (action) => action.send(),
      );
      await finish();
      const because = `the same ${name} is in progress`;
      if (!tools.expect(seen).status(202, because)) return;
      tools.expect.that(operationOf(seen) === operationOf(started), {
        about: matching,
        answer: seen,
        expected: `"operation": ${brief(operationOf(started))}`,
        actual: `"operation": ${brief(operationOf(seen))}`,
        because,
      });
    },
  }),
);
