import type { RequirementId } from '@osb-kit/spec';
import { errorCodeOf, isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { prepareAction, type ActionName } from '../../judgements/actions.ts';
import { bindablePlan, eachPlan, rotatablePlan } from '../../preconditions/plans.ts';

interface Rows {
  readonly action: ActionName;
  readonly id: string;
  /** A 202 is forbidden. */
  readonly no202: RequirementId;
  /** A refusal is 422. */
  readonly refusal: RequirementId;
  /** The refusal names AsyncRequired. */
  readonly code: RequirementId;
}

const operations: readonly Rows[] = [
  {
    action: 'provision',
    id: 'provisioning',
    no202: 'PROV-NO-202-WITHOUT-AI',
    refusal: 'PROV-422-ASYNC',
    code: 'PROV-422-ASYNC-CODE',
  },
  {
    action: 'update',
    id: 'updating',
    no202: 'UPD-NO-202-WITHOUT-AI',
    refusal: 'UPD-422-ASYNC',
    code: 'UPD-422-ASYNC-CODE',
  },
  {
    action: 'bind',
    id: 'binding',
    no202: 'BIND-NO-202-WITHOUT-AI',
    refusal: 'BIND-422-ASYNC',
    code: 'BIND-422-ASYNC-CODE',
  },
  {
    action: 'unbind',
    id: 'unbinding',
    no202: 'UNB-NO-202-WITHOUT-AI',
    refusal: 'UNB-422-ASYNC',
    code: 'UNB-422-ASYNC-CODE',
  },
  {
    action: 'deprovision',
    id: 'deprovisioning',
    no202: 'DEP-NO-202-WITHOUT-AI',
    refusal: 'DEP-422-ASYNC',
    code: 'DEP-422-ASYNC-CODE',
  },
  {
    action: 'rotate',
    id: 'rotation',
    no202: 'ROT-422-ASYNC',
    refusal: 'ROT-422-ASYNC',
    code: 'ROT-422-ASYNC',
  },
];

/** Without accepts_incomplete=true a broker does it at once or refuses with 422 AsyncRequired (HC-23, HC-24). */
export const withoutAcceptsIncomplete = operations.map(({ action: name, id, no202, refusal, code }) =>
  defineCheck({
    id: `${id}/without-accepts-incomplete`,
    title: `A ${name} without accepts_incomplete is done at once or refused with 422 AsyncRequired.`,
    requirements: [...new Set([no202, refusal, code])] as [RequirementId, ...RequirementId[]], // never empty
    given: name === 'rotate' ? rotatablePlan : name === 'bind' || name === 'unbind' ? bindablePlan : eachPlan,
    async run(tools) {
      const { expect, arrange, given } = tools;
      const action = await prepareAction(name, tools, given.plan);
      const without = await action.send({ acceptsIncomplete: false });
      await arrange.follow(given.plan, without, action.polled, action.kind);
      expect.that(without.status !== 202, {
        about: no202,
        answer: without,
        expected: 'a finished operation, or 422 with "error": "AsyncRequired"',
        actual: describe(without),
        because: 'the request has no accepts_incomplete=true',
      });
      if (isSuccess(without)) return;
      const withIt = await action.send();
      await arrange.follow(given.plan, withIt, action.polled, action.kind);
      expect.reached(
        withIt.status < 400,
        `The request is refused with accepts_incomplete=true as well: ${describe(withIt)}.`,
      );
      expect.enough(
        withIt.status === 202,
        'The broker refuses without accepts_incomplete and then does it at once with it.',
      );
      const because =
        'the request has no accepts_incomplete=true, and the same request with it is answered 202';
      if (!expect(without, refusal).status(422, because)) return;
      if (errorCodeOf(without) !== 'AsyncRequired') expect(without, code).errorCode('AsyncRequired', because);
    },
  }),
);

/** Only `true` means yes. */
export const acceptsIncompleteFalse = defineCheck({
  id: 'provisioning/accepts-incomplete-false',
  title: 'accepts_incomplete=false is no permission to answer 202.',
  requirements: ['ASYNC-AI-FALSE'],
  given: eachPlan,
  async run(tools) {
    const { plan } = tools.given;
    const life = await tools.world.life(plan, 'provisioned');
    tools.expect.applies(life.provision.followed.mode === 'async', 'The plan is provisioned synchronously.');
    const action = await prepareAction('provision', tools, plan);
    const answer = await action.send({ acceptsIncomplete: 'false' });
    await tools.arrange.follow(plan, answer, action.polled, action.kind);
    tools.expect(answer).status([201, 422], 'the request says accepts_incomplete=false');
  },
});
