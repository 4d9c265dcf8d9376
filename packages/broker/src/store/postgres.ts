import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Logger } from '../logger.ts';
import { createRarely } from '../rarely.ts';
import { type Database, migrateWith } from './database.ts';
import { inDetail } from './postgres-errors.ts';
import { createPool } from './postgres-pool.ts';
import { busy, createTurns } from './turns.ts';

const mostAttempts = 5;
const longestWaitMs = 4000;
const readClockEveryMs = 10_000;
const lockNotAvailable = '55P03';

/**
 * No work waits longer for a lock, and no process that stands still holds one longer. For the transaction alone: behind a
 * pooler such as PgBouncer, the session is somebody else's next.
 */
const limits = sql`set_config('lock_timeout', '4s', true), set_config('idle_in_transaction_session_timeout', '20s', true)`;

/** Opens a PostgreSQL database, which several replicas of a broker can share. */
export async function openPostgresDatabase(url: string, log: Logger, connections = 10): Promise<Database> {
  const pool = await createPool({ url, connections, log });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const clock = await followClock(db, log).catch(async (error: unknown) => {
    await db.destroy();
    throw inDetail(error);
  });
  const inTurn = createTurns(longestWaitMs);
  const transact = <Tables, T>(
    lock: string | undefined,
    work: (transaction: Kysely<Tables>) => Promise<T>,
  ): Promise<T> =>
    retried(() =>
      db.transaction().execute(async (transaction) => {
        if (lock === undefined) await sql`select ${limits}`.execute(transaction);
        return locked(transaction, lock, work, limits);
      }),
    );
  return {
    dialect: 'postgres',
    now: clock.now,
    reader: <Tables>() => db as Kysely<Tables>,
    // Those who wait for the same lock wait without a connection, of which others have need.
    write: (lock, work) =>
      lock === undefined ? transact(lock, work) : inTurn(lock, () => transact(lock, work)),
    within: (transaction) => ({ write: (lock, work) => locked(transaction, lock, work) }),
    migrate: async (owner, migrations) => {
      const patient = await createPool({ url, connections: 2, log, isPatient: true });
      const migrating = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: patient }) });
      try {
        await migrateWith(migrating, owner, migrations);
      } catch (error) {
        throw inDetail(error);
      } finally {
        await migrating.destroy();
      }
    },
    close: async () => {
      clock.stop();
      await db.destroy();
    },
  };
}

/** The clock of the server: those of replicas may differ, and leases are compared between them. */
async function followClock(
  db: Kysely<unknown>,
  log: Logger,
): Promise<{ now: () => number; stop: () => void }> {
  // The clock of the machine may be set; the one of the process only goes on.
  let ahead = 0;
  const read = async () => {
    const before = performance.now();
    const { rows } = await sql<{ now: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
    const [row] = rows;
    if (row !== undefined) ahead = row.now - (before + performance.now()) / 2;
  };
  await read();
  const rarely = createRarely(readClockEveryMs);
  const timer = setInterval(() => {
    read().catch((error: unknown) => {
      rarely(() => {
        log.warn({ reason: String(error) }, 'the clock of PostgreSQL cannot be read');
      });
    });
  }, readClockEveryMs);
  timer.unref();
  return {
    now: () => Math.round(performance.now() + ahead),
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Locks also what does not exist yet, which no row lock can; `first` is selected before. */
async function locked<Held, Tables, T>(
  transaction: Kysely<Held>,
  lock: string | undefined,
  work: (transaction: Kysely<Tables>) => Promise<T>,
  first = sql`1`,
): Promise<T> {
  if (lock !== undefined) {
    await sql`select ${first}, pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(transaction);
  }
  // Who writes knows the tables.
  return work(transaction as unknown as Kysely<Tables>);
}

/** Serialization failures and deadlocks are PostgreSQL's way to ask for another try. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      if (code === lockNotAvailable) throw busy(error);
      if ((code !== '40001' && code !== '40P01') || attempt >= mostAttempts) throw error;
    }
  }
}
