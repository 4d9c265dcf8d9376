import { atLeast, type RequirementId } from '@osb-kit/spec';
import { isSuccess, type Answer } from '../engine/answer.ts';
import { defineCheck, type Precondition } from '../engine/check.ts';
import { describe } from '../engine/expect.ts';
import { firstPollOf, type Mutation } from '../engine/life.ts';
import { operationOf, stateOf } from '../engine/polling.ts';
import { judgeOperationLength, judgeOperationType } from './operation.ts';

/** A deletion of an ordinary life: what was sent, and what is there afterwards. */
export interface Deletion {
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

/** The checks of a deletion over what an ordinary life shows. */
export function deletionChecks<Given>(
  rows: DeletionRows,
  given: Precondition<Given>,
  read: (given: Given) => Deletion,
) {
  const { section, verb } = rows;
  return [
    defineCheck({
      id: `${section}/status`,
      title: `A ${verb} is answered 200 or 202.`,
      requirements: [rows.ok],
      given,
      run({ given: state, expect }) {
        expect(read(state).mutation.answer).status([200, 202], 'the resource exists and both ids are given');
      },
    }),
    defineCheck({
      id: `${section}/deletes`,
      title: `After a ${verb} there is nothing to fetch and nothing to delete.`,
      requirements: [rows.deletes],
      given,
      run({ given: state, expect }) {
        const { mutation, fetchedAfter, again } = read(state);
        expect.reached(mutation.followed.end === 'done', `The ${verb} did not succeed.`);
        const because = `the ${verb} has ended`;
        if (fetchedAfter !== undefined) {
          expect.that(fetchedAfter.status !== 200, {
            answer: fetchedAfter,
            because,
            expected: '404 Not Found',
            actual: describe(fetchedAfter),
          });
        }
        expect.that(again.status !== 202 && again.status !== 200, {
          answer: again,
          because,
          expected: `410 Gone to a second ${verb}`,
          actual: `${describe(again)}, as if there were something to delete`,
        });
      },
    }),
    defineCheck({
      id: `${section}/second-time`,
      title: `A second ${verb} is answered 410.`,
      requirements: [rows.second],
      given,
      run({ given: state, expect }) {
        const { mutation, again } = read(state);
        expect.reached(mutation.followed.end === 'done', `The ${verb} did not succeed.`);
        expect(again).status(410, `the ${verb} was answered ${String(mutation.answer.status)} and has ended`);
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
      title: `After 202 the first poll says how the ${verb} stands; after 200 the resource is gone at once.`,
      requirements: [rows.accepted, 'ASYNC-202-IF-ASYNC'],
      given,
      run({ given: state, expect }) {
        const { mutation, fetchedAfter, again } = read(state);
        const { answer, followed, after } = mutation;
        if (followed.mode === 'async') {
          const first = firstPollOf(mutation);
          const gone = first?.status === 410;
          const missing = first?.status === 404;
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
        const inProgress = after.some((poll) => stateOf(poll) === 'in progress');
        const lingers = fetchedAfter?.status === 200 || isSuccess(again);
        expect.that(!inProgress && !lingers, {
          about: inProgress ? [rows.accepted, 'ASYNC-202-IF-ASYNC'] : rows.accepted,
          answer: fetchedAfter?.status === 200 ? fetchedAfter : again,
          expected: '202 Accepted, or a resource that is gone at once',
          actual: inProgress ? 'last_operation says "in progress"' : 'the resource is still there',
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
