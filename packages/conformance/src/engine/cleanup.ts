import { isRefusal, type Answer } from './answer.ts';
import type { BrokerClient } from './client.ts';
import { describe } from './expect.ts';
import type { Ids, Journal, JournalEntry } from './journal.ts';
import { follow, pollOnce, stateOf, type Polled, type PolledPlan, type PollingSetting } from './polling.ts';
import type { Leftover } from './report.ts';

/** How often a deletion that fails is tried. */
const attempts = 4;

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
  const polled = {
    instanceId: entry.instanceId,
    ...(entry.bindingId === null ? {} : { bindingId: entry.bindingId }),
  };
  const cleaner = client.as('cleanup');
  const wasBusy = entry.operation !== undefined;
  const send = () =>
    entry.bindingId === null
      ? cleaner.deprovision(entry.instanceId, hints)
      : cleaner.unbind(entry.instanceId, entry.bindingId, hints);
  let reason = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await polling.pause(polling.fastPoll ? 5 * attempt : 500 * 2 ** attempt);
    try {
      const answer = await send();
      if (isGone(answer, entry)) return undefined;
      if (answer.status === 202) {
        const followed = await follow(cleaner, hints, answer, polled, 'delete', polling);
        if (followed.end === 'done') {
          // A creation that was under way may have outlived the deletion.
          const again = wasBusy ? await send() : answer;
          if (wasBusy && again.status === 202) await follow(cleaner, hints, again, polled, 'delete', polling);
          return undefined;
        }
        reason = followed.end === 'timeout' ? 'its deletion did not end in time' : 'its deletion failed';
        if (followed.end === 'timeout') return reason;
      } else {
        reason = `DELETE was answered ${describe(answer)}`;
        // A refusal other than "busy" stays a refusal.
        if (isRefusal(answer) && answer.status !== 422 && answer.status !== 429) return reason;
        if (answer.status === 422) await waitUntilIdle(entry, hints, cleaner, polled, polling);
      }
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  return reason;
}

/** Waits for an operation that nobody followed to its end, as after a lost answer. */
async function waitUntilIdle(
  entry: JournalEntry,
  hints: PolledPlan,
  client: BrokerClient,
  polled: Polled,
  polling: PollingSetting,
): Promise<void> {
  const deadline = performance.now() + polling.operationTimeout;
  for (let pause = 5; performance.now() < deadline; pause = Math.min(pause * 2, 5000)) {
    if (stateOf(await pollOnce(client, hints, polled, entry.operation)) !== 'in progress') return;
    await polling.pause(pause);
  }
}

function isGone(answer: Answer, entry: JournalEntry): boolean {
  if (answer.status === 200 || answer.status === 410 || answer.status === 404) return true;
  if (answer.status === 204 || answer.status === 201) return true;
  return entry.refused && isRefusal(answer);
}
