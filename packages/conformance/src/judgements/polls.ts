import type { RequirementId } from '@osb-kit/spec';
import { isPostponed, isSuccess, type Answer } from '../engine/answer.ts';
import { describe, type Expect } from '../engine/expect.ts';
import { brief, member } from '../engine/json.ts';
import { firstPollOf, pollsOf, type Mutation, type MutationName } from '../engine/life.ts';
import { thoseThatCame } from '../engine/missing-answer.ts';
import { stateOf } from '../engine/polling.ts';
import { isState, stateMeant } from '../engine/states.ts';
import { optionalField } from './fields.ts';

/** An asynchronous operation of a life. */
export interface Operation {
  readonly name: MutationName;
  readonly mutation: Mutation;
}

/** True for operations that may end with 410. */
export const isDeletion = (name: MutationName) => name === 'unbind' || name === 'deprovision';
/** The polls that were answered with success. */
export const bodies = (mutation: Mutation) =>
  thoseThatCame(pollsOf(mutation)).filter((poll) => isSuccess(poll));

/** Polls are answered 200; those of deletions also 410. */
export function judgeStatus(requirement: RequirementId) {
  return ({ name, mutation }: Operation, expect: Expect) => {
    const first = firstPollOf(mutation);
    expect.reached(
      first === undefined || isAvailable(name, first),
      'last_operation is not there: see polling/instance-available and polling/binding-available.',
      first,
    );
    for (const poll of mutation.followed.polls) {
      if (isPostponed(poll)) {
        expect.note(`${String(poll.status)}: the broker limits the rate of polls`);
        continue;
      }
      expect(poll, requirement).status(
        {
          legal: isDeletion(name) ? [200, 410] : [200],
          tolerated: isDeletion(name)
            ? [
                {
                  status: 404,
                  reason:
                    'the resource is gone, which 410 says; platforms take 404 for no answer and go on polling',
                },
              ]
            : [],
        },
        `the ${name} was answered 202 and its state is asked for`,
      );
    }
  };
}

/** True for a poll that is answered as by a broker that has last_operation. */
export function isAvailable(name: MutationName, first: Answer): boolean {
  const gone = isDeletion(name) && (first.status === 410 || first.status === 404);
  return gone || !([404, 405].includes(first.status) || first.status >= 500);
}

/** What a 202 announces is there. */
export function judgeAvailable(requirement: RequirementId, alsoBreaks?: RequirementId) {
  return ({ name, mutation }: Operation, expect: Expect) => {
    const first = firstPollOf(mutation);
    if (first === undefined) return;
    expect.that(isAvailable(name, first), {
      about: requirement,
      ...(alsoBreaks === undefined ? {} : { alsoBreaks }),
      answer: first,
      expected: '200 OK',
      actual: describe(first),
      because: `the ${name} was answered 202, which announces last_operation`,
    });
  };
}

/** A poll has a state. */
export function judgeStatePresent(requirement: RequirementId) {
  return ({ mutation }: Operation, expect: Expect) => {
    for (const poll of bodies(mutation)) {
      expect.that(typeof member(poll.json, 'state') === 'string', {
        about: requirement,
        answer: poll,
        expected: 'a JSON object with the string "state"',
        actual: brief(poll.json ?? poll.text),
        because: 'the poll was answered with success',
      });
    }
  };
}

/** The state is one of three words. */
export function judgeStateKnown(requirement: RequirementId) {
  return ({ mutation }: Operation, expect: Expect) => {
    for (const poll of bodies(mutation)) {
      const state = member(poll.json, 'state');
      if (typeof state !== 'string') continue;
      const meant = stateMeant(state);
      expect.that(isState(state), {
        about: requirement,
        answer: poll,
        expected: '"in progress", "succeeded" or "failed"',
        actual: `"state": ${brief(state)}`,
        because: 'no other state is defined',
        ...(meant === undefined
          ? {}
          : {
              likelyCause: `It stands for "${meant}", and is taken for it in the rest of this run; platforms do not know the word.`,
            }),
      });
    }
  };
}

