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

/** Syncs the log beside a database file. */
export function createWalSync(database: string): WalSync {
  let file: FileHandle | undefined;
  let failure: Error | undefined;
  let running: Promise<void> | undefined;
  const once = async () => {
    if (failure !== undefined) throw failure;
    try {
      if (file === undefined) {
        file = await open(`${database}-wal`, 'r+');
        await syncFolder(dirname(database));
      }
      await file.datasync();
    } catch (error) {
      failure = new Error('The store cannot be written to disk. Restart the broker once the disk works.', {
        cause: error,
      });
      throw failure;
    } finally {
      running = undefined;
    }
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
