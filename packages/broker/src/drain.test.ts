import { request } from 'node:http';
import { expect } from 'chai';
import { basic, createClient, expectAnswer, pause, testUser } from './client.test-support.ts';
import { type Handlers, lazy, order, path, workshop } from './workshop.test-support.ts';

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
