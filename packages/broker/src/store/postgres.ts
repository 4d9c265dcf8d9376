import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Logger } from '../logger.ts';
import { type Database, migrateWith } from './database.ts';

const mostAttempts = 5;
/** PostgreSQL's type number of bigint, which it sends as text: our bigints are times and counts. */
const bigintType = 20;

/** Opens a PostgreSQL database, which several replicas of a broker can share. */
export async function openPostgresDatabase(url: string, log: Logger, connections = 10): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: parserOf(pg.types),
    },
  });
  // An idle connection that the server ends must not end the process.
  pool.on('error', (error) => {
    log.warn({ err: error }, 'a connection to PostgreSQL ended');
  });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    dialect: 'postgres',
    reader: <Tables>() => db as Kysely<Tables>,
    write: <Tables, T>(lock: string | undefined, work: (transaction: Kysely<Tables>) => Promise<T>) =>
      retried(() => db.transaction().execute((transaction) => locked(transaction, lock, work))),
    within: (transaction) => ({ write: (lock, work) => locked(transaction, lock, work) }),
    migrate: (owner, migrations) => migrateWith(db, owner, migrations),
    close: () => db.destroy(),
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
      if ((code !== '40001' && code !== '40P01') || attempt >= mostAttempts) throw error;
    }
  }
}
