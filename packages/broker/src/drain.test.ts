import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { basic, createClient, expectAnswer, pause, testUser } from './client.test-support.ts';
import { type Handlers, lazy, notedLog, order, path, workshop } from './workshop.test-support.ts';

interface Left {
  readonly steps: number;
  readonly requests: number;
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
}

describe('closing a broker', () => {
  const { made, open } = workshop();

  it('answers what it has begun, takes nothing new, and keeps what it did', async () => {
    const broker = await made({
      provision: async () => {
        await pause(150);
        return { state: 'made' };
      },
    });
    const url = await broker.listen();
    const running = createClient(url).send('PUT', path, { body: order });
    await pause(50);
    const before = Date.now();
    const closing = broker.close();
    expectAnswer(await running, 201);
    await closing;
    expect(Date.now() - before).to.be.lessThan(2000);
    const refused = await createClient(url).send('GET', '/v2/catalog').catch(String);
    expect(refused).to.contain('fetch failed');
    const again = createClient(await (await made({})).listen());
    expectAnswer(await again.send('GET', path), 200);
  });

  it('lets a step that runs end, and leaves the next one to its successor', async () => {
    const ran: string[] = [];
    const handlers: Handlers = {
      provision: ({ defer }) => defer('one'),
      steps: {
        one: async ({ defer }) => {
          ran.push('one');
          await pause(100);
          return defer('two');
        },
        two: ({ done }) => {
          ran.push('two');
          return done();
        },
      },
    };
    const first = await made(handlers);
    const accepted = await createClient(await first.listen()).send('PUT', path + lazy, { body: order });
    expectAnswer(accepted, 202);
    while (ran.length === 0) await pause(5);
    await first.close();
    expect(ran).to.deep.equal(['one']);
    const second = createClient(await (await made(handlers)).listen());
    const last = await second.settle(path, accepted.body['operation']);
    expect(last.body).to.deep.equal({ state: 'succeeded' });
    expect(ran).to.deep.equal(['one', 'two']);
  });

  it('aborts a step that takes too long, which is then run again', async () => {
    let runs = 0;
    const handlers: Handlers = {
      provision: ({ defer }) => defer('work'),
      steps: {
        work: ({ signal, done }) => {
          runs += 1;
          return runs > 1
            ? done()
            : new Promise<never>((_resolve, reject) => {
                signal.addEventListener('abort', () => {
                  reject(new Error('aborted'));
                });
              });
        },
      },
    };
    const first = await made(handlers);
    const accepted = await createClient(await first.listen()).send('PUT', path + lazy, { body: order });
    while (runs === 0) await pause(5);
    await first.close(50);
    const second = createClient(await (await made(handlers)).listen());
    expect((await second.settle(path, accepted.body['operation'])).body).to.deep.equal({
      state: 'succeeded',
    });
    expect(runs).to.equal(2);
  });

  it('finishes what a client has asked for and no longer waits for', async () => {
    const broker = await made({
      provision: async () => {
        await pause(200);
        return { state: 'made' };
      },
    });
    const url = await broker.listen();
    const headers = {
      authorization: basic(testUser.username, testUser.password),
      'x-broker-api-version': '2.17',
      'content-type': 'application/json',
    };
    const asked = request(url + path, { method: 'PUT', headers }).on('error', () => undefined);
    asked.end(JSON.stringify(order));
    await pause(80);
    asked.destroy();
    await broker.close();
    const again = createClient(await (await made({})).listen());
    expectAnswer(await again.send('GET', path), 200);
    const { store } = await open();
    const { items } = await store.listRequests({}, {});
    await store.close();
    expect(items.map(({ method, status }) => [method, status])).to.deep.equal([['PUT', 201]]);
  });

  const never = () => new Promise<never>(() => undefined);
  const stuck: readonly [name: string, instances: readonly string[], left: Left][] = [
    ['a step', ['deferred'], { steps: 1, requests: 0 }],
    ['a handler', ['inline'], { steps: 0, requests: 1 }],
    ['both', ['deferred', 'inline'], { steps: 1, requests: 1 }],
    ['a handler inside a transaction', ['transactional'], { steps: 0, requests: 1 }],
  ];
  const stuckProvision: Handlers['provision'] = ({ instance, defer }) => {
    if (instance.id === 'deferred') return defer('work');
    return instance.id === 'transactional' ? pause(2500).then(() => undefined) : never();
  };
  for (const [name, instances, left] of stuck) {
    it(`ends in time, and says what it abandons, when this does not end: ${name}`, async () => {
      const { log, lines } = notedLog();
      const broker = await made(
        {
          transactional: instances.includes('transactional'),
          provision: stuckProvision,
          steps: { work: never },
        },
        { log },
      );
      const { send } = createClient(await broker.listen());
      for (const id of instances) {
        void send('PUT', `/v2/service_instances/${id}${lazy}`, { body: order }).catch(String);
      }
      await pause(200);
      const before = Date.now();
      await broker.close(600);
      // A handler inside a transaction keeps the store busy.
      const most = name.endsWith('transaction') ? 1900 : 900;
      expect(Date.now() - before).to.be.within(550, most);
      const line = lines.find(({ message }) => message.startsWith('the broker is closed before all'));
      expect(line?.fields['operations']).to.have.length(left.steps);
      expect(line?.fields['requests']).to.equal(left.requests);
      // The workshop removes the folder of the store, which is closed when the transaction has ended.
      if (name.endsWith('transaction')) await pause(1500);
    });
  }

  it('aborts signals early enough for steps and handlers to end by themselves', async () => {
    const { log, lines } = notedLog();
    const handlers: Handlers = {
      provision: ({ instance, defer, signal }) =>
        instance.id === 'deferred' ? defer('work') : untilAborted(signal),
      steps: { work: ({ signal, defer }) => untilAborted(signal).then(() => defer('work', 'half done')) },
    };
    const broker = await made(handlers, { log });
    const { send } = createClient(await broker.listen());
    await send('PUT', `/v2/service_instances/deferred${lazy}`, { body: order });
    const answer = send('PUT', '/v2/service_instances/inline', { body: order });
    await pause(100);
    const before = Date.now();
    await broker.close(1000);
    expect(Date.now() - before).to.be.within(450, 800);
    expectAnswer(await answer, 201);
    expect(lines).to.deep.equal([]);
    const { store } = await open();
    const { items } = await store.listRequests({}, {});
    await store.close();
    expect(items.map(({ status }) => status)).to.deep.equal([201, 202]);
  });

  it('leaves what it abandons to a successor, and is not hurt when it ends after all', async () => {
    const { log, lines } = notedLog();
    const releases: (() => void)[] = [];
    const slowAtFirst = () =>
      releases.length === 2 ? undefined : new Promise<void>((resolve) => releases.push(resolve));
    const handlers: Handlers = {
      provision: async ({ instance, defer }) => {
        if (instance.id === 'deferred') return defer('work');
        await slowAtFirst();
        return undefined;
      },
      steps: {
        work: async ({ done }) => {
          await slowAtFirst();
          return done();
        },
      },
    };
    const first = await made(handlers, { log, leaseMs: 300 });
    const { send } = createClient(await first.listen());
    for (const id of ['deferred', 'inline']) {
      void send('PUT', `/v2/service_instances/${id}${lazy}`, { body: order }).catch(String);
    }
    while (releases.length < 2) await pause(5);
    await first.close(100);
    const second = createClient(await (await made(handlers, { leaseMs: 300 })).listen());
    for (const id of ['deferred', 'inline']) {
      const { body } = await second.settle(`/v2/service_instances/${id}`, undefined);
      expect(body).to.deep.equal({ state: 'succeeded' });
    }
    for (const release of releases) release();
    await pause(300);
    expect(lines.map(({ message }) => message)).to.include.members([
      'an operation could not be run; its lease will run out',
      'request failed',
    ]);
  });

  it('answers 503 from the moment it is closed, but what it has begun', async () => {
    const broker = await made({
      provision: async () => {
        await pause(200);
        return { state: 'made' };
      },
    });
    const server = createServer(broker.handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { send } = createClient(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    const begun = send('PUT', path, { body: order });
    await pause(50);
    const closing = broker.close();
    const refused = async () => {
      const answer = await send('PUT', `${path}2`, {
        body: order,
        headers: { 'x-broker-api-request-identity': 'me' },
      });
      expectAnswer(answer, 503, 'ServiceUnavailable');
      expect(answer.headers.get('connection')).to.equal('close');
      expect(answer.headers.get('x-broker-api-request-identity')).to.equal('me');
    };
    await refused();
    expectAnswer(await begun, 201);
    await closing;
    await refused();
    server.close();
    server.closeAllConnections();
  });

  it('listens once, and no more when it is closed', async () => {
    const broker = await made({});
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    expect(await broker.listen({ port }).catch(String)).to.contain('EADDRINUSE');
    taken.close();
    const url = await broker.listen();
    expect(await broker.listen().catch(String)).to.contain('The broker listens already');
    expectAnswer(await createClient(url).send('GET', '/v2/catalog'), 200);
    await broker.close();
    expect(await createClient(url).send('GET', '/v2/catalog').catch(String)).to.contain('fetch failed');
    expect(await broker.listen().catch(String)).to.contain('The broker is closed');
  });

  it('does not wait for connections that only stay open', async () => {
    const broker = await made({});
    const url = await broker.listen();
    const headers = {
      authorization: basic(testUser.username, testUser.password),
      'x-broker-api-version': '2.17',
    };
    await new Promise<void>((resolve) => {
      request(`${url}/v2/catalog`, { headers: { ...headers, connection: 'keep-alive' } }, (response) => {
        response.resume().on('end', resolve);
      }).end();
    });
    const before = Date.now();
    await broker.close();
    expect(Date.now() - before).to.be.lessThan(1000);
  });
});
