import { type Kysely, sql } from 'kysely';
import type { BindingRecord, BindingStatus, InstanceRecord, OperationRecord } from '../engine/records.ts';
import type { Cipher } from './cipher.ts';
import type { Database } from './database.ts';
import { createListings } from './listings.ts';
import { brokerMigrations } from './migrations.ts';
import { createReads, type Reads } from './reads.ts';
import { createRowWriter, type RowWriter } from './row-writer.ts';
import { createRows, type Rows } from './rows.ts';
import type { BrokerTables } from './schema.ts';
import { createStatement, type Statement } from './statement.ts';
import type { HeldLease, Store, Transaction } from './store.ts';

type Db = Kysely<BrokerTables>;

/** The store over a SQL database, with its tables brought up to date. */
export async function openSqlStore(database: Database, cipher: Cipher): Promise<Store> {
  await database.migrate('osb', brokerMigrations);
  const rows = createRows(cipher);
  const reader = database.reader<BrokerTables>();
  const reads = createReads(reader, rows);
  const writers = createWriters(database.reader());
  const write = <T>(lock: string | undefined, work: (db: Db) => Promise<T>) =>
    database.write<BrokerTables, T>(lock, work);
  return {
    instance: (id) => reads.instance(reader, id),
    binding: (instanceId, id) => reads.binding(reader, instanceId, id),
    operation: (id) => reads.operation(reader, id),
    latestOperation: (instanceId, bindingId) => reads.latestOperation(reader, instanceId, bindingId),
    progress: (instanceId, bindingId, operationId) =>
      reads.progress(reader, instanceId, bindingId, operationId),
    ...createListings(reader, rows),
    transact: (instanceId, work) =>
      write(instanceId, (db) => work(new SqlTransaction(db, { database, rows, reads, writers }))),
    claim: (owner, now, leaseUntil) =>
      write(undefined, (db) => claim(db, rows, database.dialect, { owner, now, leaseUntil })),
    renew: (leases, leaseUntil) => write(undefined, (db) => renew(db, leases, leaseUntil)),
    release: (lease) =>
      write(undefined, async (db) => {
        await db
          .updateTable('osb_operation')
          .set({ lease_until: 0 })
          .where('id', '=', lease.operationId)
          .where('fence', '=', lease.fence)
          .execute();
      }),
    recordRequests: (records) =>
      write(undefined, async (db) => {
        for (const record of records) await writers.request.insert(db, rows.request(record));
      }),
    purge: (before) => write(undefined, (db) => purge(db, before)),
    meta: async (key) => {
      const row = await reader
        .selectFrom('osb_meta')
        .select('value')
        .where('key', '=', key)
        .executeTakeFirst();
      return row?.value;
    },
    setMeta: (key, value) =>
      write(undefined, async (db) => {
        await db
          .insertInto('osb_meta')
          .values({ key, value })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
          .execute();
      }),
    ready: async () => {
      await reader.selectFrom('osb_meta').select('key').limit(1).execute();
    },
    close: () => database.close(),
  };
}

/** Statements that are built once per store. */
interface Writers {
  readonly instance: RowWriter<ReturnType<Rows['instance']>>;
  readonly binding: RowWriter<ReturnType<Rows['binding']>>;
  readonly operation: RowWriter<ReturnType<Rows['operation']>>;
  /** All but the document. */
  readonly operationState: RowWriter<ReturnType<Rows['operationState']>>;
  readonly request: RowWriter<ReturnType<Rows['request']>>;
  readonly removeOperation: Statement<unknown>;
}

const operationState = [
  ...['status', 'mode', 'step', 'description', 'attempts', 'run_after', 'lease_until', 'lease_owner'],
  ...['fence', 'blocked_by', 'finished_at'],
] as const;

function createWriters(db: Kysely<Record<string, Record<string, string>>>): Writers {
  return {
    instance: createRowWriter(db, 'osb_instance', {
      key: ['id'],
      fixed: ['created_at'],
      changing: [
        ...[
          'service_id',
          'plan_id',
          'status',
          'operation_id',
          'usable',
          'platform',
          'updated_at',
          'document',
        ],
      ],
    }),
    binding: createRowWriter(db, 'osb_binding', {
      key: ['instance_id', 'id'],
      fixed: ['created_at'],
      changing: ['status', 'operation_id', 'updated_at', 'expires_at', 'document'],
    }),
    operation: createRowWriter(db, 'osb_operation', {
      key: ['id'],
      fixed: ['kind', 'instance_id', 'binding_id', 'created_at'],
      changing: [...operationState, 'document'],
    }),
    operationState: createRowWriter(db, 'osb_operation', {
      key: ['id'],
      fixed: [],
      changing: operationState,
    }),
    request: createRowWriter(db, 'osb_request', {
      key: ['id'],
      fixed: ['created_at', 'method', 'status', 'instance_id', 'binding_id'],
      changing: ['document'],
    }),
    removeOperation: createStatement(db.deleteFrom('osb_operation').where('id', '=', '')),
  };
}