/** 410 is for deletions. */
export function judgeNever410(requirement: RequirementId) {
  return ({ name, mutation }: Operation, expect: Expect) => {
    if (isDeletion(name)) return;
    const gone = mutation.followed.polls.find((poll) => poll.status === 410);
    expect.that(gone === undefined, {
      about: requirement,
      ...(gone === undefined ? {} : { answer: gone }),
      expected: '200 OK',
      actual: '410 Gone',
      because: `a ${name} is in progress, and 410 is for deletions`,
    });
  };
}

/** The end of an operation is still known a moment later. */
export function judgeRemembered(requirement: RequirementId) {
  return ({ name, mutation }: Operation, expect: Expect) => {
    const last = mutation.followed.polls.at(-1);
    const state = last === undefined ? undefined : stateOf(last);
    if (state === undefined || state === 'in progress') return;
    for (const poll of mutation.after) {
      if (isDeletion(name)) {
        if (poll.status === 404) expect.note('After the deletion last_operation answers 404.');
        continue;
      }
      expect.that(isSuccess(poll), {
        about: requirement,
        answer: poll,
        expected: `200 OK with "state": "${state}"`,
        actual: describe(poll),
        because: `the ${name} ended just before, and platforms may ask again`,
      });
    }
  };
}

/** A poll needs no service_id and plan_id. */
export function judgeHintless(requirement: RequirementId) {
  return ({ name, mutation }: Operation, expect: Expect) => {
    const { hintless, after } = mutation;
    const control = after.at(-1);
    if (hintless === undefined || control === undefined) return;
    expect.that(Math.floor(hintless.status / 100) === Math.floor(control.status / 100), {
      about: requirement,
      answer: hintless,
      expected: String(control.status),
      actual: describe(hintless),
      because: `the same poll of the ${name} with service_id and plan_id is answered so, and both are optional`,
    });
  };
}

/** Retry-After is a number of seconds. */
export function judgeRetryAfter(requirement: RequirementId) {
  return ({ name, mutation }: Operation, expect: Expect) => {
    for (const poll of thoseThatCame([mutation.answer, ...pollsOf(mutation)])) {
      const value = poll.header('Retry-After');
      if (value === undefined) continue;
      expect.that(/^\d+$/.test(value.trim()), {
        about: requirement,
        answer: poll,
        expected: 'Retry-After as a number of seconds',
        actual: `Retry-After: ${value}`,
        because: `platforms wait so long before the next poll of the ${name}`,
      });
    }
  };
}

/** A flag of failed operations is a boolean. */
export function flag(name: 'instance_usable' | 'update_repeatable', requirement: RequirementId) {
  return ({ mutation }: Operation, expect: Expect) => {
    for (const answer of bodies(mutation))
      optionalField({ expect, answer, about: requirement }, answer.object, name, 'boolean', 'error');
  };
}

/** Where a flag of failed updates and deletions must not be. */
export function flagScope(
  name: 'instance_usable' | 'update_repeatable',
  allowed: readonly MutationName[],
  requirement: RequirementId,
) {
  return (operation: Operation, expect: Expect) => {
    for (const answer of bodies(operation.mutation)) {
      const failed = stateOf(answer) === 'failed';
      if (member(answer.json, name) === undefined || (failed && allowed.includes(operation.name))) continue;
      expect.that(false, {
        about: requirement,
        answer,
        expected: `no "${name}"`,
        actual: `"${name}": ${brief(member(answer.json, name))} in a poll of a ${operation.name} that is ${stateOf(answer) ?? 'in no known state'}`,
        because: `the field belongs to failed polls of ${allowed.join(' and ')}`,
        weight: failed ? 'error' : 'warning',
      });
    }
  };
}
