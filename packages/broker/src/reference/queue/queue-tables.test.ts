import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql } from 'kysely';
import { openStore } from '../../store/open-store.ts';
import { instance } from '../../store/records.test-support.ts';
import { openQueueStore } from './queue-store.ts';
import { queueMigrations } from './queue-tables.ts';

describe('the tables of the message queue', () => {
  let dataDir = '';
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'osb-queue-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('keep under the lineages of their instances what an older version kept under ids', async () => {
    const { store, database } = await openStore({ dataDir });
    const migrations = Object.entries(queueMigrations).filter(([name]) => name < '0004');
    await database.migrate('queue', Object.fromEntries(migrations));
    await store.transact('a', (tx) => tx.insertInstance(instance({ id: 'a', lineage: 'first' })));
    await database.write(undefined, async (db) => {
      for (const id of ['a', 'unknown']) {
        await sql`insert into queue (instance_id, capacity, lock_seconds, published) values (${id}, 5, 30, 1)`.execute(
          db,
        );
        await sql`insert into queue_message (id, instance_id, sequence, body, published_at, visible_at, deliveries)
          values (${`message of ${id}`}, ${id}, 1, ${id}, 0, 0, 0)`.execute(db);
        await sql`insert into queue_user (username, instance_id, binding_id, secret_hash, may_publish)
          values (${`user of ${id}`}, ${id}, 'b', 'x', 1)`.execute(db);
      }
    });
    const queues = await openQueueStore(database);
    for (const [id, key] of [
      ['a', 'first'],
      ['unknown', 'unknown'],
    ] as const) {
      expect(await queues.figures(key)).to.include({ capacity: 5, messages: 1, producers: 1 });
      expect((await queues.receive(key, 5)).map(({ body }) => body)).to.deep.equal([id]);
      await queues.remove(key);
      expect(await queues.figures(key)).to.equal(undefined);
    }
    await store.close();
  });
});