/** Statements of a store, and how their rows are read. */
interface Parts {
  readonly database: Database;
  readonly rows: Rows;
  readonly reads: Reads;
  readonly writers: Writers;
}

/** A class, since many transactions are made and each uses few of the methods. */
class SqlTransaction implements Transaction {
  readonly #db: Db;
  readonly #parts: Parts;

  constructor(db: Db, parts: Parts) {
    this.#db = db;
    this.#parts = parts;
  }

  get writer() {
    return this.#parts.database.within(this.#db);
  }

  instance(id: string) {
    return this.#parts.reads.instance(this.#db, id);
  }

  binding(instanceId: string, id: string) {
    return this.#parts.reads.binding(this.#db, instanceId, id);
  }

  operation(id: string) {
    return this.#parts.reads.operation(this.#db, id);
  }

  latestOperation(instanceId: string, bindingId: string) {
    return this.#parts.reads.latestOperation(this.#db, instanceId, bindingId);
  }

  async bindingStatuses(instanceId: string) {
    const found = await this.#db
      .selectFrom('osb_binding')
      .select('status')
      .where('instance_id', '=', instanceId)
      .execute();
    // The column holds only what this module wrote.
    return found.map(({ status }) => status as BindingStatus);
  }

  insertInstance(record: InstanceRecord) {
    return this.#parts.writers.instance.insert(this.#db, this.#parts.rows.instance(record));
  }

  updateInstance(record: InstanceRecord) {
    return this.#parts.writers.instance.update(this.#db, this.#parts.rows.instance(record));
  }

  async removeInstance(id: string) {
    await this.#db.deleteFrom('osb_instance').where('id', '=', id).execute();
  }

  insertBinding(record: BindingRecord) {
    return this.#parts.writers.binding.insert(this.#db, this.#parts.rows.binding(record));
  }

  updateBinding(record: BindingRecord) {
    return this.#parts.writers.binding.update(this.#db, this.#parts.rows.binding(record));
  }

  async removeBinding(instanceId: string, id: string) {
    await this.#db
      .deleteFrom('osb_binding')
      .where('instance_id', '=', instanceId)
      .where('id', '=', id)
      .execute();
  }

  async removeBindings(instanceId: string) {
    await this.#db.deleteFrom('osb_binding').where('instance_id', '=', instanceId).execute();
  }

  insertOperation(record: OperationRecord) {
    return this.#parts.writers.operation.insert(this.#db, this.#parts.rows.operation(record));
  }

  updateOperation(record: OperationRecord, stored?: OperationRecord) {
    const { rows, writers } = this.#parts;
    if (stored !== undefined && rows.hasSameDocument(record, stored)) {
      return writers.operationState.update(this.#db, rows.operationState(record));
    }
    return writers.operation.update(this.#db, rows.operation(record));
  }

  heldLease(operationId: string) {
    return this.#parts.reads.heldLease(this.#db, operationId);
  }

  async removeOperation(id: string) {
    await this.#parts.writers.removeOperation(this.#db, [id]);
  }
}

/** One statement picks and leases; replicas of PostgreSQL skip what another one is about to take. */
async function claim(
  db: Db,
  rows: Rows,
  dialect: Database['dialect'],
  { owner, now, leaseUntil }: { owner: string; now: number; leaseUntil: number },
): Promise<OperationRecord | undefined> {
  const lock = dialect === 'postgres' ? sql`for update skip locked` : sql``;
  const { rows: claimed } = await sql<BrokerTables['osb_operation']>`
    update osb_operation
    set lease_until = ${leaseUntil}, lease_owner = ${owner}, fence = fence + 1, attempts = attempts + 1
    where id = (
      select due.id from osb_operation as due
      where due.status = 'running' and due.run_after <= ${now} and due.lease_until < ${now}
        and (due.blocked_by is null or not exists (
          select 1 from osb_operation as blocker
          where blocker.id = due.blocked_by and blocker.lease_until >= ${now}))
      order by due.run_after, due.id limit 1 ${lock})
    returning *`.execute(db);
  const [row] = claimed;
  return row && rows.toOperation(row);
}

async function renew(db: Db, leases: readonly HeldLease[], leaseUntil: number): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  for (const { operationId, fence } of leases) {
    const row = await db
      .updateTable('osb_operation')
      .set({ lease_until: leaseUntil })
      .where('id', '=', operationId)
      .where('fence', '=', fence)
      .returning('status')
      .executeTakeFirst();
    if (row?.status === 'running') held.add(operationId);
  }
  return held;
}

async function purge(db: Db, before: number): Promise<number> {
  await db.deleteFrom('osb_request').where('created_at', '<', before).execute();
  const { numAffectedRows } = await sql`
    delete from osb_operation
    where created_at < ${before} and status <> 'running' and finished_at < ${before} and lease_until < ${before}
      and not exists (select 1 from osb_instance as i
        where i.id = osb_operation.instance_id and i.operation_id = osb_operation.id)
      and not exists (select 1 from osb_binding as b
        where b.instance_id = osb_operation.instance_id and b.id = osb_operation.binding_id
          and b.operation_id = osb_operation.id)`.execute(db);
  return Number(numAffectedRows ?? 0);
}
