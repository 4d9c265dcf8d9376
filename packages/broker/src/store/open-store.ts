import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger, silentLogger } from '../logger.ts';
import { createCipher, type EncryptionKey, encryptionKey } from './cipher.ts';
import type { Database } from './database.ts';
import { openPostgresDatabase } from './postgres.ts';
import { resealAll } from './rotate-keys.ts';
import { openSqlStore } from './sql-store.ts';
import { openSqliteDatabase } from './sqlite.ts';
import type { Store } from './store.ts';

/** Where state is kept. */
export interface StoreOptions {
  /** Folder of the embedded store, and of the generated encryption key; it is created when absent. */
  readonly dataDir?: string;
  /** `postgres://user:password@host/database`, for several replicas. Default: the embedded store in `dataDir`. */
  readonly url?: string;
  /**
   * Keys that user data is encrypted under, newest first: 32 bytes each, as 64 hexadecimal digits or Base64.
   * Without any, a key is generated once and kept in `dataDir` as `encryption.key`, readable by its owner only.
   */
  readonly encryptionKeys?: readonly string[];
  readonly log?: Logger;
}

/** A store with the database below it, for services that keep tables of their own there. */
export interface OpenStore {
  readonly store: Store;
  readonly database: Database;
  /**
   * Encrypts all that is stored under the newest key, also while brokers run that know both keys; answers how many
   * rows had an older one.
   */
  rotateKeys(): Promise<number>;
}

/** Opens the store, and brings its tables up to date. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { dataDir, url, encryptionKeys = [], log = silentLogger } = options;
  if (dataDir !== undefined) await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const cipher = createCipher(await keysOf(encryptionKeys, dataDir));
  const database =
    url === undefined
      ? await openSqliteDatabase(join(folderOf(dataDir), 'broker.sqlite'))
      : await openPostgresDatabase(url, log);
  try {
    return {
      store: await openSqlStore(database, cipher),
      database,
      rotateKeys: () => resealAll(database, cipher),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function keysOf(
  given: readonly string[],
  dataDir: string | undefined,
): Promise<[EncryptionKey, ...EncryptionKey[]]> {
  const [first, ...others] = given.map(encryptionKey);
  return first === undefined ? [await keyOfFolder(folderOf(dataDir))] : [first, ...others];
}

function folderOf(dataDir: string | undefined): string {
  if (dataDir !== undefined) return dataDir;
  throw new RangeError(
    'The store needs a folder: give dataDir, or both the url of a PostgreSQL database and encryptionKeys.',
  );
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
