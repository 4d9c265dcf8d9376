import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import { silentLogger } from '../logger.ts';
import type { Store } from '../store/store.ts';
import { lazy, order, path, workshop } from '../workshop.test-support.ts';
import { createLeases } from './leases.ts';

describe('leases', () => {
  const { client } = workshop();

  it('of this process stay its own when it has stood still for longer than they last', async () => {
    let [running, most, runs] = [0, 0, 0];
    const { send, settle } = await client(
      {
        provision: ({ defer }) => defer('work'),
        steps: {
          work: async ({ done }) => {
            runs += 1;
            running += 1;
            most = Math.max(most, running);
            await pause(50);
            const until = performance.now() + 400;
            while (performance.now() < until);
            await pause(400);
            running -= 1;
            return done();
          },
        },
      },
      { leaseMs: 90, pollMs: 10 },
    );
    const { body } = await send('PUT', path + lazy, { body: order });
    expect((await settle(path, body['operation'])).body['state']).to.equal('succeeded');
    expect({ most, runs }).to.deep.equal({ most: 1, runs: 1 });
    expectAnswer(await send('GET', path), 200);
  });

  it('that cannot be prolonged abort their work when they end', async () => {
    // Only this is asked of it.
    const store = { renew: () => new Promise(() => undefined) } as unknown as Store;
    const leases = createLeases(store, 150, Date.now, silentLogger);
    const signal = leases.hold('o', 1, Date.now() + 150);
    await pause(60);
    expect(signal.aborted).to.equal(false);
    await pause(110);
    expect(signal.aborted).to.equal(true);
    leases.close();
  });

  it('are dropped by the run that holds them, and by no older one', () => {
    const leases = createLeases({} as unknown as Store, 60_000, Date.now, silentLogger);
    leases.hold('o', 2, Infinity);
    leases.drop('o', 1);
    expect(leases.held()).to.deep.equal(['o']);
    leases.drop('o', 2);
    expect(leases.held()).to.deep.equal([]);
    leases.close();
  });
});
