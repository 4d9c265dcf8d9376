import { atLeast, type RequirementId } from '@osb-kit/spec';
import { isSuccess, type Answer } from '../engine/answer.ts';
import type { Plan } from '../engine/catalog-model.ts';
import { defineCheck, type Precondition, type Tools } from '../engine/check.ts';
import { describe } from '../engine/expect.ts';
import { firstPollOf, type Mutation } from '../engine/life.ts';
import { operationOf, stateOf } from '../engine/polling.ts';
import { cannotTell, isEvidence, neverUsed } from './evidence.ts';
import { isAvailable } from './polls.ts';
import { judgeOperationLength, judgeOperationType } from './operation.ts';

/** A deletion of an ordinary life: what was sent, and what is there afterwards. */
export interface Deletion {
  readonly creation: Answer | undefined;
  readonly mutation: Mutation;
  readonly fetchedAfter: Answer | undefined;
  readonly again: Answer;
}

/** The rows about deletions: unbind and deprovision have the same ones. */
export interface DeletionRows {
  readonly section: 'unbinding' | 'deprovisioning';
  readonly verb: 'unbind' | 'deprovision';
  readonly deletes: RequirementId;
  readonly ok: RequirementId;
  readonly body: RequirementId;
  readonly accepted: RequirementId;
  readonly second: RequirementId;
  readonly operationType: RequirementId;
  readonly operationLength: RequirementId;
  /** What a null operation is: the tables differ (HC-25). */
  readonly onNull: 'warning';
}

/** True when the broker said that it deleted something, and that it is done. */
export const isDeleted = ({ answer, followed }: Mutation) => followed.end === 'done' && isSuccess(answer);

