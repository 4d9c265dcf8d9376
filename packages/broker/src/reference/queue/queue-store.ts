import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { InstanceView } from '../../catalog/handlers.ts';
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

/** The instance that a queue is: the queue is kept under its lineage, and found by its id. */
export type QueueInstance = Pick<InstanceView, 'id' | 'lineage'>;

/** What credentials give access to. */
export interface QueueAccess extends QueueInstance {
  readonly mayPublish: boolean;
}

/** The queues that the reference broker provisions, in the database of its store. */
export interface QueueStore {
  /** Creates the queue, or changes its settings; like all that provisions, in a transaction of the caller's if given. */
  put(key: string, settings: QueueSettings, within?: Writer): Promise<void>;
  /** Removes the queue with its messages and credentials. */
  remove(key: string, within?: Writer): Promise<void>;
  /** Creates credentials for a binding; those it had are revoked. */
  grant(
    instance: QueueInstance,
    bindingId: string,
    mayPublish: boolean,
    within?: Writer,
  ): Promise<{ username: string; password: string }>;
  revoke(key: string, bindingId: string, within?: Writer): Promise<void>;
  access(username: string, password: string): Promise<QueueAccess | undefined>;
  /** Answers the id of the message, or `undefined` when the queue is full or gone. */
  publish(key: string, body: string): Promise<string | undefined>;
  receive(key: string, most: number): Promise<readonly ReceivedMessage[]>;
  /** True when the delivery was still open. */
  acknowledge(key: string, receipt: string): Promise<boolean>;
  depth(key: string): Promise<number>;
  /** `undefined` when there is no such queue. */
  figures(key: string): Promise<QueueFigures | undefined>;
}

/** Opens the queues in a database. */
export async function openQueueStore(database: Database): Promise<QueueStore> {
  await database.migrate('queue', queueMigrations);
  const read = database.reader<QueueTables>();
  const write = <T>(key: string, work: (db: Tables) => Promise<T>, writer: Writer = database) =>
    writer.write<QueueTables, T>(`queue ${key}`, work);
  const put = createStatement(
    read
      .insertInto('queue')
      .values({ key: '', capacity: 0, lock_seconds: 0 })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          capacity: ({ ref }) => ref('excluded.capacity'),
          lock_seconds: ({ ref }) => ref('excluded.lock_seconds'),
        }),
      ),
  );
  return {
    put: (key, { capacity, lockSeconds }, within) =>
      write(
        key,
        async (db) => {
          await put(db, [key, capacity, lockSeconds]);
        },
        within,
      ),
    remove: (key, within) =>
      write(
        key,
        async (db) => {
          for (const table of ['queue_user', 'queue_message'] as const) {
            await db.deleteFrom(table).where('queue_key', '=', key).execute();
          }
          await db.deleteFrom('queue').where('key', '=', key).execute();
        },
        within,
      ),
    grant: ({ id, lineage }, bindingId, mayPublish, within) =>
      write(
        lineage,
        async (db) => {
          const username = `q-${randomBytes(8).toString('hex')}`;
          const password = randomBytes(24).toString('base64url');
          await revoke(db, lineage, bindingId);
          await db
            .insertInto('queue_user')
            .values({
              username,
              queue_key: lineage,
              instance_id: id,
              binding_id: bindingId,
              secret_hash: hash(password),
              may_publish: mayPublish ? 1 : 0,
            })
            .execute();
          return { username, password };
        },
        within,
      ),
    revoke: (key, bindingId, within) => write(key, (db) => revoke(db, key, bindingId), within),
    access: async (username, password) => {
      const user = await read
        .selectFrom('queue_user')
        .selectAll()
        .where('username', '=', username)
        .executeTakeFirst();
      if (user === undefined) return undefined;
      // The password is 24 random bytes, so that a plain digest of it cannot be searched.
      const known = timingSafeEqual(Buffer.from(user.secret_hash, 'hex'), Buffer.from(hash(password), 'hex'));
      return known
        ? { id: user.instance_id, lineage: user.queue_key, mayPublish: user.may_publish === 1 }
        : undefined;
    },
    publish: (key, body) => write(key, (db) => publish(db, key, body)),
    receive: (key, most) => write(key, (db) => receive(db, key, most)),
    acknowledge: (key, receipt) =>
      write(key, async (db) => {
        const result = await db
          .deleteFrom('queue_message')
          .where('queue_key', '=', key)
          .where('receipt', '=', receipt)
          .executeTakeFirst();
        const open = result.numDeletedRows > 0n;
        if (open) await count(db, key, 'acknowledged', 1);
        return open;
      }),
    depth: (key) => depth(read, key),
    figures: (key) => figures(read, key),
  };
}

async function revoke(db: Tables, key: string, bindingId: string): Promise<void> {
  await db
    .deleteFrom('queue_user')
    .where('queue_key', '=', key)
    .where('binding_id', '=', bindingId)
    .execute();
}

async function publish(db: Tables, key: string, body: string): Promise<string | undefined> {
  const queue = await db
    .selectFrom('queue')
    .select(['capacity', 'published', 'acknowledged'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (queue === undefined || queue.published - queue.acknowledged >= queue.capacity) return undefined;
  const id = randomUUID();
  await sql`
    insert into queue_message (id, queue_key, sequence, body, published_at, visible_at, receipt, deliveries)
    select ${id}, ${key}, coalesce(max(sequence), 0) + 1, ${body}, ${Date.now()}, ${0}, null, ${0}
    from queue_message where queue_key = ${key}`.execute(db);
  await count(db, key, 'published', 1);
  return id;
}

async function receive(db: Tables, key: string, most: number): Promise<readonly ReceivedMessage[]> {
  const now = Date.now();
  const queue = await db.selectFrom('queue').select('lock_seconds').where('key', '=', key).executeTakeFirst();
  const messages = await db
    .selectFrom('queue_message')
    .selectAll()
    .where('queue_key', '=', key)
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
  if (received.length > 0) await count(db, key, 'received', received.length);
  return received;
}

async function count(
  db: Tables,
  key: string,
  counter: 'published' | 'received' | 'acknowledged',
  more: number,
): Promise<void> {
  await sql`update queue set ${sql.ref(counter)} = ${sql.ref(counter)} + ${more}
    where ${sql.ref('key')} = ${key}`.execute(db);
}

async function depth(db: Tables, key: string): Promise<number> {
  const queue = await db
    .selectFrom('queue')
    .select(['published', 'acknowledged'])
    .where('key', '=', key)
    .executeTakeFirst();
  return queue === undefined ? 0 : queue.published - queue.acknowledged;
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
