import { errorCodeOf, isRefusal, type Answer } from './answer.ts';
import type { BrokerClient } from './client.ts';
import { describe } from './expect.ts';
import type { Ids, Journal, JournalEntry } from './journal.ts';
import {
  follow,
  pollOnce,
  sayAsked,
  stateOf,
  timeFor,
  type Polled,
  type PolledPlan,
  type PollingSetting,
} from './polling.ts';
import type { Leftover } from './report.ts';

/** How often a deletion that fails is tried. */
const attempts = 4;

/** Polls in a row that say nothing of a deletion after which it is sent again; more the next time. */
const oddPolls = 8;

/** Removes what the entries name, bindings before instances, and tells what could not be removed. */
export async function removeEntries(
  entries: readonly JournalEntry[],
  journal: Journal,
  client: BrokerClient,
  polling: PollingSetting,
  maximumPollingDurationOf: (planId: string) => number | undefined,
): Promise<Leftover[]> {
  const remove = async (entry: JournalEntry): Promise<Leftover[]> => {
    const removeBy = ({ serviceId, planId }: Ids) => {
      const hints: PolledPlan = {
        id: planId,
        offering: { id: serviceId },
        maximumPollingDuration: maximumPollingDurationOf(planId),
      };
      return removeOne(entry, hints, client, polling);
    };
    const { kind, instanceId, bindingId, serviceId, planId, former } = entry;
    let reason = await removeBy(entry);
    if (reason !== undefined && former !== undefined && (await removeBy(former)) === undefined) {
      reason = undefined;
    }
    if (reason === undefined) {
      if (!entry.removed) journal.markRemoved(entry);
      return [];
    }
    return [{ kind, instanceId, bindingId, serviceId, planId, reason }];
  };
  const isLeft = (kind: JournalEntry['kind']) =>
    entries.filter((entry) => entry.kind === kind && !entry.removed);
  const bindings = await Promise.all(isLeft('binding').map(remove));
  const instances = await Promise.all(isLeft('instance').map(remove));
  return [...bindings.flat(), ...instances.flat()];
}

/** Removes one resource; returns why it is still there, or `undefined`. */
async function removeOne(
  entry: JournalEntry,
  hints: PolledPlan,
  client: BrokerClient,
  polling: PollingSetting,
): Promise<string | undefined> {
  const cleaner = client.as('cleanup');
  const wasBusy = entry.operation !== undefined;
  const polled = {
    instanceId: entry.instanceId,
    ...(entry.bindingId === null ? {} : { bindingId: entry.bindingId }),
  };
  const send = () =>
    entry.bindingId === null
      ? cleaner.deprovision(entry.instanceId, hints)
      : cleaner.unbind(entry.instanceId, entry.bindingId, hints);
  const later = () => performance.now() + timeFor(hints, polling);
  const waiting = { deadline: entry.gaveUp ? 0 : later(), patience: oddPolls, isDeleting: false };
  const pauses = pausesOf(polling);
  let reason = '';
  for (let failures = 0; failures < attempts;) {
    try {
      const answer = await send();
      if (isGone(answer, entry)) return undefined;
      reason = `DELETE was answered ${describe(answer)}`;
      if (answer.status === 202) {
        // One deletion that did not end in its time is not waited for again.
        if (entry.gaveUp) return 'its deletion did not end in time';
        // What was waited for until now was another operation.
        if (!waiting.isDeleting) waiting.deadline = later();
        waiting.isDeleting = true;
        const { end, ...how } = await follow(cleaner, hints, answer, polled, 'delete', {
          ...polling,
          operationTimeout: waiting.deadline - performance.now(),
          patience: waiting.patience,
        });
        if (end === 'done') {
          // A creation that was under way may have outlived the deletion.
          const again = wasBusy ? await send() : answer;
          if (wasBusy && again.status === 202) await follow(cleaner, hints, again, polled, 'delete', polling);
          return undefined;
        }
        if (end === 'timeout') {
          entry.gaveUp = true;
          const asked = sayAsked(how);
          return asked === undefined
            ? 'its deletion did not end in time'
            : `its deletion was accepted, and ${asked}`;
        }
        reason = 'its deletion failed';
        // Polls that say nothing leave it to the next deletion to tell whether this one has ended.
        if (end === 'unusable') waiting.patience *= 2;
        else failures += 1;
      } else if (isLater(answer)) {
        if (answer.status === 422)
          await waitUntilIdle(entry, hints, cleaner, polled, polling, waiting.deadline);
        if (performance.now() > waiting.deadline) {
          entry.gaveUp = true;
          return `${reason} until its time was over`;
        }
      } else {
        // A refusal of another kind stays a refusal.
        if (isRefusal(answer) && answer.status !== 422) return reason;
        failures += 1;
      }
    } catch (error) {
      if (polling.signal.aborted) return 'the run was stopped before it was removed';
      reason = error instanceof Error ? error.message : String(error);
      failures += 1;
    }
    if (failures < attempts) await polling.pause(pauses()).catch(() => undefined);
  }
  return reason;
}

/** "Not now": an operation goes on, or too much is asked for. */
function isLater(answer: Answer): boolean {
  return (answer.status === 422 && errorCodeOf(answer) === 'ConcurrencyError') || answer.status === 429;
}

/** Pauses that grow, so that a broker that is busy for long is not asked all the time. */
function pausesOf({ fastPoll }: PollingSetting): () => number {
  let next = fastPoll ? 5 : 500;
  const longest = fastPoll ? 500 : 10_000;
  return () => {
    const pause = next;
    next = Math.min(next * 2, longest);
    return pause;
  };
}

/** Waits for an operation that nobody followed to its end, as after a lost answer, as long as the polls name one. */
async function waitUntilIdle(
  entry: JournalEntry,
  hints: PolledPlan,
  client: BrokerClient,
  polled: Polled,
  polling: PollingSetting,
  deadline: number,
): Promise<void> {
  const ended = polling.onWait?.(
    `what goes on with ${entry.kind} ${(entry.bindingId ?? entry.instanceId).slice(0, 8)}…, to remove it`,
    Date.now() + deadline - performance.now(),
  );
  let { operation } = entry;
  try {
    const longest = polling.fastPoll ? 500 : 5000;
    // Now and then the next deletion is to tell: polls may go on about something that has ended.
    for (let pause = 5; performance.now() < deadline && pause < longest; pause *= 2) {
      const poll = await pollOnce(client, hints, polled, operation);
      // After any other word the next deletion tells whether it still goes on.
      if (stateOf(poll) !== 'in progress') {
        if (operation === undefined) return;
        // What goes on may be an operation whose beginning nobody saw, as when its answer was lost.
        operation = undefined;
      }
      await polling.pause(pause);
    }
  } finally {
    ended?.();
  }
}

function isGone(answer: Answer, entry: JournalEntry): boolean {
  if (answer.status === 200 || answer.status === 410 || answer.status === 404) return true;
  if (answer.status === 204 || answer.status === 201) return true;
  return entry.refused && isRefusal(answer);
}
