import type { RequirementId } from '@osb-kit/spec';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { operationOf, pollOnce, stateOf, type Polled } from '../../engine/polling.ts';
import { prepareAction } from '../../judgements/actions.ts';
import { cannotTell, isEvidence, neverUsed } from '../../judgements/evidence.ts';
import { duringOperation } from '../../judgements/bracket.ts';
import { judgeConcurrent } from '../../judgements/concurrency.ts';
import { bindablePlan, eachPlan, onSlowPlans } from '../../preconditions/plans.ts';

interface Kind {
  readonly section: string;
  readonly deletion: 'deprovision' | 'unbind';
  readonly creation: 'provision' | 'bind';
  readonly rows: Readonly<
    Record<'status' | 'code' | 'halts' | 'asynchronously' | 'synchronously', RequirementId>
  >;
}

const kinds: readonly Kind[] = [
  {
    section: 'deprovisioning',
    deletion: 'deprovision',
    creation: 'provision',
    rows: {
      status: 'DEP-422-CONCURRENT',
      code: 'DEP-422-CONCURRENT-CODE',
      halts: 'DEP-DURING-CREATE-HALTS',
      asynchronously: 'DEP-DURING-CREATE-LO-ASYNC',
      synchronously: 'DEP-DURING-CREATE-LO-SYNC',
    },
  },
  {
    section: 'unbinding',
    deletion: 'unbind',
    creation: 'bind',
    rows: {
      status: 'UNB-422-CONCURRENT',
      code: 'UNB-422-CONCURRENT-CODE',
      halts: 'UNB-DURING-CREATE-HALTS',
      asynchronously: 'UNB-DURING-CREATE-LO-ASYNC',
      synchronously: 'UNB-DURING-CREATE-LO-SYNC',
    },
  },
];

/** A deletion while the creation goes on is refused in due form, or ends the creation for good (HC-22). */
export const deleteDuringCreate = kinds.flatMap((kind) => [
  defineCheck({
    id: `${kind.section}/during-${kind.creation}`,
    title: `A ${kind.deletion} during the ${kind.creation} is accepted or refused with 422 ConcurrencyError.`,
    requirements: [kind.rows.status, kind.rows.code],
    given: onSlowPlans(kind.creation === 'bind' ? bindablePlan : eachPlan),
    async run(tools) {
      const { deletion, settle } = await deleteInProgress(tools, kind, tools.given.plan);
      await settle();
      judgeConcurrent(tools.expect, deletion, kind.rows, [200, 202], `the ${kind.creation} is in progress`);
    },
  }),
  defineCheck({
    id: `${kind.section}/during-${kind.creation}-halts-it`,
    title: `An accepted ${kind.deletion} ends the ${kind.creation} that is in progress, and nothing appears afterwards.`,
    requirements: [kind.rows.halts],
    given: onSlowPlans(kind.creation === 'bind' ? bindablePlan : eachPlan),
    async run(tools) {
      const { broker, expect, given, world } = tools;
      const { deletion, polled, settle } = await deleteInProgress(tools, kind, given.plan);
      await settle();
      expect.applies(
        isSuccess(deletion),
        `The broker refuses a ${kind.deletion} during the ${kind.creation}.`,
      );
      await world.polling.pause(await creationTime(tools, kind, given.plan));
      const fetched = await fetch(tools, given.plan, polled);
      const because = `the ${kind.deletion} was accepted while the ${kind.creation} was in progress, and has ended`;
      if (fetched?.status === 200 && (await isEvidence(tools, given.plan, fetched)))
        expect(fetched).status(404, because);
      const again =
        polled.bindingId === undefined
          ? await broker.deprovision(polled.instanceId, given.plan)
          : await broker.unbind(polled.instanceId, polled.bindingId, given.plan);
      await tools.arrange.follow(given.plan, again, polled, 'delete');
      if (again.status === 410) return;
      const never = await neverUsed(tools, given.plan, kind.deletion);
      expect.enough(never?.status !== again.status, cannotTell(again, kind.deletion));
      expect(again).status(410, because);
    },
  }),
  defineCheck({
    id: `${kind.section}/during-${kind.creation}-last-operation`,
    title: `After an accepted ${kind.deletion} during the ${kind.creation}, last_operation tells of the deletion.`,
    requirements: [kind.rows.asynchronously, kind.rows.synchronously],
    given: onSlowPlans(kind.creation === 'bind' ? bindablePlan : eachPlan),
    async run(tools) {
      const { expect, given, broker } = tools;
      const { deletion, started, polled, settle } = await deleteInProgress(tools, kind, given.plan);
      const end = await settle();
      expect.applies(
        isSuccess(deletion),
        `The broker refuses a ${kind.deletion} during the ${kind.creation}.`,
      );
      const because = `the ${kind.deletion} was accepted while the ${kind.creation} was in progress`;
      if (deletion.status === 202) {
        const fetched = await fetch(tools, given.plan, polled);
        const isThere = fetched?.status === 200 && (await isEvidence(tools, given.plan, fetched));
        expect.that(end === 'done' && !isThere, {
          about: kind.rows.asynchronously,
          answer: deletion,
          expected: 'polls that end in "succeeded" or 410 with the resource gone',
          actual: end === 'done' ? '"succeeded" while the resource is there' : `polls that end as ${end}`,
          because,
        });
        return;
      }
      const poll = await pollOnce(broker.as('poll'), given.plan, polled, operationOf(started));
      const state = stateOf(poll);
      const isTold = state === 'succeeded' || state === 'in progress';
      if (!isTold) return;
      expect.enough(await isEvidence(tools, given.plan, poll), cannotTell(poll, 'poll'));
      expect.that(false, {
        about: kind.rows.synchronously,
        answer: poll,
        expected: '200 OK with "state": "failed", 404 Not Found or 410 Gone',
        actual: `${describe(poll)} with "state": "${state}"`,
        because,
      });
    },
  }),
]);

async function deleteInProgress(tools: Tools, kind: Kind, plan: Plan) {
  const { broker, arrange } = tools;
  const { action, started, seen, finish } = await duringOperation(
    tools,
    () => prepareAction(kind.creation, tools, plan),
    ({ polled }) =>
      polled.bindingId === undefined
        ? broker.deprovision(polled.instanceId, plan)
        : broker.unbind(polled.instanceId, polled.bindingId, plan),
    isSuccess,
  );
  const settle = async () => {
    if (!isSuccess(seen)) {
      await finish();
      return 'refused' as const;
    }
    return (await arrange.follow(plan, seen, action.polled, 'delete')).end;
  };
  return { deletion: seen, started, polled: action.polled, settle };
}

/** Milliseconds that a creation takes on this plan, as its ordinary life showed. */
async function creationTime(tools: Tools, kind: Kind, plan: Plan): Promise<number> {
  const life = await tools.world.life(plan, 'bound');
  const creation = kind.creation === 'provision' ? life.provision : life.bound?.bind;
  const first = creation?.answer.exchange;
  const last = creation?.followed.polls.at(-1)?.exchange;
  return first === undefined || last === undefined ? 0 : Math.min(last.at - first.at, 60_000);
}

async function fetch({ broker }: Tools, plan: Plan, polled: Polled): Promise<Answer | undefined> {
  if (polled.bindingId === undefined) {
    return plan.offering.instancesRetrievable ? broker.fetchInstance(polled.instanceId) : undefined;
  }
  return plan.offering.bindingsRetrievable
    ? broker.fetchBinding(polled.instanceId, polled.bindingId)
    : undefined;
}
