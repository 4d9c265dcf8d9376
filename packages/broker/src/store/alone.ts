import { open } from 'node:fs/promises';
import { openSqliteFile } from './sqlite-driver.ts';

/** Another broker serves from the same embedded store. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError';
  readonly code = 'STORE_IN_USE';
}

/** A database that one process at a time serves from. */
export interface Alone {
  release(): void;
}

/**
 * Holds a database file for one broker: another would work on the same operations, and neither would know what the other
 * remembers. The lock is one of the operating system and ends with the process, however that ends. Throws when another
 * holds it.
 */
export async function holdAlone(database: string): Promise<Alone> {
  const path = `${database}-lock`;
  await (await open(path, 'a', 0o600)).close();
  const handle = await openSqliteFile(path);
  try {
    handle.exec('PRAGMA locking_mode = EXCLUSIVE');
    handle.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    handle.close();
    throw new StoreInUseError(
      `Another broker runs on "${database}". Stop it, give this one another folder, or let both use a PostgreSQL database.`,
      { cause },
    );
  }
  return {
    release: () => {
      handle.close();
    },
  };
}
