import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { silentLogger } from '../logger.ts';
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
    const [before, after] = [await openStore({ dataDir: folder, encryptionKeys: [key()] }), key()];
    const record = instance();
    await before.store.transact(record.id, (tx) => tx.insertInstance(record));
    await before.store.close();
    const { store } = await openStore({ dataDir: folder, encryptionKeys: [after] });
    const failure = await store.instance(record.id).catch((error: unknown) => error);
    expect(String(failure)).to.match(/encryption key "[0-9a-f]{8}"/);
    await store.close();
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
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => openStore({ url: database, encryptionKeys })),
    );
    for (const { store } of opened) await store.ready();
    for (const { store } of opened) await store.close();
  });

  it('says that it needs a key when there is no folder to keep one in', async () => {
    const failure = await openStore({ url: database }).catch((error: unknown) => error);
    expect(String(failure)).to.contain('encryptionKeys');
  });
});
