import { type Kysely, type Migration, sql } from 'kysely';
import type { Database } from './database.ts';

/** Versions of the broker's tables, oldest first. A published one is never changed: add another. */
export function brokerMigrations(dialect: Database['dialect']): Readonly<Record<string, Migration>> {
  return {
    '0001_initial': { up: initial },
    '0002_request_history': { up: requestHistory },
    '0003_listings': { up: listings },
    '0004_fewer_indexes': { up: fewerIndexes },
    '0005_lineage': { up: lineage },
    '0006_request_batches': { up: (db) => requestBatches(db, dialect) },
    '0007_binary_documents': { up: (db) => binaryDocuments(db, dialect) },
  };
}

async function initial(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('osb_instance')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('service_id', 'text', (column) => column.notNull())
    .addColumn('plan_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('operation_id', 'text', (column) => column.notNull())
    .addColumn('usable', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('osb_instance_created')
    .on('osb_instance')
    .columns(['created_at', 'id'])
    .execute();
  await db.schema
    .createTable('osb_binding')
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('operation_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('osb_binding_key', ['instance_id', 'id'])
    .execute();
  await db.schema
    .createIndex('osb_binding_created')
    .on('osb_binding')
    .columns(['created_at', 'id'])
    .execute();
  await db.schema
    .createTable('osb_operation')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('binding_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('step', 'text')
    .addColumn('description', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('run_after', 'bigint', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('lease_owner', 'text', (column) => column.notNull())
    .addColumn('fence', 'integer', (column) => column.notNull())
    .addColumn('blocked_by', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('osb_operation_resource')
    .on('osb_operation')
    .columns(['instance_id', 'binding_id', 'created_at'])
    .execute();
  await db.schema
    .createIndex('osb_operation_created')
    .on('osb_operation')
    .columns(['created_at', 'id'])
    .execute();
  await sql`create index osb_operation_due on osb_operation (run_after) where status = 'running'`.execute(db);
  await sql`create index osb_operation_ended on osb_operation (finished_at) where status <> 'running'`.execute(
    db,
  );
  await db.schema
    .createTable('osb_meta')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function requestHistory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('osb_request')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('binding_id', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('osb_request_created')
    .on('osb_request')
    .columns(['created_at', 'id'])
    .execute();
  await db.schema
    .createIndex('osb_request_instance')
    .on('osb_request')
    .columns(['instance_id', 'created_at'])
    .execute();
}

/** Indexes that pages of listings are read from, with the columns that they are filtered by. */
async function listings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('osb_instance')
    .addColumn('platform', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  for (const table of ['osb_instance', 'osb_binding', 'osb_operation', 'osb_request']) {
    await db.schema.dropIndex(`${table}_created`).execute();
  }
  await db.schema.dropIndex('osb_request_instance').execute();
  const indexes = [
    ['osb_instance', 'listed', ['created_at', 'id', 'service_id', 'plan_id', 'status', 'platform']],
    ['osb_binding', 'listed', ['created_at', 'id', 'instance_id']],
    ['osb_binding', 'instance', ['instance_id', 'created_at', 'id']],
    ['osb_operation', 'listed', ['created_at', 'id', 'status', 'kind']],
    ['osb_operation', 'instance', ['instance_id', 'created_at', 'id']],
    ['osb_request', 'listed', ['created_at', 'id', 'method', 'status']],
    ['osb_request', 'instance', ['instance_id', 'created_at', 'id', 'method', 'status']],
  ] as const;
  for (const [table, name, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_${name}`)
      .on(table)
      .columns([...columns])
      .execute();
  }
}

/** Each index over ids of platforms, which are random, costs each provision a page on disk. */
async function fewerIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('osb_operation_resource').execute();
  await db.schema.dropIndex('osb_operation_ended').execute();
}

/**
 * What belongs to an instance is found by its lineage instead of its id, which is random: as an index over random ids
 * grows, each provision writes more of it.
 */
async function lineage(db: Kysely<unknown>): Promise<void> {
  for (const [table, instance] of [
    ['osb_instance', 'id'],
    ['osb_operation', 'instance_id'],
    ['osb_request', 'instance_id'],
  ] as const) {
    await db.schema
      .alterTable(table)
      .addColumn('lineage', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`update ${sql.table(table)} set lineage = ${sql.ref(instance)}`.execute(db);
  }
  await db.schema.dropIndex('osb_operation_instance').execute();
  await db.schema.dropIndex('osb_request_instance').execute();
  await db.schema
    .createIndex('osb_operation_lineage')
    .on('osb_operation')
    .columns(['lineage', 'created_at', 'id'])
    .execute();
  await db.schema
    .createIndex('osb_request_lineage')
    .on('osb_request')
    .columns(['lineage', 'created_at', 'id', 'method', 'status'])
    .execute();
  // The lineage of an instance that is gone.
  await sql`create index osb_operation_deprovision on osb_operation (instance_id, created_at)
    where kind = 'deprovision'`.execute(db);
}

/** A row for each request, small enough to be searched without an index over all of them, and documents in batches. */
async function requestBatches(db: Kysely<unknown>, dialect: Database['dialect']): Promise<void> {
  await db.schema
    .createTable('osb_request_batch')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into osb_request_batch (id, created_at, document)
    select id, created_at, document from osb_request`.execute(db);
  await db.schema
    .createTable('osb_request_new')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('binding_id', 'text', (column) => column.notNull())
    .addColumn('lineage', 'text', (column) => column.notNull())
    .addColumn('batch_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('osb_request_key', ['created_at', 'id'])
    // PostgreSQL has no tables that are their own index.
    .$call((table) => (dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
    .execute();
  await sql`insert into osb_request_new
    (id, created_at, method, status, instance_id, binding_id, lineage, batch_id, position)
    select id, created_at, method, status, instance_id, binding_id, lineage, id, 0 from osb_request`.execute(
    db,
  );
  await db.schema.dropTable('osb_request').execute();
  await db.schema.alterTable('osb_request_new').renameTo('osb_request').execute();
  await db.schema
    .createIndex('osb_request_lineage')
    .on('osb_request')
    .columns(['lineage', 'created_at', 'id', 'method', 'status'])
    .execute();
}

/** What is sealed is kept as it is, and no longer as Base64. */
async function binaryDocuments(db: Kysely<unknown>, dialect: Database['dialect']): Promise<void> {
  // SQLite keeps bytes in columns of any type.
  if (dialect === 'sqlite') return;
  for (const table of ['osb_instance', 'osb_binding', 'osb_operation', 'osb_request_batch']) {
    await sql`alter table ${sql.table(table)} alter column document
      type bytea using convert_to(document, 'UTF8')`.execute(db);
  }
}
