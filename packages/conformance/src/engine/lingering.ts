import { isSuccess } from './answer.ts';
import type { BrokerClient, Hints } from './client.ts';
import type { JournalEntry } from './journal.ts';
import type { Leftover } from './report.ts';
import type { World } from './world.ts';
import { randomUUID } from 'node:crypto';

/** Of each offering so many resources are looked at; all, when one of them is still there. */
const sample = 3;

/** Resources at most that are looked at when one is found: the rest is no better. */
const most = 500;

/** Fetches that go on side by side. */
const width = 8;

/** What the broker says it has deleted and still shows when it is asked for it, or lets somebody delete once more. */
export async function findLingering(
  removed: readonly JournalEntry[],
  client: BrokerClient,
  world: World,
): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for (const offering of world.offerings) {
    for (const kind of ['instance', 'binding'] as const) {
      const isShown = kind === 'instance' ? offering.instancesRetrievable : offering.bindingsRetrievable;
      const own = removed.filter((entry) => entry.kind === kind && entry.serviceId === offering.id);
      const plan = offering.plans[0];
      if (own.length === 0 || plan === undefined) continue;
      if (isShown) found.push(...(await stillShown(own, kind, client)));
      else if (kind === 'instance' && (await isTakenAgain(own, plan, client)))
        found.push(...own.slice(-most).map((entry) => leftoverOf(entry, takenAgain)));
    }
  }
  return found;
}

const shown = 'the broker answered its deletion as done, and a fetch still shows it (200)';
const takenAgain =
  'it may be there still: the broker answered its deletion as done, and takes another one of it, but none of an unknown id';

async function stillShown(
  own: readonly JournalEntry[],
  kind: JournalEntry['kind'],
  client: BrokerClient,
): Promise<Leftover[]> {
  const first = await shownOf(own.slice(-sample), client);
  // A broker that shows what never was shows nothing by that.
  if (first.length === 0 || (await isShownToNobody(client, kind))) return [];
  const rest = await shownOf(own.slice(0, -sample).slice(0, most), client);
  return [...rest, ...first].map((entry) => leftoverOf(entry, shown));
}

/** Where nothing can be fetched, a deletion tells whether there is something to delete. */
async function isTakenAgain(
  own: readonly JournalEntry[],
  plan: Hints,
  client: BrokerClient,
): Promise<boolean> {
  const cleaner = client.as('cleanup');
  const answers = await Promise.all(
    own
      .filter(({ refused }) => !refused)
      .slice(-sample)
      .map(({ instanceId, planId, serviceId }) =>
        cleaner.deprovision(instanceId, { id: planId, offering: { id: serviceId } }).catch(() => undefined),
      ),
  );
  if (!answers.some((answer) => answer !== undefined && isSuccess(answer))) return false;
  const never = await cleaner.deprovision(randomUUID(), plan).catch(() => undefined);
  return never !== undefined && !isSuccess(never);
}

const fetchOf = (client: BrokerClient, instanceId: string, bindingId: string | null) =>
  bindingId === null
    ? client.fetchInstance(instanceId, undefined, { role: 'cleanup' })
    : client.fetchBinding(instanceId, bindingId, undefined, { role: 'cleanup' });

async function isShownToNobody(client: BrokerClient, kind: JournalEntry['kind']): Promise<boolean> {
  const answer = await fetchOf(client, randomUUID(), kind === 'instance' ? null : randomUUID());
  return answer.status === 200;
}

async function shownOf(entries: readonly JournalEntry[], client: BrokerClient): Promise<JournalEntry[]> {
  const shown: JournalEntry[] = [];
  const queue = [...entries];
  const work = async () => {
    for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
      const answer = await fetchOf(client, entry.instanceId, entry.bindingId).catch(() => undefined);
      if (answer?.status === 200) shown.push(entry);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return shown;
}

function leftoverOf(
  { kind, instanceId, bindingId, serviceId, planId }: JournalEntry,
  reason: string,
): Leftover {
  return { kind, instanceId, bindingId, serviceId, planId, reason };
}
