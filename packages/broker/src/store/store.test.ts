import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql } from 'kysely';
import { brokerMigrations } from './migrations.ts';
import { openStore } from './open-store.ts';
import { type PostgresServer, startPostgres } from './postgres.test-support.ts';
import { instance, key } from './records.test-support.ts';
import { openSqliteDatabase } from './sqlite.ts';
import { storeContract } from './store-contract.test-support.ts';

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

  it('brings the tables of an older version up to date, and finds what was in them', async () => {
    const dataDir = join(folder, 'older');
    await mkdir(dataDir);
    const older = await openSqliteDatabase(join(dataDir, 'broker.sqlite'));
    const { '0005_lineage': _, ...migrations } = brokerMigrations;
    await older.migrate('osb', migrations);
    await older.write(undefined, async (db) => {
      await sql`insert into osb_operation (id, kind, instance_id, binding_id, status, mode, attempts, run_after,
        lease_until, lease_owner, fence, created_at, document)
        values ('o', 'provision', 'old', '', 'succeeded', 'inline', 1, 0, 0, '', 1, 7, '')`.execute(db);
    });
    await older.close();
    const { store } = await openStore({ dataDir });
    const { items } = await store.listOperations({ instanceId: 'old' }, {});
    expect(items.map(({ id }) => id)).to.deep.equal(['o']);
    await store.close();
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
