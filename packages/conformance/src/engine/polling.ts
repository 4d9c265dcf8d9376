import { isPostponed, isSuccess, type Answer } from './answer.ts';
import type { BrokerClient, CallOptions, Hints } from './client.ts';
import { stringMember } from './json.ts';
import { retryAfter } from './later.ts';
import { faultOf, orMissing } from './missing-answer.ts';
import { stateMeant, type State } from './states.ts';
import type { UsualTimes } from './usual-times.ts';

/** How long and how often to ask for the end of an operation. */
export interface PollingSetting {
  readonly operationTimeout: number;
  readonly fastPoll: boolean;
  readonly signal: AbortSignal;
  /** Waits so many milliseconds, while others work. */
  pause(milliseconds: number): Promise<unknown>;
  /** Odd answers in a row after which polling gives up, if not the usual number. */
  readonly patience?: number;
  /** What was learned of how long operations take: what never ended sooner is asked for again shortly before that. */
  readonly usualTimes?: UsualTimes;
  /** Is told in words of an operation that is waited for, and until when at most; returns what to call at its end. */
  readonly onWait?: (what: string, until: number) => () => void;
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
  /** How long it was given, in milliseconds, where it did not end in that time; not where the plan declares it. */
  readonly given?: number;
  /** The milliseconds that the broker asks to wait (Retry-After), where that is longer than it is given. */
  readonly asked?: number;
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

/** Polls of one operation that are kept, however long it goes on, when they repeat what the one before said. */
const keptRepeats = 100;

/** What takes long is asked for less often: the last pause is a small part of the whole. */
const nextPause = (pause: number, began: number, { fastPoll }: PollingSetting) =>
  Math.min(pause * 1.5, fastPoll ? Math.max(100, (performance.now() - began) / 50) : 5000);

/** Milliseconds until nearly all of the usual time is over. */
const untilNearly = (usual: number, began: number) => began + usual * 0.9 - performance.now();

/** Milliseconds that an operation may take: what the plan declares, or what the run allows, whichever is less. */
export function timeFor(plan: PolledPlan, setting: PollingSetting): number {
  return Math.min(setting.operationTimeout, (plan.maximumPollingDuration ?? Infinity) * 1000);
}

/** Follows an operation to its end, wherever the broker legally goes. */
export async function follow(
  client: BrokerClient,
  plan: PolledPlan,
  started: Answer,
  polled: Polled,
  kind: OperationKind,
  setting: PollingSetting,
): Promise<Followed> {
  if (faultOf(started) !== undefined)
    return { mode: 'sync', operation: undefined, polls: [], end: 'unanswered' };
  const operation = operationOf(started);
  if (started.status !== 202) {
    const isDone = isSuccess(started) || (kind === 'delete' && started.status === 410);
    return { mode: 'sync', operation, polls: [], end: isDone ? 'done' : 'refused' };
  }
  const poller = client.as('poll');
  const ended = setting.onWait?.(sayOperation(kind, polled), Date.now() + timeFor(plan, setting));
  try {
    const poll = () => pollOnce(poller, plan, polled, operation, { once: true });
    const likewise = `${kind} ${polled.bindingId === undefined ? 'instance' : 'binding'} ${plan.id}`;
    return { mode: 'async', operation, ...(await pollToEnd(poll, plan, started, kind, likewise, setting)) };
  } finally {
    ended?.();
  }
}

async function pollToEnd(
  ask: () => Promise<Answer>,
  plan: PolledPlan,
  started: Answer,
  kind: OperationKind,
  likewise: string,
  setting: PollingSetting,
): Promise<Pick<Followed, 'polls' | 'end' | 'overdue' | 'given' | 'asked'>> {
  const polls: Answer[] = [];
  const began = performance.now();
  const given = timeFor(plan, setting);
  const deadline = began + given;
  const isDeclared = (plan.maximumPollingDuration ?? Infinity) * 1000 <= setting.operationTimeout;
  const usual = setting.usualTimes?.of(likewise) ?? 0;
  let pause = Math.max(setting.fastPoll ? 1 : 50, usual / 30);
  let odd = 0;
  let isOver = false;
  const askedBy = (answer: Answer) => (setting.fastPoll ? 0 : (retryAfter(answer) ?? 0));
  let wait = askedBy(started);
  for (;;) {
    if (performance.now() + wait > deadline) {
      if (!isDeclared) {
        const asked = askedBy(polls.at(-1) ?? started);
        return { polls, end: 'timeout', given, ...(performance.now() + asked > deadline ? { asked } : {}) };
      }
      await setting.pause(Math.max(0, deadline - performance.now()) + 1);
      isOver = true;
    } else if (wait > 0) await setting.pause(wait);
    const poll = await orMissing(ask());
    const fault = faultOf(poll);
    if (fault !== undefined) {
      odd += fault.kind === 'timeout' ? timeoutsCost : 1;
      if (odd >= (setting.patience ?? patience) || isOver) {
        polls.push(poll);
        return { polls, end: 'unusable' };
      }
      wait = pause;
      pause = nextPause(pause, began, setting);
      continue;
    }
    // An operation without an end says the same without an end.
    if (polls.length >= keptRepeats && polls.at(-1)?.text === poll.text) polls.pop();
    polls.push(poll);
    const state = stateOf(poll);
    if (state === 'succeeded') {
      setting.usualTimes?.note(likewise, performance.now() - began);
      return { polls, end: 'done' };
    }
    if (state === 'failed') return { polls, end: 'failed' };
    // A deleted resource is gone: 410 is the legal answer, 404 a common one (HC-05).
    if (kind === 'delete' && (poll.status === 410 || poll.status === 404)) return { polls, end: 'done' };
    if (isOver) return { polls, end: 'timeout', ...(state === 'in progress' ? { overdue: poll } : {}) };
    odd = state === 'in progress' || isPostponed(poll) ? 0 : odd + 1;
    if (odd >= (setting.patience ?? patience)) return { polls, end: 'unusable' };
    wait = Math.max(pause, askedBy(poll), untilNearly(usual, began));
    pause = nextPause(pause, began, setting);
  }
}

/** How long an operation was given that did not end, for a sentence. */
export function sayGiven({ given }: Pick<Followed, 'given'>): string {
  return given === undefined
    ? 'the plan declares no more'
    : `${inSeconds(given)}; --operation-timeout allows more`;
}

/** Why an operation is not followed to its end, with the remedy; `undefined` when its time was over. */
export function sayAsked({ asked, given = 0 }: Pick<Followed, 'asked' | 'given'>): string | undefined {
  return asked === undefined
    ? undefined
    : `the broker asks not to be polled for ${inSeconds(asked)} (Retry-After), and an operation is given ${inSeconds(given)} here: --operation-timeout allows more, --fast-poll polls all the same`;
}

const inSeconds = (milliseconds: number) => `${Math.round(milliseconds / 1000).toLocaleString('en-US')} s`;

/** "the creation of instance 3f2a…". */
function sayOperation(kind: OperationKind, { instanceId, bindingId }: Polled): string {
  const what =
    bindingId === undefined ? `instance ${instanceId.slice(0, 8)}…` : `binding ${bindingId.slice(0, 8)}…`;
  return `the ${{ create: 'creation', update: 'update', delete: 'deletion' }[kind]} of ${what}`;
}

/** Asks once how an operation stands. */
export function pollOnce(
  client: BrokerClient,
  plan: Hints,
  polled: Polled,
  operation: string | undefined,
  options: CallOptions = {},
): Promise<Answer> {
  return polled.bindingId === undefined
    ? client.pollInstance(polled.instanceId, plan, operation, options)
    : client.pollBinding(polled.instanceId, polled.bindingId, plan, operation, options);
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
    const poll = await pollOnce(client, plan, polled, operation, { once: true });
    if (faultOf(poll) !== undefined || !isPostponed(poll) || attempt >= patience) return poll;
    await setting.pause(Math.max(waitOf(poll, setting), 50));
  }
}

/** The state of a poll, also where another word stands for it; `undefined` when it says none. */
export function stateOf(poll: Answer): State | undefined {
  if (faultOf(poll) !== undefined || !isSuccess(poll)) return undefined;
  const word = stringMember(poll.json, 'state');
  return word === undefined ? undefined : stateMeant(word);
}

/** The `operation` to send with polls; null, empty and absent are the same (HC-25). */
export function operationOf(answer: Answer): string | undefined {
  const operation = stringMember(answer.json, 'operation');
  return operation === '' ? undefined : operation;
}

/** Milliseconds that the answer asks to wait. */
function waitOf(answer: Answer, setting: PollingSetting): number {
  return Math.min(retryAfter(answer) ?? 0, setting.operationTimeout);
}
