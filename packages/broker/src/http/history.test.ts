import { expect } from 'chai';
import { silentLogger } from '../logger.ts';
import type { RequestRecord, Store } from '../store/store.ts';
import { pause } from '../client.test-support.ts';
import type { Exchange } from './exchange.ts';
import { createHistory } from './history.ts';

describe('the history of requests', () => {
  it('writes what there is while the store is slow, once and in order, and keeps no more than it may', async () => {
    const written: number[] = [];
    let open: () => void = () => undefined;
    const store = storeThat(async (records) => {
      written.push(...records.map(({ at }) => at));
      await new Promise<void>((resolve) => (open = resolve));
    });
    const history = createHistory(store, silentLogger);
    for (let at = 0; at < 200; at += 1) history.observe(exchange(at));
    expect(written).to.have.length(128);
    for (let at = 200; at < 6000; at += 1) history.observe(exchange(at));
    const flushed = history.flush();
    for (const total of [5128, 5128]) {
      open();
      await pause(10);
      expect(written).to.deep.equal(Array.from({ length: total }, (_, at) => at));
    }
    await flushed;
  });

  it('writes soon, and goes on after a failure', async () => {
    const written: number[] = [];
    let fails = true;
    const store = storeThat((records) => {
      if (fails) return Promise.reject(new Error('The disk is full.'));
      written.push(...records.map(({ at }) => at));
      return Promise.resolve();
    });
    const history = createHistory(store, silentLogger);
    history.observe(exchange(1));
    await history.flush();
    fails = false;
    history.observe(exchange(2));
    history.observe({ ...exchange(3), method: 'GET' });
    history.observe({ ...exchange(4), user: undefined });
    await pause(300);
    expect(written).to.deep.equal([2]);
  });
});

function storeThat(recordRequests: (records: readonly RequestRecord[]) => Promise<void>): Store {
  // The history uses nothing else of a store.
  return { recordRequests } as Partial<Store> as Store;
}

function exchange(at: number): Exchange {
  const path = '/v2/service_instances/i';
  return {
    ...{ at, method: 'PUT', route: path, target: path, instanceId: 'i', bindingId: '', status: 201 },
    ...{ error: undefined, seconds: 0.001, user: 'u', requestIdentity: undefined },
    ...{ originatingIdentity: undefined, body: undefined, address: '127.0.0.1' },
  };
}
