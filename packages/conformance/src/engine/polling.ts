import { isSuccess, type Answer } from './answer.ts';
import type { BrokerClient, Hints } from './client.ts';
import { stringMember } from './json.ts';
import { faultOf, orMissing } from './missing-answer.ts';

/** How long and how often to ask for the end of an operation. */
export interface PollingSetting {
  readonly operationTimeout: number;
  readonly fastPoll: boolean;
  readonly signal: AbortSignal;
  /** Waits so many milliseconds, while others work. */
  pause(milliseconds: number): Promise<unknown>;
}

/** What an operation is for; a deletion may end with 410. */
export type OperationKind = 'create' | 'update' | 'delete';

/** An operation from the answer that accepted it to its end. */
export interface Followed {
  /** Whether the broker answered that it goes on (202) or that it is done. */
  readonly mode: 'sync' | 'async';
  /** The `operation` of the answer, when it is a non-empty string. */
  readonly operation: string | undefined;
  readonly polls: readonly Answer[];
  readonly end: OperationEnd;
  /** The poll that says "in progress" when the time is over that the plan itself declares. */
  readonly overdue?: Answer;
}

/** `refused`: it never began. `unanswered`: the request got no answer. `unusable`: polls gave nothing that says how it stands. */
export type OperationEnd = 'done' | 'failed' | 'refused' | 'unanswered' | 'timeout' | 'unusable';

/** The plan of what is polled, as far as polling needs to know it. */
export interface PolledPlan extends Hints {
  /** Seconds. */
  readonly maximumPollingDuration: number | undefined;
}

/** What is polled. */
export interface Polled {
  readonly instanceId: string;
  readonly bindingId?: string;
}

/** Odd answers in a row after which polling gives up. */
const patience = 8;

/** A poll that takes all the time that one may is as good as several that are odd. */
const timeoutsCost = 3;

const nextPause = (pause: number, { fastPoll }: PollingSetting) =>
  Math.min(pause * 1.5, fastPoll ? 100 : 5000);

/** Follows an operation to its end, wherever the broker legally goes. */
export async function follow(
  client: BrokerClient,
  plan: PolledPlan,
  started: Answer,
  polled: Polled,
  kind: OperationKind,
  setting: PollingSetting,
): Promise<Followed> {
  const polls: Answer[] = [];
  if (faultOf(started) !== undefined) return { mode: 'sync', operation: undefined, polls, end: 'unanswered' };
  const operation = operationOf(started);
  const ended = (mode: 'sync' | 'async', end: OperationEnd): Followed => ({ mode, operation, polls, end });
  if (started.status !== 202) {
    if (isSuccess(started)) return ended('sync', 'done');
    return ended('sync', kind === 'delete' && started.status === 410 ? 'done' : 'refused');
  }
  const declared = (plan.maximumPollingDuration ?? Infinity) * 1000;
  const deadline = performance.now() + Math.min(setting.operationTimeout, declared);
  const poller = client.as('poll');
  let pause = setting.fastPoll ? 1 : 50;
  let odd = 0;
  let isOver = false;
  let wait = setting.fastPoll ? 0 : retryAfter(started, setting);
  for (;;) {
    if (performance.now() + wait > deadline) {
      if (declared > setting.operationTimeout) return ended('async', 'timeout');
      await setting.pause(Math.max(0, deadline - performance.now()) + 1);
      isOver = true;
    } else if (wait > 0) await setting.pause(wait);
    const poll = await orMissing(pollOnce(poller, plan, polled, operation));
    const fault = faultOf(poll);
    if (fault !== undefined) {
      odd += fault.kind === 'timeout' ? timeoutsCost : 1;
      if (odd >= patience || isOver) {
        polls.push(poll);
        return ended('async', 'unusable');
      }
      wait = pause;
      pause = nextPause(pause, setting);
      continue;
    }
    polls.push(poll);
    const state = stateOf(poll);
    if (state === 'succeeded') return ended('async', 'done');
    if (state === 'failed') return ended('async', 'failed');
    // A deleted resource is gone: 410 is the legal answer, 404 a common one (HC-05).
    if (kind === 'delete' && (poll.status === 410 || poll.status === 404)) return ended('async', 'done');
    if (isOver)
      return { ...ended('async', 'timeout'), ...(state === 'in progress' ? { overdue: poll } : {}) };
    odd = state === 'in progress' || poll.status === 429 ? 0 : odd + 1;
    if (odd >= patience) return ended('async', 'unusable');
    wait = Math.max(pause, setting.fastPoll ? 0 : retryAfter(poll, setting));
    pause = nextPause(pause, setting);
  }
}

/** Asks once how an operation stands. */
export function pollOnce(
  client: BrokerClient,
  plan: Hints,
  polled: Polled,
  operation: string | undefined,
): Promise<Answer> {
  return polled.bindingId === undefined
    ? client.pollInstance(polled.instanceId, plan, operation)
    : client.pollBinding(polled.instanceId, polled.bindingId, plan, operation);
}

/** Asks how an operation stands until the broker does not limit the rate of polls any more. */
export async function pollPatiently(
  client: BrokerClient,
  plan: Hints,
  polled: Polled,
  operation: string | undefined,
  setting: PollingSetting,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const poll = await pollOnce(client, plan, polled, operation);
    if (faultOf(poll) !== undefined || poll.status !== 429 || attempt >= patience) return poll;
    await setting.pause(Math.max(retryAfter(poll, setting), 50));
  }
}

/** The state of a poll: one of the three words, or `undefined` when it says none. */
export function stateOf(poll: Answer): 'in progress' | 'succeeded' | 'failed' | undefined {
  if (faultOf(poll) !== undefined || !isSuccess(poll)) return undefined;
  const state = stringMember(poll.json, 'state');
  return state === 'in progress' || state === 'succeeded' || state === 'failed' ? state : undefined;
}

/** The `operation` to send with polls; null, empty and absent are the same (HC-25). */
export function operationOf(answer: Answer): string | undefined {
  const operation = stringMember(answer.json, 'operation');
  return operation === '' ? undefined : operation;
}

/** Milliseconds that the answer asks to wait: seconds or a date. */
function retryAfter(answer: Answer, setting: PollingSetting): number {
  const value = answer.header('Retry-After')?.trim();
  if (value === undefined) return 0;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), setting.operationTimeout) : 0;
}