/** The checks of a deletion over what an ordinary life shows. */
export function deletionChecks<Given extends { readonly plan: Plan }>(
  rows: DeletionRows,
  given: Precondition<Given>,
  read: (given: Given) => Deletion,
) {
  const { section, verb } = rows;
  const creation = verb === 'unbind' ? 'bind' : 'provision';
  const succeeded = ({ expect }: Tools, { mutation }: Deletion) => {
    expect.reached(isDeleted(mutation), `The ${verb} did not succeed.`, mutation.answer);
  };
  return [
    defineCheck({
      id: `${section}/status`,
      title: `A ${verb} is answered 200 or 202.`,
      requirements: [rows.ok],
      given,
      run({ given: state, expect }) {
        const { mutation, creation: created } = read(state);
        const { answer } = mutation;
        expect.applies(
          verb !== 'unbind' || ![404, 405, 501].includes(answer.status),
          `The broker answers ${describe(answer)}: see unbinding/implemented.`,
        );
        expect(answer).status(
          [200, 202],
          `the ${creation} was answered ${String(created?.status ?? 'with success')}, and both ids are given`,
        );
      },
    }),
    defineCheck({
      id: `${section}/deletes`,
      title: `After a ${verb} there is nothing to fetch.`,
      requirements: [rows.deletes],
      given,
      async run(tools) {
        const { given: state, expect } = tools;
        const deletion = read(state);
        const { fetchedAfter, again } = deletion;
        succeeded(tools, deletion);
        const isFetched = fetchedAfter?.status === 200 && (await isEvidence(tools, state.plan, fetchedAfter));
        // What a second deletion does not find is deleted, although a fetch still shows it.
        expect.that(!isFetched || again.status === 410 || again.status === 404, {
          answer: fetchedAfter ?? again,
          because: `the ${verb} was answered ${String(deletion.mutation.answer.status)} and has ended; a second one is answered ${String(again.status)}`,
          expected: '404 Not Found',
          actual: fetchedAfter === undefined ? '' : describe(fetchedAfter),
        });
        if (isFetched) return;
        const shown = fetchedAfter?.status === 200 ? fetchedAfter : isSuccess(again) ? again : undefined;
        const what = shown === fetchedAfter ? 'fetch' : verb;
        expect.enough(
          shown === undefined || (shown === again && fetchedAfter?.status === 404),
          shown !== undefined && (await isEvidence(tools, state.plan, shown))
            ? `A second ${verb} is answered ${String(again.status)}: see ${section}/second-time.`
            : cannotTell(shown ?? again, what),
        );
      },
    }),
    defineCheck({
      id: `${section}/second-time`,
      title: `A second ${verb} is answered 410.`,
      requirements: [rows.second],
      given,
      async run(tools) {
        const { given: state, expect } = tools;
        const deletion = read(state);
        const { mutation, again } = deletion;
        succeeded(tools, deletion);
        if (again.status !== 410) {
          const never = await neverUsed(tools, state.plan, verb);
          expect.applies(
            never?.status !== again.status,
            `The broker answers ${String(again.status)} to the ${verb} of an id that was never used as well: see ${section}/unknown-${verb === 'unbind' ? 'binding' : 'instance'}.`,
          );
        }
        expect(again).status(
          410,
          `the ${verb} was answered ${String(mutation.answer.status)} and has ended`,
          isSuccess(again) ? rows.deletes : undefined,
        );
      },
    }),
    defineCheck({
      id: `${section}/answer-is-an-object`,
      title: `The answer to a ${verb} is a JSON object.`,
      requirements: [rows.body],
      given,
      run({ given: state, expect, world }) {
        const { answer } = read(state).mutation;
        expect.applies(answer.status === 200, `The ${verb} was not answered 200.`);
        expect(answer).object('platforms parse it', atLeast(world.apiVersion, '2.14') ? 'warning' : 'error');
        expect.that(operationOf(answer) === undefined, {
          answer,
          expected: 'no "operation"',
          actual: `"operation": "${operationOf(answer) ?? ''}"`,
          because: 'the answer is 200, so that there is nothing to poll for',
          weight: 'warning',
        });
      },
    }),
    defineCheck({
      id: `${section}/accepted-can-be-polled`,
      title: `After 202 the first poll says how the ${verb} stands; after 200 nothing goes on.`,
      requirements: [rows.accepted, 'ASYNC-202-IF-ASYNC'],
      given,
      async run(tools) {
        const { given: state, expect } = tools;
        const { mutation } = read(state);
        const { answer, followed, after } = mutation;
        if (followed.mode === 'async') {
          const first = firstPollOf(mutation);
          const gone = first?.status === 410;
          const missing = first?.status === 404;
          expect.reached(
            first === undefined || isAvailable(verb, first),
            `last_operation is not there: see polling/${verb === 'unbind' ? 'binding' : 'instance'}-available.`,
            first,
          );
          expect.that(gone || (first?.status === 200 && stateOf(first) !== undefined), {
            answer: first ?? answer,
            expected: '200 OK with a valid "state", or 410 Gone',
            actual: first === undefined ? 'no poll' : describe(first),
            because: `the ${verb} was answered 202`,
            ...(missing
              ? {
                  weight: 'warning' as const,
                  likelyCause: 'Platforms keep polling on 404; answer 410 once it is gone.',
                }
              : {}),
          });
          return;
        }
        expect.applies(answer.status === 200, `The ${verb} was not answered 200.`);
        const goesOn = after.find((poll) => stateOf(poll) === 'in progress');
        if (goesOn === undefined) return;
        expect.enough(await isEvidence(tools, state.plan, goesOn), cannotTell(goesOn, 'poll'));
        expect.that(false, {
          about: [rows.accepted, 'ASYNC-202-IF-ASYNC'],
          answer: goesOn,
          expected: '202 Accepted, or a resource that is gone at once',
          actual: 'last_operation says "in progress"',
          because: `the ${verb} was answered 200`,
        });
      },
    }),
    defineCheck({
      id: `${section}/operation-type`,
      title: '"operation" is a string.',
      requirements: [rows.operationType],
      given,
      run({ given: state, expect, world }) {
        const { answer } = read(state).mutation;
        expect.applies(answer.status === 202, `The ${verb} was not answered 202.`);
        judgeOperationType(
          { expect, answer, about: rows.operationType },
          { version: world.apiVersion, onNull: rows.onNull, onEmpty: 'warning' },
        );
      },
    }),
    defineCheck({
      id: `${section}/operation-length`,
      title: '"operation" has at most 10,000 characters.',
      requirements: [rows.operationLength],
      given,
      run({ given: state, expect }) {
        const { answer } = read(state).mutation;
        expect.applies(answer.status === 202, `The ${verb} was not answered 202.`);
        judgeOperationLength({ expect, answer, about: rows.operationLength });
      },
    }),
  ];
}
