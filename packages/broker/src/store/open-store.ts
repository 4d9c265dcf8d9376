import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCipher, type EncryptionKey, encryptionKey } from './cipher.ts';
import type { Database } from './database.ts';
import { openSqlStore } from './sql-store.ts';
import { openSqliteDatabase } from './sqlite.ts';
import type { Store } from './store.ts';

/** Where state is kept. */
export interface StoreOptions {
  /** Folder of the embedded store; it is created when absent. */
  readonly dataDir: string;
  /**
   * Keys that user data is encrypted under, newest first: 32 bytes each, as 64 hexadecimal digits or Base64.
   * Without any, a key is generated once and kept in the folder as `encryption.key`, readable by its owner only.
   */
  readonly encryptionKeys?: readonly string[];
}

/** A store with the database below it, for services that keep tables of their own there. */
export interface OpenStore {
  readonly store: Store;
  readonly database: Database;
}

/** Opens the embedded store. */
export async function openStore({ dataDir, encryptionKeys = [] }: StoreOptions): Promise<OpenStore> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const [first, ...others] = encryptionKeys.map(encryptionKey);
  const keys: [EncryptionKey, ...EncryptionKey[]] =
    first === undefined ? [await keyOfFolder(dataDir)] : [first, ...others];
  const database = await openSqliteDatabase(join(dataDir, 'broker.sqlite'));
  return { store: await openSqlStore(database, createCipher(keys)), database };
}

async function keyOfFolder(dataDir: string): Promise<EncryptionKey> {
  const path = join(dataDir, 'encryption.key');
  try {
    await writeFile(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return encryptionKey(await readFile(path, 'utf8'));
}
