import { type Generated, type Kysely, type Migration, sql } from 'kysely';

/** Tables of the queues. Times are epoch milliseconds. */
export interface QueueTables {
  readonly queue: {
    /** The lineage of the instance: queues are created one after another, and so are their rows. */
    key: string;
    capacity: number;
    lock_seconds: number;
    published: Generated<number>;
    received: Generated<number>;
    acknowledged: Generated<number>;
  };
  readonly queue_message: {
    id: string;
    queue_key: string;
    sequence: number;
    body: string;
    published_at: number;
    visible_at: number;
    receipt: string | null;
    deliveries: number;
  };
  readonly queue_user: {
    username: string;
    queue_key: string;
    /** What the path to the queue names it by. */
    instance_id: string;
    binding_id: string;
    secret_hash: string;
    may_publish: number;
  };
}

/** Versions of the tables, oldest first. */
export const queueMigrations: Readonly<Record<string, Migration>> = {
  '0001_queue': { up: createTables },
  '0002_counters': { up: addCounters },
  '0003_depth': { up: countWhatIsThere },
  '0004_keys': { up: nameByLineage },
};

async function createTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('queue')
    .addColumn('instance_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('capacity', 'integer', (column) => column.notNull())
    .addColumn('lock_seconds', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('queue_message')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .addColumn('visible_at', 'bigint', (column) => column.notNull())
    .addColumn('receipt', 'text')
    .addColumn('deliveries', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('queue_message_order')
    .on('queue_message')
    .columns(['instance_id', 'sequence'])
    .unique()
    .execute();
  await db.schema
    .createTable('queue_user')
    .addColumn('username', 'text', (column) => column.primaryKey().notNull())
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('binding_id', 'text', (column) => column.notNull())
    .addColumn('secret_hash', 'text', (column) => column.notNull())
    .addColumn('may_publish', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('queue_user_binding')
    .on('queue_user')
    .columns(['instance_id', 'binding_id'])
    .execute();
}

async function addCounters(db: Kysely<unknown>): Promise<void> {
  for (const counter of ['published', 'received', 'acknowledged']) {
    await db.schema
      .alterTable('queue')
      .addColumn(counter, 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
  }
}

/** From now on a queue holds as many messages as were published and not acknowledged: a full one is known without counting. */
async function countWhatIsThere(db: Kysely<unknown>): Promise<void> {
  await sql`update queue set published = acknowledged +
    (select count(*) from queue_message where queue_message.instance_id = queue.instance_id)`.execute(db);
}

/** Rows under the random ids of platforms cost a page of the index each: they are kept under lineages instead. */
async function nameByLineage(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('queue_user')
    .addColumn('queue_key', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await sql`update queue_user set queue_key = instance_id`.execute(db);
  await db.schema.dropIndex('queue_user_binding').execute();
  await db.schema
    .createIndex('queue_user_binding')
    .on('queue_user')
    .columns(['queue_key', 'binding_id'])
    .execute();
  await db.schema.alterTable('queue').renameColumn('instance_id', 'key').execute();
  await db.schema.alterTable('queue_message').renameColumn('instance_id', 'queue_key').execute();
  for (const [table, key] of [
    ['queue', 'key'],
    ['queue_message', 'queue_key'],
    ['queue_user', 'queue_key'],
  ] as const) {
    // The broker's own tables are in the same database, and were brought up to date before.
    await sql`update ${sql.table(table)} set ${sql.ref(key)} =
      coalesce((select lineage from osb_instance where id = ${sql.ref(`${table}.${key}`)}), ${sql.ref(key)})`.execute(
      db,
    );
  }
}
