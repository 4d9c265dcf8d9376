import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express from 'express';
import { createBroker } from './broker.ts';
import { defineService } from './catalog/define-service.ts';
import { atPrefixes } from './http/prefixes.ts';
import { createClient, expectAnswer, pause, testUser } from './client.test-support.ts';
import { ids, lazy, order, path, query, workshop } from './workshop.test-support.ts';

describe('createBroker', () => {
  const { client, made, open } = workshop();

  for (const transactional of [false, true]) {
    it(`refuses who cannot wait for a binding, and nothing has happened (${transactional ? '' : 'not '}transactional)`, async () => {
      const { send, settle } = await client({
        transactional,
        bind: ({ defer }) => defer('end'),
        unbind: ({ defer }) => defer('end'),
        steps: { end: ({ done }) => done({ credentials: {} }) },
      });
      const binding = `${path}/service_bindings/b`;
      expectAnswer(await send('PUT', path, { body: order }), 201);
      expectAnswer(await send('PUT', binding, { body: ids }), 422, 'AsyncRequired');
      expectAnswer(await send('DELETE', binding + query.replace(lazy, '?')), 410);
      const creation = await send('PUT', binding + lazy, { body: ids });
      expectAnswer(creation, 202);
      await settle(binding, creation.body['operation']);
      expectAnswer(await send('DELETE', binding + query.replace(lazy, '?')), 422, 'AsyncRequired');
      expectAnswer(await send('GET', binding), 200);
      expectAnswer(await send('DELETE', binding + query), 202);
    });
  }

  it('tells handlers what they need to know', async () => {
    const seen: Record<string, unknown>[] = [];
    const { send } = await client({
      provision: ({
        instance,
        plan,
        context,
        parameters,
        originatingIdentity,
        requestIdentity,
        acceptsIncomplete,
      }) => {
        seen.push({
          id: instance.id,
          plan: plan.id,
          context,
          parameters,
          originatingIdentity,
          requestIdentity,
          acceptsIncomplete,
        });
        return { state: { n: 1 } };
      },
      update: ({ previous, plan, parameters, mergedParameters, instance }) => {
        seen.push({
          from: previous.plan.id,
          to: plan.id,
          parameters,
          mergedParameters,
          state: instance.state,
        });
        return undefined;
      },
    });
    const value = Buffer.from('{"user_id":"u"}').toString('base64');
    await send('PUT', path + lazy, {
      body: { ...order, context: { platform: 'x' }, parameters: { a: 1, b: 2 } },
      headers: { 'x-broker-api-originating-identity': `cf ${value}`, 'x-broker-api-request-identity': 'r' },
    });
    await send('PATCH', path, { body: { ...ids, plan_id: 'q', parameters: { b: 3 } } });
    expect(seen).to.deep.equal([
      {
        id: 'i',
        plan: 'p',
        context: { platform: 'x' },
        parameters: { a: 1, b: 2 },
        originatingIdentity: { platform: 'cf', value: { user_id: 'u' } },
        requestIdentity: 'r',
        acceptsIncomplete: true,
      },
      { from: 'p', to: 'q', parameters: { b: 3 }, mergedParameters: { a: 1, b: 3 }, state: { n: 1 } },
    ]);
  });

  it('answers while a synchronous handler works: 202 to who can wait, 422 to who cannot', async () => {
    let release: (() => void) | undefined;
    const { send, settle } = await client({
      provision: () =>
        new Promise((resolve) => {
          release = () => {
            resolve(undefined);
          };
        }),
    });
    const first = send('PUT', path, { body: order });
    while (release === undefined) await pause(5);
    expectAnswer(await send('DELETE', path + query), 422, 'ConcurrencyError');
    const second = await send('PUT', path + lazy, { body: order });
    expectAnswer(second, 202);
    expectAnswer(await send('PUT', path, { body: order }), 422);
    expectAnswer(await send('PUT', path + lazy, { body: { ...order, plan_id: 'q' } }), 409);
    release();
    expectAnswer(await first, 201);
    expect((await settle(path, second.body['operation'])).body).to.deep.equal({ state: 'succeeded' });
  });

  it('mounts in an Express application, before or after its body parser', async () => {
    const { handle } = await made({});
    const app = express();
    app.use('/early', handle);
    app.use(express.json());
    app.use('/late', handle);
    app.get('/early/other', (_request, response) => {
      response.send('mine');
    });
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { send } = createClient(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    expectAnswer(await send('GET', '/early/v2/catalog'), 200);
    expectAnswer(await send('PUT', `/early${path}`, { body: order }), 201);
    expectAnswer(await send('PUT', `/late${path}`, { body: order }), 200);
    expect((await send('GET', '/early/other')).text).to.equal('mine');
    server.close();
    server.closeAllConnections();
  });

  it('serves several brokers in one process, and one to each platform at a path of its own', async () => {
    const one = await made({});
    const other = await made({}, { store: (await open('other')).store });
    const server = createServer(
      atPrefixes({ '/cloudfoundry': one, '/kubernetes': one, '/kubernetes/other': other }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { send } = createClient(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    for (const prefix of ['/cloudfoundry', '/kubernetes', '/kubernetes/other']) {
      expectAnswer(await send('GET', `${prefix}/v2/catalog`), 200);
      expect((await send('GET', `${prefix}/ready`)).status).to.equal(200);
      const page = await send('GET', `${prefix}/dashboard/`);
      expect([page.status, page.headers.get('content-type')]).to.deep.equal([
        200,
        'text/html; charset=utf-8',
      ]);
    }
    expectAnswer(await send('PUT', `/cloudfoundry${path}`, { body: order }), 201);
    expectAnswer(await send('PUT', `/kubernetes${path}`, { body: order }), 200);
    expectAnswer(await send('PUT', `/kubernetes/other${path}`, { body: order }), 201);
    for (const nowhere of ['/v2/catalog', '/cloudfoundryx/v2/catalog', '/kubernetes/elsewhere', '/']) {
      expect((await send('GET', nowhere)).status).to.equal(404);
    }
    server.close();
    server.closeAllConnections();
    expect(() => atPrefixes({ '/cloudfoundry/': one })).to.throw(RangeError, 'without a slash at its end');
  });

  it('refuses a catalog whose ids clash', async () => {
    const plans = [{ id: 'p', name: 'p', description: 'p' }] as const;
    const service = (id: string) =>
      defineService({
        id,
        name: id,
        description: id,
        plans,
        provision: () => undefined,
        deprovision: () => undefined,
      });
    const { store } = await open();
    for (const services of [
      [service('a'), service('a')],
      [service('a'), service('b')],
    ]) {
      const failure = await createBroker({ services, store, authentication: [testUser] }).catch(String);
      expect(failure).to.match(/RangeError: Two (offerings|plans) have the id/);
    }
    await store.close();
  });
});
