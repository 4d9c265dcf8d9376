import { Kysely } from 'kysely';
import { type Database, migrateWith, type WriteOptions } from './database.ts';
import { openSqlite, sqliteDialect, type SqliteHandle, type SqliteStatement } from './sqlite-driver.ts';
import { createWalSync, type WalSync } from './wal-sync.ts';

const mostPerCommit = 128;

interface Job {
  readonly durable: boolean;
  run(transaction: Kysely<unknown>): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

/**
 * Opens a SQLite file. Transactions that are asked for at the same time share one commit, each behind a savepoint
 * of its own: one sync of the disk then makes many of them durable.
 */
export async function openSqliteDatabase(path: string): Promise<Database> {
  const writeHandle = await openSqlite(path);
  // A sync of its own follows each commit, before anybody is told of it.
  writeHandle.exec('PRAGMA synchronous = NORMAL');
  const wal = createWalSync(path);
  const readHandle = await openSqlite(path);
  readHandle.exec('PRAGMA query_only = ON');
  const writer = new Kysely<unknown>({ dialect: sqliteDialect(writeHandle) });
  const reader = new Kysely<unknown>({ dialect: sqliteDialect(readHandle, () => wal.settled) });
  const commits = new GroupCommit(writer, writeHandle, wal);
  return {
    dialect: 'sqlite',
    reader: <Tables>() => reader as Kysely<Tables>,
    write: <Tables, T>(
      _lock: string | undefined,
      work: (transaction: Kysely<Tables>) => Promise<T>,
      { durable = true }: WriteOptions = {},
    ) => commits.submit((transaction) => work(transaction as Kysely<Tables>), durable),
    migrate: (owner, migrations) => commits.alone(() => migrateWith(writer, owner, migrations)),
    close: async () => {
      await commits.idle();
      await wal.close();
      writeHandle.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      readHandle.close();
      writeHandle.close();
    },
  };
}

/** Runs jobs in shared transactions, one transaction at a time. */
class GroupCommit {
  readonly #writer: Kysely<unknown>;
  readonly #handle: SqliteHandle;
  readonly #wal: WalSync;
  readonly #prepared = new Map<string, SqliteStatement>();
  #queue: Job[] = [];
  #last: Promise<void> = Promise.resolve();
  #scheduled = false;

  constructor(writer: Kysely<unknown>, handle: SqliteHandle, wal: WalSync) {
    this.#writer = writer;
    this.#handle = handle;
    this.#wal = wal;
  }

  submit<T>(work: (transaction: Kysely<unknown>) => Promise<T>, durable: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let value: T;
      this.#queue.push({
        durable,
        run: async (transaction) => {
          value = await work(transaction);
        },
        committed: () => {
          resolve(value);
        },
        failed: reject,
      });
      this.#schedule();
    });
  }

  /** Runs work that makes its own transactions, while no shared one is open. */
  alone(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work).then(() => this.#wal.sync());
    this.#last = done.catch(() => undefined);
    return done;
  }

  async idle(): Promise<void> {
    while (this.#scheduled) await this.#last;
    await this.#last;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#last = this.#last.then(async () => {
      while (this.#queue.length > 0) {
        // One turn of the event loop lets requests that are already here join this commit.
        await new Promise((resolve) => setImmediate(resolve));
        await this.#commit(this.#queue.splice(0, mostPerCommit));
      }
      this.#scheduled = false;
    });
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const done: Job[] = [];
    try {
      this.#run('begin immediate');
      for (const job of jobs) if (await this.#attempt(job)) done.push(job);
      this.#run('commit');
      for (const job of done) if (!job.durable) job.committed();
      if (done.some((job) => job.durable)) await this.#wal.sync();
    } catch (error) {
      this.#abandon();
      for (const job of jobs) job.failed(error);
      return;
    }
    for (const job of done) if (job.durable) job.committed();
  }

  async #attempt(job: Job): Promise<boolean> {
    this.#run('savepoint job');
    try {
      await job.run(this.#writer);
      this.#run('release job');
      return true;
    } catch (error) {
      this.#run('rollback to job');
      this.#run('release job');
      job.failed(error);
      return false;
    }
  }

  /** Statements of each job are prepared once. */
  #run(sql: string): void {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#handle.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    statement.run();
  }

  #abandon(): void {
    try {
      this.#handle.exec('rollback');
    } catch {
      // No transaction is open: the failure was to begin one, or it was rolled back already.
    }
  }
}
