import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import { type Client, createClient, expectAnswer } from '../client.test-support.ts';
import { order, workshop } from '../workshop.test-support.ts';

/** How Express 4 leaves a body that it has not read. */
const fourth: RequestHandler = (request, _response, next) => {
  request.body = {};
  next();
};

const all = { type: '*/*', limit: '5mb' } as const;
const parsers: readonly [string, readonly RequestHandler[]][] = [
  ['nothing', []],
  ['express.json()', [express.json({ limit: '5mb' })]],
  ['express.urlencoded()', [express.urlencoded()]],
  ['express.raw()', [express.raw(all)]],
  ['express.text()', [express.text(all)]],
  ['express.json() of Express 4', [fourth, express.json({ limit: '5mb' })]],
];

describe('a body parser in front of the broker', () => {
  const { made } = workshop();
  let server: Server | undefined;

  async function mounted(handlers: readonly RequestHandler[]): Promise<Client> {
    const { handle } = await made({});
    const app = express();
    for (const handler of handlers) app.use(handler);
    app.use(handle);
    server = createServer(app);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return createClient(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  }
  afterEach(() => {
    server?.close();
    server?.closeAllConnections();
  });

  const instance = '/v2/service_instances/';
  const form = 'service_id=s&plan_id=p&organization_guid=o&space_guid=s';
  const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  const deep = (levels: number) => JSON.stringify(order).replace(/}$/, `,"parameters":${nested(levels)}}`);
  const refused: readonly [name: string, body: string, type: string, said: string][] = [
    ['20,000 levels', deep(20_000), 'application/json', 'nested deeper than 64 levels'],
    ['65 levels', deep(64), 'application/json', 'nested deeper than 64 levels'],
    ['a form', form, 'application/x-www-form-urlencoded', 'Send it as application/json'],
    ['JSON as text', JSON.stringify(order), 'text/plain', 'Send it as application/json'],
    ['nothing', '', 'application/json', 'The body must be a JSON object'],
    ['an array', '[]', 'application/json', 'The body must be a JSON object'],
  ];
  for (const [name, handlers] of parsers) {
    it(`leaves answers as they are: ${name}`, async () => {
      const { send } = await mounted(handlers);
      const put = (id: string, body: string, type: string) =>
        send('PUT', instance + id, { body, headers: { 'content-type': type } });
      for (const [what, body, type, said] of refused) {
        const answer = await put('x', body, type);
        expectAnswer(answer, 400, 'MalformedRequest');
        expect(answer.body['description'], what).to.contain(said);
      }
      expectAnswer(await put('a', JSON.stringify(order), 'application/json'), 201);
      expectAnswer(await put('b', deep(63), 'application/json; charset=utf-8'), 201);
      expectAnswer(await send('GET', `${instance}a`), 200);
      expectAnswer(await send('DELETE', `${instance}a?service_id=s&plan_id=p`), 200);
    });
  }

  it('is named in the log when it leaves nothing of what it read', async () => {
    const { send } = await mounted([
      (request, _response, next) => {
        request.resume().on('end', () => {
          next();
        });
      },
    ]);
    expectAnswer(await send('PUT', `${instance}a`, { body: order }), 500, 'InternalError');
  });
});
