import { createCipheriv, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { sql } from 'kysely';
import { type EncryptionKey, encryptionKey } from './cipher.ts';
import type { Database } from './database.ts';
import { brokerMigrations } from './migrations.ts';
import type { OpenStore } from './open-store.ts';
import { key } from './records.test-support.ts';
import { requestAt } from './store-history.test-support.ts';

/** What every store promises of one that an older version has left. */
export function migrationContract(
  prepared: () => Promise<{
    readonly older: Database;
    readonly open: (encryptionKeys: readonly string[]) => Promise<OpenStore>;
  }>,
): void {
  it('brings the tables of an older version up to date, and finds what was in them', async () => {
    const [before, after] = [key(), key()];
    const { older, open } = await prepared();
    const migrations = Object.entries(brokerMigrations(older.dialect)).filter(([name]) => name < '0005');
    await older.migrate('osb', Object.fromEntries(migrations));
    const request = { ...requestAt(7, 'PUT'), instanceId: 'old' };
    const document = sealedAsText(JSON.stringify(request), 'request r', encryptionKey(before));
    await older.write(undefined, async (db) => {
      await sql`insert into osb_operation (id, kind, instance_id, binding_id, status, mode, attempts, run_after,
        lease_until, lease_owner, fence, created_at, document)
        values ('o', 'provision', 'old', '', 'succeeded', 'inline', 1, 0, 0, '', 1, 7, '')`.execute(db);
      await sql`insert into osb_request (id, created_at, method, status, instance_id, binding_id, document)
        values ('r', 7, 'PUT', 200, 'old', '', ${document})`.execute(db);
    });
    await older.close();
    const { store, rotateKeys } = await open([after, before]);
    await store.recordRequests([{ ...requestAt(8, 'DELETE'), instanceId: 'old' }]);
    expect(await rotateKeys()).to.equal(1);
    await store.close();
    const again = await open([after]);
    const operations = await again.store.listOperations({ instanceId: 'old' }, {});
    expect(operations.items.map(({ id }) => id)).to.deep.equal(['o']);
    const requests = await again.store.listRequests({ instanceId: 'old' }, {});
    expect(requests.items.map(({ method }) => method)).to.deep.equal(['DELETE', 'PUT']);
    expect(requests.items[1]).to.deep.equal({ ...(JSON.parse(JSON.stringify(request)) as object), id: 'r' });
    await again.store.close();
  });
}

/** As older versions sealed. */
function sealedAsText(text: string, place: string, { name, bytes }: EncryptionKey): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `v1.${name}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`;
}
