import { type Kysely, type Migration, Migrator } from 'kysely';

/** Where writes go: to a database, each in a transaction of its own, or into a transaction that is open already. */
export interface Writer {
  /**
   * Runs `work` in one transaction; with a `lock`, alone among all work under the same lock on all replicas. It may run
   * more than once, of which the last time counts: all that it does has to be in the transaction.
   */
  write<Tables, T>(lock: string | undefined, work: (transaction: Kysely<Tables>) => Promise<T>): Promise<T>;
}

/**
 * A SQL database that a broker keeps its state in. SQLite and PostgreSQL differ only behind this seam; services of
 * a broker may keep tables of their own in it. What was written is on disk when the promise resolves.
 */
export interface Database extends Writer {
  readonly dialect: 'sqlite' | 'postgres';
  /** Epoch milliseconds by the clock that all who share the database go by. */
  readonly now: () => number;
  /** Reads that see only what is durable. */
  reader<Tables>(): Kysely<Tables>;
  /** Writes into a transaction of this database that is open, with the locks held until it ends. */
  within<Tables>(transaction: Kysely<Tables>): Writer;
  /** Brings the tables of one owner up to date; owners have separate histories. */
  migrate(owner: string, migrations: Readonly<Record<string, Migration>>): Promise<void>;
  /** Lets this process alone serve from the database until it is closed, where it is not made for several; throws when another does. */
  serve?(): Promise<void>;
  close(): Promise<void>;
}

/** Applies the migrations that are missing, in order of their names, each once, also with several replicas. */
export async function migrateWith(
  db: Kysely<unknown>,
  owner: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: `${owner}_migration`,
    migrationLockTableName: `${owner}_migration_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new Error(`The tables of "${owner}" cannot be brought up to date.`, { cause: error });
  }
}
