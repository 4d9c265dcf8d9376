import { fstatSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './files.ts';

/**
 * Makes what was committed to a write-ahead log durable, off the main thread: SQLite would stand still for as long as
 * the disk takes, and every client with it. The log is all that a commit writes; SQLite itself syncs the log before it
 * copies it into the database.
 */
export interface WalSync {
  /** Resolves when all that was committed before is on disk. After a failure nothing is known: it fails for ever. */
  sync(): Promise<void>;
  /** Resolves when the sync that runs, if any, has ended well; rejects once one has failed. */
  readonly settled: Promise<void> | undefined;
  /** Throws once a sync has failed: what is in the log then may not be on disk. */
  refuseAfterFailure(): void;
  close(): Promise<void>;
}

const unwritable = 'The store cannot be written to disk. Restart the broker once the disk works.';
const deleted =
  'The files of the store were deleted while the broker ran. Restore them from a backup, and start it again.';

/** Syncs the log beside a database file. */
export function createWalSync(database: string): WalSync {
  let file: FileHandle | undefined;
  let failure: Error | undefined;
  let running: Promise<void> | undefined;
  const isDeleted = (log: FileHandle) =>
    // Who deletes a file takes away its name: what is written to it is lost with this process.
    fstatSync(log.fd).nlink === 0 || statSync(database, { throwIfNoEntry: false }) === undefined;
  const syncLog = async () => {
    if (file === undefined) {
      file = await open(`${database}-wal`, 'r+');
      await syncFolder(dirname(database));
    }
    await file.datasync();
    return isDeleted(file) ? new Error(deleted) : undefined;
  };
  const once = async () => {
    failure ??= await syncLog().catch((cause: unknown) => new Error(unwritable, { cause }));
    running = undefined;
    if (failure !== undefined) throw failure;
  };
  return {
    sync: () => (running = once()),
    get settled() {
      return failure === undefined ? running : Promise.reject(failure);
    },
    refuseAfterFailure: () => {
      if (failure !== undefined) throw failure;
    },
    close: async () => file?.close(),
  };
}
