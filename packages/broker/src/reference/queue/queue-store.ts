import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database, Writer } from '../../store/database.ts';
import { createStatement } from '../../store/statement.ts';
import { figures, type QueueFigures, type QueueSettings } from './queue-figures.ts';
import { queueMigrations, type QueueTables } from './queue-tables.ts';

type Tables = Kysely<QueueTables>;

/** A message as it is received. */
export interface ReceivedMessage {
  readonly id: string;
  readonly body: string;
  /** Acknowledges this delivery. */
  readonly receipt: string;
  readonly deliveries: number;
}

/** What credentials give access to. */
export interface QueueAccess {
  readonly instanceId: string;
  readonly mayPublish: boolean;
}

/** The queues that the reference broker provisions, in the database of its store. */
export interface QueueStore {
  /** Creates the queue, or changes its settings; like all that provisions, in a transaction of the caller's if given. */
  put(instanceId: string, settings: QueueSettings, within?: Writer): Promise<void>;
  /** Removes the queue with its messages and credentials. */
  remove(instanceId: string, within?: Writer): Promise<void>;
  /** Creates credentials for a binding; those it had are revoked. */
  grant(
    instanceId: string,
    bindingId: string,
    mayPublish: boolean,
    within?: Writer,
  ): Promise<{ username: string; password: string }>;
  revoke(instanceId: string, bindingId: string, within?: Writer): Promise<void>;
  access(username: string, password: string): Promise<QueueAccess | undefined>;
  /** Answers the id of the message, or `undefined` when the queue is full or gone. */
  publish(instanceId: string, body: string): Promise<string | undefined>;
  receive(instanceId: string, most: number): Promise<readonly ReceivedMessage[]>;
  /** True when the delivery was still open. */
  acknowledge(instanceId: string, receipt: string): Promise<boolean>;
  depth(instanceId: string): Promise<number>;
  /** `undefined` when there is no such queue. */
  figures(instanceId: string): Promise<QueueFigures | undefined>;
}

/** Opens the queues in a database. */
export async function openQueueStore(database: Database): Promise<QueueStore> {
  await database.migrate('queue', queueMigrations);
  const read = database.reader<QueueTables>();
  const write = <T>(instanceId: string, work: (db: Tables) => Promise<T>, writer: Writer = database) =>
    writer.write<QueueTables, T>(`queue ${instanceId}`, work);
  const put = createStatement(
    read
      .insertInto('queue')
      .values({ instance_id: '', capacity: 0, lock_seconds: 0 })
      .onConflict((conflict) =>
        conflict.column('instance_id').doUpdateSet({
          capacity: ({ ref }) => ref('excluded.capacity'),
          lock_seconds: ({ ref }) => ref('excluded.lock_seconds'),
        }),
      ),
  );
  return {
    put: (instanceId, { capacity, lockSeconds }, within) =>
      write(
        instanceId,
        async (db) => {
          await put(db, [instanceId, capacity, lockSeconds]);
        },
        within,
      ),
    remove: (instanceId, within) =>
      write(
        instanceId,
        async (db) => {
          for (const table of ['queue_user', 'queue_message', 'queue'] as const) {
            await db.deleteFrom(table).where('instance_id', '=', instanceId).execute();
          }
        },
        within,
      ),
    grant: (instanceId, bindingId, mayPublish, within) =>
      write(
        instanceId,
        async (db) => {
          const username = `q-${randomBytes(8).toString('hex')}`;
          const password = randomBytes(24).toString('base64url');
          await revoke(db, instanceId, bindingId);
          await db
            .insertInto('queue_user')
            .values({
              username,
              instance_id: instanceId,
              binding_id: bindingId,
              secret_hash: hash(password),
              may_publish: mayPublish ? 1 : 0,
            })
            .execute();
          return { username, password };
        },
        within,
      ),
    revoke: (instanceId, bindingId, within) =>
      write(instanceId, (db) => revoke(db, instanceId, bindingId), within),
    access: async (username, password) => {
      const user = await read
        .selectFrom('queue_user')
        .selectAll()
        .where('username', '=', username)
        .executeTakeFirst();
      if (user === undefined) return undefined;
      // The password is 24 random bytes, so that a plain digest of it cannot be searched.
      const known = timingSafeEqual(Buffer.from(user.secret_hash, 'hex'), Buffer.from(hash(password), 'hex'));
      return known ? { instanceId: user.instance_id, mayPublish: user.may_publish === 1 } : undefined;
    },
    publish: (instanceId, body) => write(instanceId, (db) => publish(db, instanceId, body)),
    receive: (instanceId, most) => write(instanceId, (db) => receive(db, instanceId, most)),
    acknowledge: (instanceId, receipt) =>
      write(instanceId, async (db) => {
        const result = await db
          .deleteFrom('queue_message')
          .where('instance_id', '=', instanceId)
          .where('receipt', '=', receipt)
          .executeTakeFirst();
        const open = result.numDeletedRows > 0n;
        if (open) await count(db, instanceId, 'acknowledged', 1);
        return open;
      }),
    depth: (instanceId) => depth(read, instanceId),
    figures: (instanceId) => figures(read, instanceId),
  };
}

