import type { Kysely } from 'kysely';
import { type Database, migrateWith, type WriteOptions } from './database.ts';
import { openKysely, openSqlite, type SqliteHandle, type SqliteStatement } from './sqlite-driver.ts';
import { createWalSync, type WalSync } from './wal-sync.ts';

const mostPerCommit = 128;

interface Job {
  readonly durable: boolean;
  run(transaction: Kysely<unknown>): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

/**
 * Opens a SQLite file. Transactions that are asked for at the same time share one commit: one sync of the disk then
 * makes many of them durable. When one of them fails after it has written something, all of them are run again, each
 * behind a savepoint of its own.
 */
export async function openSqliteDatabase(path: string): Promise<Database> {
  const writeHandle = await openSqlite(path);
  // A sync of its own follows each commit, before anybody is told of it.
  writeHandle.exec('PRAGMA synchronous = NORMAL');
  const wal = createWalSync(path);
  const readHandle = await openSqlite(path);
  readHandle.exec('PRAGMA query_only = ON');
  let writes = 0;
  const writer = openKysely(writeHandle, { onWrite: () => (writes += 1) });
  const reader = openKysely(readHandle, { durable: () => wal.settled });
  const commits = new GroupCommit(writer, writeHandle, wal, () => writes);
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
  /** How many statements have written so far. */
  readonly #writes: () => number;
  #queue: Job[] = [];
  #last: Promise<void> = Promise.resolve();
  #scheduled = false;

  constructor(writer: Kysely<unknown>, handle: SqliteHandle, wal: WalSync, writes: () => number) {
    this.#writer = writer;
    this.#handle = handle;
    this.#wal = wal;
    this.#writes = writes;
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
    let done: readonly Job[];
    try {
      this.#run('begin immediate');
      done = (await this.#together(jobs)) ?? (await this.#apart(jobs));
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

  /** The jobs that went well; `undefined`, and nothing done, when one left something half-written. */
  async #together(jobs: readonly Job[]): Promise<readonly Job[] | undefined> {
    const refused = new Map<Job, unknown>();
    for (const job of jobs) {
      const before = this.#writes();
      try {
        await job.run(this.#writer);
      } catch (error) {
        if (this.#writes() !== before) {
          this.#run('rollback');
          this.#run('begin immediate');
          return undefined;
        }
        refused.set(job, error);
      }
    }
    for (const [job, error] of refused) job.failed(error);
    return jobs.filter((job) => !refused.has(job));
  }

  async #apart(jobs: readonly Job[]): Promise<readonly Job[]> {
    const done: Job[] = [];
    for (const job of jobs) {
      this.#run('savepoint job');
      try {
        await job.run(this.#writer);
        this.#run('release job');
        done.push(job);
      } catch (error) {
        this.#run('rollback to job');
        this.#run('release job');
        job.failed(error);
      }
    }
    return done;
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
