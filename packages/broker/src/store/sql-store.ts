import { type Kysely, type Selectable, sql } from 'kysely';
import { endedIn } from '../ended-in.ts';
import { BrokerError } from '../errors.ts';
import type { Cipher } from './cipher.ts';
import type { Database } from './database.ts';
import { createListings } from './listings.ts';
import { brokerMigrations } from './migrations.ts';
import { createReads } from './reads.ts';
import { createRows, type Rows } from './rows.ts';
import { createRequestHistory } from './request-history.ts';
import type { BrokerTables } from './schema.ts';
import { createWriters, SqlTransaction } from './sql-transaction.ts';
import type { Claim, ClaimRequest, HeldLease, Store } from './store.ts';

const longestReadyMs = 5000;

type Db = Kysely<BrokerTables>;
type OperationRow = Selectable<BrokerTables['osb_operation']>;

/** The store over a SQL database, with its tables brought up to date. */
export async function openSqlStore(database: Database, cipher: Cipher): Promise<Store> {
  await database.migrate('osb', brokerMigrations(database.dialect));
  const rows = createRows(cipher);
  const reader = database.reader<BrokerTables>();
  const reads = createReads(reader, rows, database.dialect);
  const writers = createWriters(database.reader());
  /** Something has failed that was to be written, and nothing has been written since. */
  let doubtful = false;
  const write = async <T>(lock: string | undefined, work: (db: Db) => Promise<T>) => {
    try {
      const result = await database.write<BrokerTables, T>(lock, work);
      doubtful = false;
      return result;
    } catch (error) {
      if (!(error instanceof BrokerError)) doubtful = true;
      throw error;
    }
  };
  const now = await neverBack(reader, database.now);
  const history = createRequestHistory({ database, cipher, reads });
  const setMeta = (key: string, value: string) =>
    write(undefined, async (db) => {
      await db
        .insertInto('osb_meta')
        .values({ key, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute();
    });
  return {
    instance: (id) => reads.instance(reader, id),
    binding: (instanceId, id) => reads.binding(reader, instanceId, id),
    operation: (id) => reads.operation(reader, id),
    latestOperation: (instanceId, bindingId) => reads.latestOperation(reader, instanceId, bindingId),
    progress: (instanceId, bindingId, operationId) =>
      reads.progress(reader, instanceId, bindingId, operationId),
    ...createListings(reader, reads),
    transact: async (instanceId, work) => {
      let transaction: SqlTransaction | undefined;
      const result = await write(instanceId, (db) => {
        transaction = new SqlTransaction(db, { database, rows, reads, writers });
        return work(transaction);
      });
      if (transaction !== undefined) history.expect(transaction);
      return result;
    },
    now,
    claim: async (of) => {
      const row = await write(undefined, (db) => claim(db, database.dialect, of));
      return row && readClaim(row, rows);
    },
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
    recordRequests: history.recordRequests,
    listRequests: history.listRequests,
    purge: (before) => write(undefined, (db) => purge(db, before)),
    meta: async (key) => {
      const row = await reader
        .selectFrom('osb_meta')
        .select('value')
        .where('key', '=', key)
        .executeTakeFirst();
      return row?.value;
    },
    setMeta,
    ready: async () => {
      const ask = reader.selectFrom('osb_meta').select('key').limit(1);
      if (await endedIn(doubtful ? setMeta('probe', '') : ask.execute(), longestReadyMs)) return;
      throw new Error(`The store does not answer in ${String(longestReadyMs / 1000)} s.`);
    },
    serve: () => database.serve?.() ?? Promise.resolve(),
    close: () => database.close(),
  };
}

/**
 * The clock of the database, ahead by what it went back since the newest operation began: what is to be done after a
 * restart would otherwise wait until the clock has caught up.
 */
async function neverBack(reader: Kysely<BrokerTables>, now: () => number): Promise<() => number> {
  const newest = await reader
    .selectFrom('osb_operation')
    .select('created_at')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const ahead = Math.max((newest?.created_at ?? 0) - now(), 0);
  return ahead === 0 ? now : () => now() + ahead;
}

/** A lease that ends later than this after a new one was given by a clock that went wrong. */
const strangeMs = 60_000;

/** One statement picks and leases; replicas of PostgreSQL skip what another one is about to take. */
async function claim(
  db: Db,
  dialect: Database['dialect'],
  { owner, now, leaseUntil, except }: ClaimRequest,
): Promise<OperationRow | undefined> {
  const lock = dialect === 'postgres' ? sql`for update skip locked` : sql``;
  const others = except.length === 0 ? sql`` : sql`and due.id not in (${sql.join(except)})`;
  const leased = (table: string) =>
    sql`${sql.ref(`${table}.lease_until`)} between ${now} and ${leaseUntil + strangeMs}`;
  const { rows: claimed } = await sql<OperationRow>`
    update osb_operation
    set lease_until = ${leaseUntil}, lease_owner = ${owner}, fence = fence + 1, attempts = attempts + 1
    where id = (
      select due.id from osb_operation as due
      where due.status = 'running' and due.run_after <= ${now} and not (${leased('due')}) ${others}
        and (due.blocked_by is null or not exists (
          select 1 from osb_operation as blocker where blocker.id = due.blocked_by and ${leased('blocker')}))
      order by due.run_after, due.id limit 1 ${lock})
    returning *`.execute(db);
  return claimed[0];
}

/** Read once the lease is kept: what cannot be read waits for it to run out, and others have their turn. */
function readClaim(row: OperationRow, rows: Rows): Claim {
  try {
    return { operation: rows.toOperation(row) };
  } catch (error) {
    return { unreadable: row.id, error };
  }
}

async function renew(db: Db, leases: readonly HeldLease[], leaseUntil: number): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  for (const { operationId, fence } of leases) {
    const row = await db
      .updateTable('osb_operation')
      .set({ lease_until: leaseUntil })
      .where('id', '=', operationId)
      .where('fence', '=', fence)
      // A lease that was given back meanwhile stays so: nobody could take the operation until it ran out.
      .where('lease_until', '>', 0)
      .returning('status')
      .executeTakeFirst();
    if (row?.status === 'running') held.add(operationId);
  }
  return held;
}

async function purge(db: Db, before: number): Promise<number> {
  await db.deleteFrom('osb_request').where('created_at', '<', before).execute();
  // Their last request is as old.
  await db.deleteFrom('osb_request_batch').where('created_at', '<', before).execute();
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
