import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Logger } from '../logger.ts';
import { type Database, migrateWith } from './database.ts';
import { busy, createTurns } from './turns.ts';

const mostAttempts = 5;
const longestWaitMs = 10_000;
const readClockEveryMs = 10_000;
/** No work waits longer for a lock, and no process that stands still holds one longer. */
const sessionSettings = `set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '20s'`;
const lockNotAvailable = '55P03';
/** PostgreSQL's type number of bigint, which it sends as text: our bigints are times and counts. */
const bigintType = 20;

/** Opens a PostgreSQL database, which several replicas of a broker can share. */
export async function openPostgresDatabase(url: string, log: Logger, connections = 10): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: {
      getTypeParser: parserOf(pg.types),
    },
  });
  // A connection that the server ends, idle or at work, must not end the process.
  const ended = (error: Error) => {
    log.warn({ err: error }, 'a connection to PostgreSQL ended');
  };
  pool.on('error', ended);
  pool.on('connect', (client) => {
    client.on('error', ended);
    client.query(sessionSettings).catch(ended);
  });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const clock = await followClock(db, log);
  const inTurn = createTurns(longestWaitMs);
  const transact = <Tables, T>(
    lock: string | undefined,
    work: (transaction: Kysely<Tables>) => Promise<T>,
  ): Promise<T> => retried(() => db.transaction().execute((transaction) => locked(transaction, lock, work)));
  return {
    dialect: 'postgres',
    now: clock.now,
    reader: <Tables>() => db as Kysely<Tables>,
    // Those who wait for the same lock wait without a connection, of which others have need.
    write: (lock, work) =>
      lock === undefined ? transact(lock, work) : inTurn(lock, () => transact(lock, work)),
    within: (transaction) => ({ write: (lock, work) => locked(transaction, lock, work) }),
    migrate: (owner, migrations) => migrateWith(db, owner, migrations),
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
  let ahead = 0;
  const read = async () => {
    const before = Date.now();
    const { rows } = await sql<{ now: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
    const [row] = rows;
    if (row !== undefined) ahead = row.now - Math.round((before + Date.now()) / 2);
  };
  await read();
  const timer = setInterval(() => {
    read().catch((error: unknown) => {
      log.warn({ err: error }, 'the clock of PostgreSQL cannot be read');
    });
  }, readClockEveryMs);
  timer.unref();
  return {
    now: () => Date.now() + ahead,
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Locks also what does not exist yet, which no row lock can. */
async function locked<Held, Tables, T>(
  transaction: Kysely<Held>,
  lock: string | undefined,
  work: (transaction: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  if (lock !== undefined) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(transaction);
  }
  // Who writes knows the tables.
  return work(transaction as unknown as Kysely<Tables>);
}

interface TypeParsers {
  // The package declares parsers of `any`; what they parse is text.
  getTypeParser(id: number, format?: 'text' | 'binary'): (text: string) => unknown;
}

function parserOf(types: TypeParsers): TypeParsers['getTypeParser'] {
  return (id, format) => (id === bigintType ? Number : types.getTypeParser(id, format));
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
