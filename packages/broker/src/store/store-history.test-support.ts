import { expect } from 'chai';
import type { OperationRecord } from '../engine/records.ts';
import { instance, operation } from './records.test-support.ts';
import type { RequestRecord, Store } from './store.ts';

/** What every store promises of the history of instances. */
export function historyContract(store: () => Store): void {
  it('finds what belongs to an instance while it is there, when it is gone, and when its id is used again', async () => {
    const other = instance({ id: 'other', operationId: 'creation' });
    await store().transact(other.id, (tx) => tx.insertInstance(other));
    const history = async () => {
      const operations = await store().listOperations({ instanceId: 'i' }, {});
      const requests = await store().listRequests({ instanceId: 'i' }, {});
      return [operations.items.map(({ kind }) => kind), requests.items.map(({ method }) => method)];
    };
    let now = 1000;
    const does = async (kind: OperationRecord['kind'], method: string) => {
      now += 1;
      const bindingId = kind === 'bind' ? 'b' : '';
      const record = operation({ kind, instanceId: 'i', bindingId, createdAt: now, status: 'succeeded' });
      await store().transact('i', async (tx) => {
        if (kind === 'provision') await tx.insertInstance(instance({ id: 'i', operationId: record.id }));
        if (kind === 'deprovision') await tx.removeInstance('i');
        await tx.insertOperation(record);
      });
      await store().recordRequests([requestAt(now, method)]);
      return record;
    };
    await store().recordRequests([requestAt(now, 'HEAD')]);
    await does('provision', 'PUT');
    const bound = await does('bind', 'POST');
    expect(await history()).to.deep.equal([
      ['bind', 'provision'],
      ['POST', 'PUT'],
    ]);
    const deleted = await does('deprovision', 'DELETE');
    expect(await store().latestOperation('i', '')).to.deep.equal(deleted);
    expect(await store().latestOperation('i', 'b')).to.deep.equal(bound);
    const gone = [
      ['deprovision', 'bind', 'provision'],
      ['DELETE', 'POST', 'PUT'],
    ];
    expect(await history()).to.deep.equal(gone);
    await does('provision', 'PUT');
    expect(await history()).to.deep.equal([
      ['provision', ...(gone[0] ?? [])],
      ['PUT', ...(gone[1] ?? [])],
    ]);
    const page = await store().listOperations({ instanceId: 'i' }, { limit: 3 });
    const rest = await store().listOperations({ instanceId: 'i' }, { limit: 3, after: page.next });
    expect([...page.items, ...rest.items].map(({ kind }) => kind)).to.deep.equal([
      'provision',
      ...(gone[0] ?? []),
    ]);
  });
}

function requestAt(at: number, method: string): RequestRecord {
  const unknown = {
    error: undefined,
    requestIdentity: undefined,
    originatingIdentity: undefined,
    body: undefined,
  };
  const target = '/v2/service_instances/i';
  return {
    ...unknown,
    at,
    method,
    route: target,
    target,
    instanceId: 'i',
    bindingId: '',
    status: 200,
    ms: 1,
    user: 'u',
  };
}
