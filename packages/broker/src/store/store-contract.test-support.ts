import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sql } from 'kysely';
import type { OperationRecord } from '../engine/records.ts';
import type { JsonObject } from '../json.ts';
import type { OpenStore } from './open-store.ts';
import { historyContract } from './store-history.test-support.ts';
import { leaseContract } from './store-leases.test-support.ts';
import { binding, instance, key, operation, secret } from './records.test-support.ts';

/** What every store promises. */
export function storeContract(open: (encryptionKeys: readonly string[]) => Promise<OpenStore>): void {
  const keys = [key()];
  let opened: OpenStore;
  const store = () => opened.store;
  beforeEach(async function () {
    this.timeout(20_000);
    opened = await open(keys);
  });
  afterEach(async () => {
    await store().close();
  });
  const insert = (record: OperationRecord) =>
    store().transact(record.instanceId, (tx) => tx.insertOperation(record));

  it('gives back what was put in', async () => {
    const records = [
      instance(),
      instance({
        id: "o'brien; --",
        dashboardUrl: undefined,
        metadata: undefined,
        maintenanceVersion: undefined,
      }),
      instance({
        id: '__proto__',
        parameters: JSON.parse('{"__proto__":{"a":1},"nul":"\\u0000","half":"\\ud800"}') as JsonObject,
      }),
      instance({ id: '名前 🚀', usable: false, state: null }),
    ];
    for (const record of records) {
      await store().transact(record.id, (tx) => tx.insertInstance(record));
      expect(await store().instance(record.id)).to.deep.equal(record);
    }
    const bound = binding();
    await store().transact('i', (tx) => tx.insertBinding(bound));
    expect(await store().binding('i', bound.id)).to.deep.equal(bound);
    expect(await store().binding('j', bound.id)).to.equal(undefined);
    const running = operation();
    await insert(running);
    expect(await store().operation(running.id)).to.deep.equal(running);
    expect(await store().latestOperation('i', '')).to.deep.equal(running);
    expect(await store().latestOperation('i', 'b')).to.equal(undefined);
  });

  it('changes and removes', async () => {
    const record = instance();
    const changed = { ...record, status: 'updating' as const, parameters: {}, usable: false };
    await store().transact(record.id, async (tx) => {
      await tx.insertInstance(record);
      await tx.updateInstance(changed);
      expect(await tx.instance(record.id)).to.deep.equal(changed);
    });
    expect(await store().instance(record.id)).to.deep.equal(changed);
    const bound = binding({ instanceId: record.id });
    await store().transact(record.id, async (tx) => {
      await tx.insertBinding(bound);
      await tx.updateBinding({ ...bound, status: 'unbinding' });
      expect(await tx.bindingStatuses(record.id)).to.deep.equal(['unbinding']);
      await tx.removeBindings(record.id);
      await tx.removeInstance(record.id);
    });
    expect(await store().instance(record.id)).to.equal(undefined);
    expect(await store().binding(record.id, bound.id)).to.equal(undefined);
  });

  it('takes back all of a transaction that fails, and nothing of its neighbours', async () => {
    const records = Array.from({ length: 20 }, () => instance());
    const outcomes = await Promise.allSettled(
      records.map((record, index) =>
        store().transact(record.id, async (tx) => {
          await tx.insertInstance(record);
          if (index % 3 === 0) throw new Error('no');
        }),
      ),
    );
    for (const [index, record] of records.entries()) {
      expect(outcomes[index]?.status).to.equal(index % 3 === 0 ? 'rejected' : 'fulfilled');
      expect((await store().instance(record.id)) === undefined).to.equal(index % 3 === 0);
    }
  });

  it('refuses some, takes back others, and does the rest, when all come at the same time', async () => {
    const records = Array.from({ length: 20 }, () => instance());
    const outcomes = await Promise.allSettled(
      records.map((record, index) =>
        store().transact(record.id, async (tx) => {
          if (index % 4 === 0) throw new Error('refused before anything was written');
          await tx.insertInstance(record);
          if (index === 7) throw new Error('failed afterwards');
          return record.id;
        }),
      ),
    );
    for (const [index, record] of records.entries()) {
      const done = index % 4 !== 0 && index !== 7;
      expect(outcomes[index]?.status).to.equal(done ? 'fulfilled' : 'rejected');
      expect((await store().instance(record.id))?.id).to.equal(done ? record.id : undefined);
    }
  });

  it('does one thing at a time to an instance, also to one that does not exist yet', async () => {
    const id = randomUUID();
    await Promise.all(
      Array.from({ length: 12 }, () =>
        store().transact(id, async (tx) => {
          const current = await tx.instance(id);
          const count = Number(current?.parameters['count'] ?? 0) + 1;
          const next = instance({ id, parameters: { count } });
          await (current === undefined ? tx.insertInstance(next) : tx.updateInstance(next));
        }),
      ),
    );
    expect((await store().instance(id))?.parameters).to.deep.equal({ count: 12 });
  });

  leaseContract(() => opened);

  it('forgets operations that ended long ago, except the latest of a resource that exists', async () => {
    const kept = operation({ instanceId: 'kept', status: 'succeeded', createdAt: 40, finishedAt: 100 });
    const old = operation({ instanceId: 'kept', status: 'succeeded', createdAt: 40, finishedAt: 50 });
    const orphan = operation({ instanceId: 'gone', status: 'failed', createdAt: 40, finishedAt: 100 });
    const recent = operation({ instanceId: 'gone', status: 'failed', createdAt: 40, finishedAt: 900 });
    const running = operation({ createdAt: 40 });
    for (const record of [kept, old, orphan, recent, running]) await insert(record);
    await store().transact('kept', (tx) => tx.insertInstance(instance({ id: 'kept', operationId: kept.id })));
    expect(await store().purge(500)).to.equal(2);
    const left = await Promise.all(
      [kept, old, orphan, recent, running].map(({ id }) => store().operation(id)),
    );
    expect(left.map((record) => record !== undefined)).to.deep.equal([true, false, false, true, true]);
  });

  it('lists page by page, newest first, without missing or repeating any', async () => {
    const records = Array.from({ length: 25 }, (_, index) =>
      instance({
        id: `p${String(index % 5)}.${String(index)}`,
        createdAt: 1000 + Math.floor(index / 4),
        status: index % 2 ? 'ready' : 'updating',
      }),
    );
    await store().transact('x', async (tx) => {
      for (const record of records) await tx.insertInstance(record);
    });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await store().listInstances({}, { limit: 7, ...(after !== undefined && { after }) });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    expect(seen).to.have.length(25);
    expect(new Set(seen).size).to.equal(25);
    const filtered = await store().listInstances({ status: 'ready', idPrefix: 'p1' }, {});
    expect(filtered.items.every(({ id, status }) => id.startsWith('p1') && status === 'ready')).to.equal(
      true,
    );
    expect(filtered.items).to.have.length.greaterThan(0);
    expect(await store().counts()).to.deep.equal({ instances: 25, bindings: 0, running: 0 });
    expect((await store().listOperations({ instanceId: 'none' }, {})).items).to.deep.equal([]);
    expect((await store().listBindings(undefined, {})).items).to.deep.equal([]);
  });

  historyContract(store);

  it('keeps named values', async () => {
    expect(await store().meta('a')).to.equal(undefined);
    await store().setMeta('a', '1');
    await store().setMeta('a', '2');
    expect(await store().meta('a')).to.equal('2');
    await store().ready();
  });

  it('keeps nothing readable of what users entrust to it', async () => {
    await store().transact('i', async (tx) => {
      await tx.insertInstance(instance());
      await tx.insertBinding(binding());
      await tx.insertOperation(operation());
    });
    for (const table of ['osb_instance', 'osb_binding', 'osb_operation']) {
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(opened.database.reader());
      expect(rows).to.have.length(1);
      const text = (rows as Readonly<Record<string, unknown>>[]).flatMap((row) =>
        Object.values(row).map((value) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
        ),
      );
      expect(text.join()).to.not.contain(secret);
    }
  });

  it('encrypts everything again under a new key, after which the old one is not needed', async () => {
    const [record, bound, running] = [instance(), binding(), operation()];
    await store().transact('i', async (tx) => {
      await tx.insertInstance(record);
      for (let index = 0; index < 3; index += 1) await tx.insertBinding(binding());
      await tx.insertBinding(bound);
      await tx.insertOperation(running);
    });
    await store().close();
    const [old = ''] = keys;
    const fresh = key();
    opened = await open([fresh, old]);
    expect(await store().instance(record.id)).to.deep.equal(record);
    expect(await opened.rotateKeys()).to.equal(6);
    expect(await opened.rotateKeys()).to.equal(0);
    await store().close();
    opened = await open([fresh]);
    expect(await store().instance(record.id)).to.deep.equal(record);
    expect(await store().binding('i', bound.id)).to.deep.equal(bound);
    expect(await store().operation(running.id)).to.deep.equal(running);
  });

  it('does not open data that was sealed for another row', async () => {
    const [one, two] = [instance(), instance()];
    await store().transact('i', async (tx) => {
      await tx.insertInstance(one);
      await tx.insertInstance(two);
    });
    await opened.database.write(undefined, async (db) => {
      await sql`update osb_instance set document = (select document from osb_instance where id = ${one.id}) where id = ${two.id}`.execute(
        db,
      );
    });
    const failure = await store()
      .instance(two.id)
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
  });
}
