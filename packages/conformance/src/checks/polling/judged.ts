import type { RequirementId } from '@osb-kit/spec';
import { type Answer } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe, type Expect } from '../../engine/expect.ts';
import { member } from '../../engine/json.ts';
import { isEverFetched, mutationsOf, type Life } from '../../engine/life.ts';
import { stateOf } from '../../engine/polling.ts';
import { optionalField } from '../../judgements/fields.ts';
import { anyLife } from '../../preconditions/lives.ts';
import {
  bodies,
  judgeStatus,
  judgeAvailable,
  judgeStatePresent,
  judgeStateKnown,
  judgeNever410,
  judgeRemembered,
  judgeHintless,
  judgeRetryAfter,
  flag,
  flagScope,
  type Operation,
} from '../../judgements/polls.ts';

type Subject = 'instance' | 'binding';
/** The asynchronous operations of a life on instances or on bindings. */
function operationsOf(life: Life, subject: Subject): readonly Operation[] {
  return mutationsOf(life).filter(
    ({ name, mutation }) =>
      mutation.followed.mode === 'async' &&
      (name === 'bind' || name === 'unbind') === (subject === 'binding'),
  );
}

/** A check of the polls of all asynchronous operations of a life. */
function polled(
  subject: Subject,
  id: string,
  title: string,
  requirement: RequirementId,
  judge: (operation: Operation, expect: Expect) => void,
) {
  return defineCheck({
    id: `polling/${subject}-${id}`,
    title,
    requirements: [requirement],
    given: anyLife,
    run({ given: { life }, expect }) {
      const operations = operationsOf(life, subject);
      expect.applies(
        operations.length > 0,
        `No operation on ${subject === 'instance' ? 'an instance' : 'a binding'} was answered 202.`,
      );
      for (const operation of operations) judge(operation, expect);
    },
  });
}

