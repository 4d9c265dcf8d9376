import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger, silentLogger } from '../logger.ts';
import { createCipher, type EncryptionKey, encryptionKey } from './cipher.ts';
import type { Database } from './database.ts';
import { keepPrivate, syncFolder } from './files.ts';
import { checkKeys, forgetOtherKeys } from './key-names.ts';
import { openPostgresDatabase } from './postgres.ts';
import { resealAll } from './rotate-keys.ts';
import { openSqlStore } from './sql-store.ts';
import { openSqliteDatabase } from './sqlite.ts';
import type { Store } from './store.ts';

/** Where state is kept. */
export interface StoreOptions {
  /** Folder of the embedded store, and of the generated encryption key; it is created when absent. */
  readonly dataDir?: string;
  /** `postgres://user:password@host/database`, for several replicas; with several hosts (`one:5432,two:5432`) the one that can be written to is used. Default: the embedded store in `dataDir`. */
  readonly url?: string;
  /**
   * Keys that user data is encrypted under, newest first: 32 bytes each, as 64 hexadecimal digits or Base64.
   * Without any, a key is generated once and kept in `dataDir` as `encryption.key`, readable by its owner only.
   */
  readonly encryptionKeys?: readonly string[];
  /** Connections to PostgreSQL at most. Default 10. */
  readonly connections?: number;
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
  const { keys, forget } = await keysOf(encryptionKeys, dataDir);
  const cipher = createCipher(keys);
  const database =
    url === undefined
      ? await openSqliteDatabase(join(folderOf(dataDir), 'broker.sqlite'))
      : await openPostgresDatabase(url, log, options.connections);
  try {
    const store = await openSqlStore(database, cipher);
    await checkKeys(database, keys);
    return {
      store,
      database,
      rotateKeys: async () => {
        const rewritten = await resealAll(database, cipher);
        await forgetOtherKeys(database, keys[0]);
        return rewritten;
      },
    };
  } catch (error) {
    await database.close();
    await forget();
    throw error;
  }
}

type Keys = readonly [EncryptionKey, ...EncryptionKey[]];

/** Keys to open a store with; `forget` takes back one that was made for it. */
interface FoundKeys {
  readonly keys: Keys;
  readonly forget: () => Promise<void>;
}

async function keysOf(given: readonly string[], dataDir: string | undefined): Promise<FoundKeys> {
  const [first, ...others] = given.map(encryptionKey);
  if (first === undefined) return keyOfFolder(folderOf(dataDir));
  return { keys: [first, ...others], forget: () => Promise.resolve() };
}

function folderOf(dataDir: string | undefined): string {
  if (dataDir !== undefined) return dataDir;
  throw new RangeError(
    'The store needs a folder: give dataDir, or both the url of a PostgreSQL database and encryptionKeys.',
  );
}

async function keyOfFolder(dataDir: string): Promise<FoundKeys> {
  const path = join(dataDir, 'encryption.key');
  const isNew = await makeKey(path, dataDir);
  await keepPrivate(path);
  return {
    keys: [encryptionKey(await readFile(path, 'utf8'))],
    forget: async () => {
      if (isNew) await rm(path, { force: true });
    },
  };
}

/** Makes a key unless there is one: whole and on disk before it has its name, since all that is stored depends on it. */
async function makeKey(path: string, folder: string): Promise<boolean> {
  const sizeNow = async () => (await stat(path).catch(() => undefined))?.size;
  if (((await sizeNow()) ?? 0) > 0) return false;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    // An empty one was left by a process that came no further.
    if ((await sizeNow()) === 0) await rm(path);
    await link(draft, path);
    await syncFolder(folder);
    return true;
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}
