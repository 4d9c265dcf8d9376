import { open } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { type Alone, holdAlone } from './alone.ts';
import { type Database, migrateWith } from './database.ts';
import { keepPrivate } from './files.ts';
import { openKysely, openSqlite, type SqliteHandle, type SqliteStatement } from './sqlite-driver.ts';
import { createWalSync, type WalSync } from './wal-sync.ts';

const mostPerCommit = 128;

interface Job {
  run(transaction: Kysely<unknown>): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

/** Jobs that came to nothing, and why. */
type Refusals = Map<Job, { readonly error: unknown }>;

/**
 * Opens a SQLite file. Transactions that are asked for at the same time share one commit: one sync of the disk then
 * makes many of them durable. When one of them fails after it has written something, all that it shares the commit with
 * are run again, each behind a savepoint of its own.
 */
export async function openSqliteDatabase(path: string): Promise<Database> {
  // What SQLite makes beside the file gets the file's own permissions.
  await (await open(path, 'a', 0o600)).close();
  for (const suffix of ['', '-wal', '-shm']) await keepPrivate(path + suffix);
  const writeHandle = await openSqlite(path);
  // A sync of its own follows each commit, before anybody is told of it.
  writeHandle.exec('PRAGMA synchronous = NORMAL');
  const wal = createWalSync(path);
  const readHandle = await openSqlite(path);
  readHandle.exec('PRAGMA query_only = ON');
  let writes = 0;
  const writer = openKysely(writeHandle, { onWrite: () => (writes += 1) });
  const snapshot = new SharedSnapshot(readHandle);
  const reader = openKysely(readHandle, { durable: () => wal.settled, onRead: () => snapshot.take() });
  const commits = new GroupCommit(writer, { handle: writeHandle, wal, snapshot, writes: () => writes });
  let alone: Alone | undefined;
  return {
    dialect: 'sqlite',
    now: monotonicNow(),
    reader: <Tables>() => reader as Kysely<Tables>,
    // One transaction runs at a time, whatever it locks.
    write: <Tables, T>(_lock: string | undefined, work: (transaction: Kysely<Tables>) => Promise<T>) =>
      commits.submit((transaction) => work(transaction as Kysely<Tables>)),
    within: (transaction) => ({
      write: <Tables, T>(_lock: string | undefined, work: (transaction: Kysely<Tables>) => Promise<T>) =>
        work(transaction as unknown as Kysely<Tables>),
    }),
    migrate: (owner, migrations) => commits.alone(() => migrateWith(writer, owner, migrations)),
    serve: async () => {
      alone ??= await holdAlone(path);
    },
    close: async () => {
      await commits.idle();
      alone?.release();
      await wal.close();
      snapshot.leave();
      writeHandle.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      readHandle.close();
      writeHandle.close();
    },
  };
}

/** The clock of the machine as it was at the start, and going on from there whatever it is set to. */
function monotonicNow(): () => number {
  const ahead = Date.now() - performance.now();
  return () => Math.round(performance.now() + ahead);
}

/** Lets the reads of one turn of the event loop share a transaction: to open one costs more than most reads do. */
class SharedSnapshot {
  readonly #begin: SqliteStatement;
  readonly #end: SqliteStatement;
  #taken = false;

  constructor(handle: SqliteHandle) {
    this.#begin = handle.prepare('begin');
    this.#end = handle.prepare('commit');
  }

  take(): void {
    if (this.#taken) return;
    this.#begin.run();
    this.#taken = true;
    setImmediate(() => {
      this.leave();
    });
  }

  /** What is read after it is as new as the database. */
  leave(): void {
    if (!this.#taken) return;
    this.#taken = false;
    this.#end.run();
  }
}

/** What commits go through. */
interface CommitParts {
  readonly handle: SqliteHandle;
  readonly wal: WalSync;
  readonly snapshot: SharedSnapshot;
  /** How many statements have written so far. */
  readonly writes: () => number;
}

/** Runs jobs in shared transactions, one transaction at a time. */
class GroupCommit {
  readonly #writer: Kysely<unknown>;
  readonly #parts: CommitParts;
  readonly #prepared = new Map<string, SqliteStatement>();
  #queue: Job[] = [];
  #last: Promise<void> = Promise.resolve();
  #scheduled = false;

  constructor(writer: Kysely<unknown>, parts: CommitParts) {
    this.#writer = writer;
    this.#parts = parts;
  }

  submit<T>(work: (transaction: Kysely<unknown>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let value: T;
      this.#queue.push({
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
    this.#parts.snapshot.leave();
    const done = this.#last.then(work).then(() => this.#parts.wal.sync());
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
    const refused: Refusals = new Map();
    try {
      this.#parts.wal.refuseAfterFailure();
      this.#run('begin immediate');
      await this.#together(jobs, refused);
      // Nobody reads while the log is copied into the database, so that it can start again from its beginning.
      this.#parts.snapshot.leave();
      this.#run('commit');
      if (refused.size < jobs.length) await this.#parts.wal.sync();
    } catch (error) {
      this.#abandon();
      for (const job of jobs) job.failed(error);
      return;
    }
    // A refusal may rest on what the job before it wrote: it is told when that is on disk.
    for (const job of jobs) {
      const refusal = refused.get(job);
      if (refusal === undefined) job.committed();
      else job.failed(refusal.error);
    }
  }

  /** Runs them one after another. What one left half-written is rolled back, and the others run anew. */
  async #together(jobs: readonly Job[], refused: Refusals): Promise<void> {
    for (const job of jobs) {
      const before = this.#parts.writes();
      try {
        await job.run(this.#writer);
      } catch (error) {
        if (this.#parts.writes() !== before) {
          this.#run('rollback');
          this.#run('begin immediate');
          refused.clear();
          refused.set(job, { error });
          return this.#apart(
            jobs.filter((other) => other !== job),
            refused,
          );
        }
        refused.set(job, { error });
      }
    }
  }

  async #apart(jobs: readonly Job[], refused: Refusals): Promise<void> {
    for (const job of jobs) {
      this.#run('savepoint job');
      try {
        await job.run(this.#writer);
        this.#run('release job');
      } catch (error) {
        this.#run('rollback to job');
        this.#run('release job');
        refused.set(job, { error });
      }
    }
  }

  /** Statements of each job are prepared once. */
  #run(sql: string): void {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#parts.handle.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    statement.run();
  }

  #abandon(): void {
    try {
      this.#parts.handle.exec('rollback');
    } catch {
      // No transaction is open: the failure was to begin one, or it was rolled back already.
    }
  }
}
