import { expect } from 'chai';
import type { OperationRecord } from '../engine/records.ts';
import { instance, operation } from './records.test-support.ts';
import type { RequestFilter, RequestRecord, Store } from './store.ts';

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
    let first: string | undefined;
    const does = async (kind: OperationRecord['kind'], method: string) => {
      now += 1;
      const bindingId = kind === 'bind' ? 'b' : '';
      const record = operation({ kind, instanceId: 'i', bindingId, createdAt: now, status: 'succeeded' });
      await store().transact('i', async (tx) => {
        const lineage = (await tx.lineage('i')) ?? record.id;
        expect(lineage).to.equal((first ??= record.id));
        if (kind === 'provision') await tx.insertInstance(instance({ id: 'i', lineage }));
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
    expect((await store().latestOperation('i', ''))?.id).to.equal(deleted.id);
    expect((await store().latestOperation('i', 'b'))?.id).to.equal(bound.id);
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

  it('finds the requests for an instance that came to nothing', async () => {
    const [record, creation] = [instance({ id: 'i', lineage: 'l' }), operation()];
    await store().transact('i', async (tx) => {
      await tx.insertInstance(record);
      await tx.insertOperation(creation);
    });
    await store().transact('i', async (tx) => {
      await tx.removeInstance('i');
      await tx.removeOperation(creation.id);
    });
    await store().recordRequests([requestAt(1, 'PUT')]);
    expect((await store().listRequests({ instanceId: 'i' }, {})).items).to.have.length(1);
  });

  it('keeps requests that come together in order, each with what is its own, and forgets the old ones', async () => {
    const at = (index: number) => 1000 + Math.floor(index / 2);
    const records = Array.from({ length: 100 }, (_, index) => ({
      ...requestAt(at(index), index % 3 === 0 ? 'PUT' : 'DELETE'),
      instanceId: `i${String(index % 5)}`,
      requestIdentity: `identity ${String(index)}`,
    }));
    await store().recordRequests(records);
    await store().recordRequests([]);
    const listed = async (filter: RequestFilter) => {
      const found: RequestRecord[] = [];
      let after: string | undefined;
      do {
        const page = await store().listRequests(filter, { after, limit: 7 });
        found.push(...page.items);
        after = page.next;
      } while (after !== undefined);
      return found;
    };
    const all = await listed({});
    expect(all.map((record) => record.at)).to.deep.equal(records.map((record) => record.at).toReversed());
    const byIdentity = (list: readonly RequestRecord[]) =>
      new Map(list.map(({ requestIdentity, ...record }) => [requestIdentity, { ...record, id: '' }]));
    // What is stored has passed through JSON.
    expect(byIdentity(all)).to.deep.equal(byIdentity(JSON.parse(JSON.stringify(records)) as RequestRecord[]));
    expect(await listed({ method: 'PUT' })).to.have.length(34);
    expect(await listed({ instanceId: 'i3', method: 'PUT' })).to.have.length(7);
    await store().purge(1020);
    expect((await listed({})).map((record) => record.at).toSorted()[0]).to.equal(1020);
    await store().purge(2000);
    expect(await listed({})).to.deep.equal([]);
  });

  it('keeps of an operation that is over what is told about it, and not what it was to do', async () => {
    const running = operation({ instanceUsable: undefined });
    await store().transact('i', (tx) => tx.insertOperation(running));
    expect(await store().operation(running.id)).to.deep.equal(running);
    const over: OperationRecord = { ...running, status: 'failed', description: 'No.', instanceUsable: true };
    await store().transact('i', (tx) => tx.updateOperation(over, running));
    const { before, update, announced, data, context, acceptsIncomplete, ...told } = over;
    expect(await store().operation(running.id)).to.deep.include({
      ...told,
      ...{ originatingIdentity: undefined, requestIdentity: undefined },
      ...{ instanceUsable: true, data: null, before: undefined },
    });
    const silent = operation({ status: 'succeeded', instanceUsable: undefined });
    await store().transact('i', (tx) => tx.insertOperation(silent));
    expect(await store().operation(silent.id)).to.deep.include({ status: 'succeeded', data: null });
  });
}

/** A request about the instance `i`. */
export function requestAt(at: number, method: string): RequestRecord {
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