/** Polls of instances and bindings, as an ordinary life shows them. */
export const judgedPolls = [
  polled('instance', 'status', 'Polls of an instance are answered 200.', 'LO-I-200', judgeStatus('LO-I-200')),
  polled('binding', 'status', 'Polls of a binding are answered 200.', 'LO-B-200', judgeStatus('LO-B-200')),
  polled(
    'instance',
    'available',
    'After a 202 an instance can be polled.',
    'LO-I-AVAILABLE',
    judgeAvailable('LO-I-AVAILABLE'),
  ),
  polled(
    'binding',
    'available',
    'After a 202 a binding can be polled.',
    'LO-B-AVAILABLE',
    judgeAvailable('LO-B-AVAILABLE'),
  ),
  polled(
    'instance',
    'state-present',
    'A poll of an instance has a state.',
    'LO-I-STATE-REQUIRED',
    judgeStatePresent('LO-I-STATE-REQUIRED'),
  ),
  polled(
    'binding',
    'state-present',
    'A poll of a binding has a state.',
    'LO-B-STATE-REQUIRED',
    judgeStatePresent('LO-B-STATE-REQUIRED'),
  ),
  polled(
    'instance',
    'state-known',
    'The state is one of three words.',
    'LO-I-STATE-ENUM',
    judgeStateKnown('LO-I-STATE-ENUM'),
  ),
  polled(
    'binding',
    'state-known',
    'The state is one of three words.',
    'LO-B-STATE-ENUM',
    judgeStateKnown('LO-B-STATE-ENUM'),
  ),
  polled(
    'instance',
    'gone-after-deletion-only',
    '410 is answered to polls of deletions only.',
    'LO-I-410-DELETE-ONLY',
    judgeNever410('LO-I-410-DELETE-ONLY'),
  ),
  polled(
    'binding',
    'gone-after-deletion-only',
    '410 is answered to polls of deletions only.',
    'LO-B-410-DELETE-ONLY',
    judgeNever410('LO-B-410-DELETE-ONLY'),
  ),
  polled(
    'instance',
    'end-remembered',
    'The end of an operation is still known a moment later.',
    'LO-I-REMEMBER',
    judgeRemembered('LO-I-REMEMBER'),
  ),
  polled(
    'binding',
    'end-remembered',
    'The end of an operation is still known a moment later.',
    'LO-B-REMEMBER',
    judgeRemembered('LO-B-REMEMBER'),
  ),
  polled(
    'instance',
    'without-hints',
    'A poll needs no service_id and plan_id.',
    'LO-I-HINTS-OPTIONAL',
    judgeHintless('LO-I-HINTS-OPTIONAL'),
  ),
  polled(
    'binding',
    'without-hints',
    'A poll needs no service_id and plan_id.',
    'LO-B-HINTS-OPTIONAL',
    judgeHintless('LO-B-HINTS-OPTIONAL'),
  ),
  polled(
    'instance',
    'retry-after',
    'Retry-After is a number of seconds.',
    'LO-I-RETRY-AFTER',
    judgeRetryAfter('LO-I-RETRY-AFTER'),
  ),
  polled(
    'binding',
    'retry-after',
    'Retry-After is a number of seconds.',
    'LO-B-RETRY-AFTER',
    judgeRetryAfter('LO-B-RETRY-AFTER'),
  ),
  polled(
    'instance',
    'end-final',
    'What has succeeded does not go on or fail afterwards.',
    'LO-I-TERMINAL-STABLE',
    ({ name, mutation }, expect) => {
      const last = mutation.followed.polls.at(-1);
      const state = last === undefined ? undefined : stateOf(last);
      if (state === undefined || state === 'in progress') return;
      for (const poll of mutation.after) {
        const now = stateOf(poll);
        expect.that(now === undefined || now === state, {
          answer: poll,
          expected: `"state": "${state}"`,
          actual: `"state": "${now ?? ''}"`,
          because: `the ${name} had ended, and nothing was sent in between`,
        });
      }
    },
  ),
  defineCheck({
    id: 'polling/instance-description',
    title: 'The description of a poll is a non-empty string.',
    requirements: ['LO-I-DESC-NONEMPTY'],
    given: anyLife,
    run({ given: { life }, expect, world }) {
      const operations = operationsOf(life, 'instance');
      expect.applies(operations.length > 0, 'No operation on an instance was answered 202.');
      for (const answer of operations.flatMap(({ mutation }) => bodies(mutation))) {
        const place = { expect, answer, about: 'LO-I-DESC-NONEMPTY' } as const;
        if (!optionalField(place, answer.object, 'description', 'string')) continue;
        expect.that(answer.object?.['description'] !== '' || world.apiVersion === '2.15', {
          answer,
          expected: 'a non-empty "description", or none',
          actual: '"description": ""',
          because: 'platforms show it to users',
        });
      }
    },
  }),
  polled(
    'binding',
    'description',
    'The description of a poll is a string.',
    'LO-B-DESC-TYPE',
    ({ mutation }, expect) => {
      for (const answer of bodies(mutation))
        optionalField({ expect, answer, about: 'LO-B-DESC-TYPE' }, answer.object, 'description', 'string');
    },
  ),
  polled(
    'instance',
    'instance-usable-type',
    '"instance_usable" is a boolean.',
    'LO-I-USABLE-TYPE',
    flag('instance_usable', 'LO-I-USABLE-TYPE'),
  ),
  polled(
    'instance',
    'update-repeatable-type',
    '"update_repeatable" is a boolean.',
    'LO-I-REPEATABLE-TYPE',
    flag('update_repeatable', 'LO-I-REPEATABLE-TYPE'),
  ),
  polled(
    'instance',
    'instance-usable-scope',
    '"instance_usable" is in failed polls of updates and deprovisions only.',
    'LO-I-USABLE-SCOPE',
    flagScope('instance_usable', ['update', 'deprovision'], 'LO-I-USABLE-SCOPE'),
  ),
  polled(
    'instance',
    'update-repeatable-scope',
    '"update_repeatable" is in failed polls of updates only.',
    'LO-I-REPEATABLE-SCOPE',
    flagScope('update_repeatable', ['update'], 'LO-I-REPEATABLE-SCOPE'),
  ),
  defineCheck({
    id: 'polling/succeeded-means-done',
    title: 'After "succeeded" the instance is ready.',
    requirements: ['LO-I-SUCCEEDED-MEANS-DONE'],
    given: anyLife,
    run({ given: { life }, expect }) {
      expect.applies(life.provision.followed.mode === 'async', 'The plan is provisioned synchronously.');
      expect.reached(
        life.provision.followed.end === 'done',
        life.stopped?.text ?? 'The provision did not succeed.',
        life.stopped?.answer,
      );
      const because = 'last_operation said "succeeded"';
      // Whether a deletion that succeeded left nothing is told by deprovisioning/second-time.
      const claims: readonly (readonly [Answer | undefined, (answer: Answer) => boolean, string])[] = [
        // What no fetch finds is a matter of the fetch.
        [
          isEverFetched(life) ? life.fetched?.plain : undefined,
          (answer) => answer.status === 200,
          '200 OK to a fetch',
        ],
        [life.repeated?.answer, (answer) => answer.status !== 202, 'no 202 to the same provision'],
        [
          life.bound?.bind.answer,
          (answer) => member(answer.json, 'error') !== 'ConcurrencyError',
          'no ConcurrencyError to a bind',
        ],
      ];
      for (const [answer, holds, expected] of claims) {
        if (answer !== undefined)
          expect.that(holds(answer), { answer, because, expected, actual: describe(answer) });
      }
    },
  }),
];
