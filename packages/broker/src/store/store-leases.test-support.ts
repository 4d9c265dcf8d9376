import { expect } from 'chai';
import { pause } from '../client.test-support.ts';
import type { OperationRecord } from '../engine/records.ts';
import type { OpenStore } from './open-store.ts';
import { operation } from './records.test-support.ts';
import type { BrokerTables } from './schema.ts';

/** What every store promises about leases of operations. */
export function leaseContract(opened: () => OpenStore): void {
  const store = () => opened().store;
  const insert = (record: OperationRecord) =>
    store().transact(record.instanceId, (tx) => tx.insertOperation(record));
  const claim = async (owner: string, now: number, leaseUntil: number, except: readonly string[] = []) => {
    const claimed = await store().claim({ owner, now, leaseUntil, except });
    if (claimed === undefined) return undefined;
    if ('operation' in claimed) return claimed.operation;
    throw claimed.error;
  };

  it('leases each operation that is due to one worker, oldest first, under a new fencing token', async () => {
    const due = Array.from({ length: 30 }, (_, index) =>
      operation({ instanceId: `i${String(index)}`, runAfter: index }),
    );
    for (const record of [...due, operation({ runAfter: 9000 }), operation({ status: 'succeeded' })])
      await insert(record);
    const first = await claim('me', 5000, 6000);
    expect(first).to.deep.equal({ ...due[0], leaseUntil: 6000, leaseOwner: 'me', fence: 4, attempts: 3 });
    const claims = await Promise.all(Array.from({ length: 40 }, () => claim('me', 5000, 6000)));
    const ids = claims.flatMap((claimed) => (claimed === undefined ? [] : [claimed.id]));
    expect(new Set([...ids, first?.id]).size).to.equal(30);
    expect(ids).to.have.length(29);
    expect(await claim('you', 6001, 7000)).to.include({ leaseOwner: 'you', fence: 5 });
  });

  it('does not lease what the worker has in hand, and heeds no lease of a clock that went wrong', async () => {
    const [mine, strange] = [operation({ runAfter: 1 }), operation({ leaseUntil: 99_000_000 })];
    for (const record of [mine, strange]) await insert(record);
    expect((await claim('me', 5000, 6000, [mine.id]))?.id).to.equal(strange.id);
    expect(await claim('me', 5000, 6000, [mine.id])).to.equal(undefined);
    expect((await claim('you', 5000, 6000))?.id).to.equal(mine.id);
  });

  it('gives an operation that cannot be read its lease, and others their turn', async () => {
    const [spoilt, good] = [operation({ runAfter: 1 }), operation({ runAfter: 2 })];
    for (const record of [spoilt, good]) await insert(record);
    await opened().database.write<BrokerTables, undefined>(undefined, async (db) => {
      const document = Buffer.from('02ffffffff00', 'hex');
      await db.updateTable('osb_operation').set({ document }).where('id', '=', spoilt.id).execute();
      return undefined;
    });
    const of = { owner: 'me', now: 5000, leaseUntil: 6000, except: [] };
    expect(await store().claim(of)).to.include({ unreadable: spoilt.id });
    expect((await claim('me', 5000, 6000))?.id).to.equal(good.id);
    expect(await store().claim(of)).to.equal(undefined);
  });

  it('keeps an operation from workers for as long as a transaction decides on it', async () => {
    const record = operation({ instanceId: 'i' });
    await insert(record);
    const events: string[] = [];
    const deciding = store().transact('i', async (tx) => {
      await tx.heldLease(record.id);
      events.push('read');
      await pause(60);
      events.push('decided');
      await tx.updateOperation({ ...record, status: 'failed', leaseUntil: 0 });
    });
    while (events.length === 0) await pause(2);
    expect(await claim('you', 5000, 6000)).to.equal(undefined);
    await deciding;
    expect((await store().operation(record.id))?.fence).to.equal(record.fence);
  });

  it('leases an operation that waits for a cancelled one only when that one has stopped', async () => {
    const creation = operation({ status: 'failed', leaseUntil: 8000 });
    await insert(creation);
    const deletion = operation({ kind: 'deprovision', blockedBy: creation.id });
    await insert(deletion);
    expect(await claim('me', 5000, 6000)).to.equal(undefined);
    await store().release({ operationId: creation.id, fence: creation.fence + 1 });
    expect(await claim('me', 5000, 6000)).to.equal(undefined);
    await store().release({ operationId: creation.id, fence: creation.fence });
    expect((await claim('me', 5000, 6000))?.id).to.equal(deletion.id);
  });

  it('renews leases that are held, tells which operations still run, and renews no others', async () => {
    const leaseUntil = 6000;
    const [held, lost, cancelled, given] = [
      operation({ leaseUntil }),
      operation({ leaseUntil }),
      operation({ status: 'failed', leaseUntil }),
      operation({ leaseUntil: 0 }),
    ];
    for (const record of [held, lost, cancelled, given]) await insert(record);
    const leases = [held, { ...lost, fence: 1 }, cancelled, given].map(({ id, fence }) => ({
      operationId: id,
      fence,
    }));
    expect([...(await store().renew(leases, 7777))]).to.deep.equal([held.id]);
    const until = await Promise.all(
      [held, lost, cancelled, given].map(async ({ id }) => (await store().operation(id))?.leaseUntil),
    );
    // A lease that was given back is not taken again: others would wait for it to run out.
    expect(until).to.deep.equal([7777, 6000, 7777, 0]);
  });
}