async function revoke(db: Tables, instanceId: string, bindingId: string): Promise<void> {
  await db
    .deleteFrom('queue_user')
    .where('instance_id', '=', instanceId)
    .where('binding_id', '=', bindingId)
    .execute();
}

async function publish(db: Tables, instanceId: string, body: string): Promise<string | undefined> {
  const queue = await db
    .selectFrom('queue')
    .select(['capacity', 'published', 'acknowledged'])
    .where('instance_id', '=', instanceId)
    .executeTakeFirst();
  if (queue === undefined || queue.published - queue.acknowledged >= queue.capacity) return undefined;
  const id = randomUUID();
  await sql`
    insert into queue_message (id, instance_id, sequence, body, published_at, visible_at, receipt, deliveries)
    select ${id}, ${instanceId}, coalesce(max(sequence), 0) + 1, ${body}, ${Date.now()}, ${0}, null, ${0}
    from queue_message where instance_id = ${instanceId}`.execute(db);
  await count(db, instanceId, 'published', 1);
  return id;
}

async function receive(db: Tables, instanceId: string, most: number): Promise<readonly ReceivedMessage[]> {
  const now = Date.now();
  const queue = await db
    .selectFrom('queue')
    .select('lock_seconds')
    .where('instance_id', '=', instanceId)
    .executeTakeFirst();
  const messages = await db
    .selectFrom('queue_message')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('visible_at', '<=', now)
    .orderBy('sequence')
    .limit(most)
    .execute();
  const received: ReceivedMessage[] = [];
  for (const { id, body, deliveries } of messages) {
    const receipt = randomUUID();
    await db
      .updateTable('queue_message')
      .set({ receipt, deliveries: deliveries + 1, visible_at: now + (queue?.lock_seconds ?? 30) * 1000 })
      .where('id', '=', id)
      .execute();
    received.push({ id, body, receipt, deliveries: deliveries + 1 });
  }
  if (received.length > 0) await count(db, instanceId, 'received', received.length);
  return received;
}

async function count(
  db: Tables,
  instanceId: string,
  counter: 'published' | 'received' | 'acknowledged',
  more: number,
): Promise<void> {
  await sql`update queue set ${sql.ref(counter)} = ${sql.ref(counter)} + ${more}
    where instance_id = ${instanceId}`.execute(db);
}

async function depth(db: Tables, instanceId: string): Promise<number> {
  const queue = await db
    .selectFrom('queue')
    .select(['published', 'acknowledged'])
    .where('instance_id', '=', instanceId)
    .executeTakeFirst();
  return queue === undefined ? 0 : queue.published - queue.acknowledged;
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
