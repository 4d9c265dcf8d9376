import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql } from 'kysely';
import { pause } from '../client.test-support.ts';
import { silentLogger } from '../logger.ts';
import { StoreInUseError } from './alone.ts';
import { openStore } from './open-store.ts';
import { type PostgresServer, startPostgres } from './postgres.test-support.ts';
import { openPostgresDatabase } from './postgres.ts';
import { instance, key } from './records.test-support.ts';
import { openSqliteDatabase } from './sqlite.ts';
import { storeContract } from './store-contract.test-support.ts';
import { migrationContract } from './store-migration.test-support.ts';

describe('the store on SQLite', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'osb-store-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  storeContract((encryptionKeys) => openStore({ dataDir: folder, encryptionKeys }));

  it('is there again after it was closed, with a key that was generated once', async () => {
    const dataDir = join(folder, 'nested', 'data');
    const first = await openStore({ dataDir });
    const record = instance();
    await first.store.transact(record.id, (tx) => tx.insertInstance(record));
    await first.store.close();
    const second = await openStore({ dataDir });
    expect(await second.store.instance(record.id)).to.deep.equal(record);
    await second.store.close();
  });

  migrationContract(async () => {
    const dataDir = join(folder, 'older');
    await mkdir(dataDir);
    return {
      older: await openSqliteDatabase(join(dataDir, 'broker.sqlite')),
      open: (encryptionKeys) => openStore({ dataDir, encryptionKeys }),
    };
  });

  it('says which key is missing', async () => {
    const dataDir = join(folder, 'own');
    const [before, after] = [await openStore({ dataDir, encryptionKeys: [key()] }), key()];
    const record = instance();
    await before.store.transact(record.id, (tx) => tx.insertInstance(record));
    await before.store.close();
    const failure = await openStore({ dataDir, encryptionKeys: [after] }).catch((error: unknown) => error);
    expect(String(failure)).to.match(/sealed with the encryption key "[0-9a-f]{8}".*Add that key/);
  });

  it('makes no new key where the one it was opened with is lost, and takes it again when it is found', async () => {
    const dataDir = join(folder, 'own');
    const [first, file] = [await openStore({ dataDir }), join(dataDir, 'encryption.key')];
    const record = instance();
    await first.store.transact(record.id, (tx) => tx.insertInstance(record));
    await first.store.close();
    await rename(file, `${file}.lost`);
    const failure = await openStore({ dataDir }).catch((error: unknown) => error);
    expect(String(failure)).to.contain('Add that key');
    await rename(`${file}.lost`, file);
    const again = await openStore({ dataDir });
    expect(await again.store.instance(record.id)).to.deep.equal(record);
    await again.store.close();
  });

  it('lets nobody else read its files, and makes do with an empty file for a key', async () => {
    const dataDir = join(folder, 'shared');
    await mkdir(dataDir, { mode: 0o755 });
    await writeFile(join(dataDir, 'encryption.key'), '');
    const { store } = await openStore({ dataDir });
    await store.setMeta('a', 'b');
    const modes = await Promise.all(
      (await readdir(dataDir)).map(
        async (name) => `${name} ${((await stat(join(dataDir, name))).mode & 0o777).toString(8)}`,
      ),
    );
    expect(modes.toSorted()).to.deep.equal([
      'broker.sqlite 600',
      'broker.sqlite-shm 600',
      'broker.sqlite-wal 600',
      'encryption.key 600',
    ]);
    await store.close();
  });

  it('is served from by one broker at a time, and by the next one once that has ended', async () => {
    const dataDir = join(folder, 'served');
    const [first, second] = [await openStore({ dataDir }), await openStore({ dataDir })];
    await first.store.serve?.();
    await first.store.serve?.();
    const failure = await second.store.serve?.().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(StoreInUseError);
    expect(String(failure)).to.contain('Another broker runs on');
    await first.store.close();
    await second.store.serve?.();
    await second.store.close();
  });

  it('acknowledges nothing any more once its files are deleted', async () => {
    const dataDir = join(folder, 'gone');
    for (const what of [dataDir, join(dataDir, 'broker.sqlite')]) {
      const { store } = await openStore({ dataDir });
      await store.transact('a', (tx) => tx.insertInstance(instance({ id: 'a' })));
      await rm(what, { recursive: true });
      const write = store.transact('b', (tx) => tx.insertInstance(instance({ id: 'b' })));
      expect(String(await write.catch((error: unknown) => error))).to.contain('were deleted');
      expect(String(await store.ready().catch((error: unknown) => error))).to.contain('were deleted');
      await store.close().catch(() => undefined);
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('refuses keys of another length', async () => {
    const failure = await openStore({ dataDir: folder, encryptionKeys: ['short'] }).catch(
      (error: unknown) => error,
    );
    expect(String(failure)).to.contain('openssl rand -hex 32');
  });
});

describe('the store on PostgreSQL', () => {
  let server: PostgresServer | undefined;
  let database = '';
  before(async function () {
    this.timeout(60_000);
    server = await startPostgres();
    if (server === undefined) this.skip();
  });
  after(() => server?.stop());
  beforeEach(() => {
    database = server?.database() ?? '';
  });
  storeContract((encryptionKeys) => openStore({ url: database, encryptionKeys }));
  migrationContract(async () => {
    const url = server?.database() ?? '';
    return {
      older: await openPostgresDatabase(url, silentLogger),
      open: (encryptionKeys) => openStore({ url, encryptionKeys }),
    };
  });

  it('lets replicas start at the same time', async () => {
    const encryptionKeys = [key()];
    const url = server?.database() ?? '';
    const opened = await Promise.all(Array.from({ length: 4 }, () => openStore({ url, encryptionKeys })));
    for (const { store } of opened) await store.ready();
    for (const { store } of opened) await store.close();
  });

  it('outlives connections that are cut while they work, and has the time of the server', async () => {
    const { store, database: opened } = await openStore({
      url: server?.database() ?? '',
      encryptionKeys: [key()],
    });
    const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    const until = Date.now() + 1500;
    let failures = 0;
    const writer = async () => {
      while (Date.now() < until) {
        await store.setMeta('a', randomUUID()).catch(() => {
          failures += 1;
        });
      }
    };
    const cutter = async () => {
      while (Date.now() < until - 200) {
        await cut.execute(opened.reader()).catch(() => undefined);
        await pause(40);
      }
    };
    await Promise.all([writer(), writer(), writer(), cutter()]);
    expect(failures).to.be.greaterThan(0);
    await store.setMeta('a', 'b');
    expect(await store.meta('a')).to.equal('b');
    await store.ready();
    expect(Math.abs(store.now() - Date.now())).to.be.lessThan(2000);
    await store.close();
  });

  it('says that it needs a key when there is no folder to keep one in', async () => {
    const failure = await openStore({ url: database }).catch((error: unknown) => error);
    expect(String(failure)).to.contain('encryptionKeys');
  });
});
