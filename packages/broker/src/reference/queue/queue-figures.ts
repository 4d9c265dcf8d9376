import { type Kysely, sql } from 'kysely';
import type { InstancePanel } from '../../dashboard/page.ts';
import type { QueueTables } from './queue-tables.ts';

/** What a queue is like. */
export interface QueueSettings {
  readonly capacity: number;
  /** Seconds that a received message stays hidden unless it is acknowledged. */
  readonly lockSeconds: number;
}

/** What a queue is doing. */
export interface QueueFigures extends QueueSettings {
  /** Messages that it holds, those that are out for delivery included; counted up to {@link mostCounted}. */
  readonly messages: number;
  /** Those of them that were handed out and not acknowledged yet. */
  readonly outForDelivery: number;
  /** Epoch milliseconds at which the oldest of them was published. */
  readonly oldestAt: number | undefined;
  /** Since the queue was created. */
  readonly published: number;
  /** Deliveries since the queue was created; a message that comes back counts again. */
  readonly received: number;
  /** Since the queue was created. */
  readonly acknowledged: number;
  /** Credentials that publish and consume. */
  readonly producers: number;
  /** Credentials that only consume. */
  readonly consumers: number;
}

/** Messages that {@link QueueStore.figures} counts at most. */
export const mostCounted = 10_000;

/** Reads the figures of a queue, in bounded work however full it is. */
export async function figures(db: Kysely<QueueTables>, key: string): Promise<QueueFigures | undefined> {
  const queue = await db.selectFrom('queue').selectAll().where('key', '=', key).executeTakeFirst();
  if (queue === undefined) return undefined;
  const { rows: held } = await sql<{ messages: number; out: number | null; oldest: number | null }>`
    select count(*) as messages, sum(case when visible_at > ${Date.now()} then 1 else 0 end) as out,
      min(published_at) as oldest
    from (select visible_at, published_at from queue_message
      where queue_key = ${key} order by sequence limit ${mostCounted}) as first`.execute(db);
  const users = await db
    .selectFrom('queue_user')
    .select(['may_publish', ({ fn }) => fn.countAll().as('count')])
    .where('queue_key', '=', key)
    .groupBy('may_publish')
    .execute();
  const [{ messages, out, oldest } = { messages: 0, out: 0, oldest: null }] = held;
  const usersWith = (flag: number) =>
    Number(users.find(({ may_publish: mayPublish }) => mayPublish === flag)?.count ?? 0);
  return {
    capacity: queue.capacity,
    lockSeconds: queue.lock_seconds,
    messages,
    outForDelivery: out ?? 0,
    oldestAt: oldest ?? undefined,
    published: queue.published,
    received: queue.received,
    acknowledged: queue.acknowledged,
    producers: usersWith(1),
    consumers: usersWith(0),
  };
}

/** What the dashboard shows of a queue. */
export function queuePanel(read: (key: string) => Promise<QueueFigures | undefined>): InstancePanel {
  return async ({ lineage }) => {
    const found = await read(lineage);
    if (found === undefined) return undefined;
    const { messages, outForDelivery, oldestAt, capacity, lockSeconds } = found;
    const counted = (count: number) =>
      messages < mostCounted
        ? count
        : `${count.toLocaleString('en-US')} of the first ${mostCounted.toLocaleString('en-US')}`;
    return {
      title: 'Message queue',
      facts: [
        { label: 'Waiting', value: counted(messages - outForDelivery) },
        { label: 'Out for delivery', value: counted(outForDelivery) },
        { label: 'Capacity', value: capacity },
        ...(oldestAt === undefined
          ? []
          : [
              {
                label: 'Oldest message',
                value: `${new Date(oldestAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
              },
            ]),
        { label: 'Published', value: found.published },
        { label: 'Received', value: found.received },
        { label: 'Acknowledged', value: found.acknowledged },
        { label: 'Credentials that publish', value: found.producers },
        { label: 'Credentials that only consume', value: found.consumers },
        { label: 'Hidden after delivery', value: `${String(lockSeconds)} s` },
      ],
    };
  };
}
