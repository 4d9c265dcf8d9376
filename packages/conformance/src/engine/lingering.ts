import type { BrokerClient } from './client.ts';
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

/** What the broker says it has deleted and still shows when it is asked for it. */
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
      if (!isShown || own.length === 0) continue;
      const first = await shownOf(own.slice(-sample), client);
      // A broker that shows what never was shows nothing by that.
      if (first.length === 0 || (await isShownToNobody(client, kind))) continue;
      const rest = await shownOf(own.slice(0, -sample).slice(0, most), client);
      found.push(...[...rest, ...first].map(leftoverOf));
    }
  }
  return found;
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

function leftoverOf({ kind, instanceId, bindingId, serviceId, planId }: JournalEntry): Leftover {
  const reason = 'the broker answered its deletion as done, and a fetch still shows it (200)';
  return { kind, instanceId, bindingId, serviceId, planId, reason };
}
