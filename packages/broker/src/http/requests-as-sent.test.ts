import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { basic, expectAnswer, testUser } from '../client.test-support.ts';
import { lazy, onStage, planIds, queueId } from '../reference/reference.test-support.ts';

describe('requests as clients and proxies send them', () => {
  const stage = onStage();
  const path = (id: string) => `/v2/service_instances/${id}`;
  const hints = `service_id=${queueId}&plan_id=${planIds.small}`;
  const authorization = `Authorization: ${basic(testUser.username, testUser.password)}`;
  const headers = ['Host: broker', authorization, 'X-Broker-API-Version: 2.17'];

  /** Sends requests on one connection without waiting, and answers what came back until it was closed. */
  const raw = (...requests: readonly (readonly (string | Buffer)[])[]): Promise<Buffer> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(stage().broker.url);
      const bytes = requests.map(([body = '', ...lines]) =>
        Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]),
      );
      const socket = connect(Number(port), hostname, () => socket.write(Buffer.concat(bytes)));
      const received: Buffer[] = [];
      socket.on('data', (chunk) => received.push(chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Buffer.concat(received)));
    });
  const statuses = (answer: Buffer) =>
    [...answer.toString('latin1').matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  const get = (target: string, ...more: readonly string[]) => [
    '',
    `GET ${target} HTTP/1.1`,
    ...headers,
    ...more,
    'Connection: close',
  ];

  it('handles what one connection asks in the order in which it asks', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = randomUUID();
      const body = JSON.stringify(stage().order('small'));
      const answer = await raw(
        [
          body,
          `PUT ${path(id)}${lazy} HTTP/1.1`,
          ...headers,
          'Content-Type: application/json',
          `Content-Length: ${String(Buffer.byteLength(body))}`,
        ],
        ['', `DELETE ${path(id)}?${hints} HTTP/1.1`, ...headers],
        get(path(id)),
      );
      expect(statuses(answer)).to.deep.equal([201, 200, 404]);
    }
  });

  it('goes on after a request of the connection that was refused', async () => {
    const answer = await raw(
      ['x', `PUT ${path('a')} HTTP/1.1`, ...headers, 'Content-Length: 1'],
      ['', `DELETE ${path('a')}?${hints} HTTP/1.1`, ...headers],
      get('/v2/catalog'),
    );
    expect(statuses(answer)).to.deep.equal([400, 410, 200]);
  });

  for (const target of ['//v2/catalog', '///v2/catalog', 'http://broker.example//v2/catalog']) {
    it(`takes ${target} for the catalog`, async () => {
      expect(statuses(await raw(get(target)))).to.deep.equal([200]);
    });
  }

  it('knows the other paths in those forms too', async () => {
    for (const target of ['//live', 'http://broker.example/live']) {
      expect(statuses(await raw(get(target))), target).to.deep.equal([200]);
    }
    expect(statuses(await raw(get('/v2//catalog')))).to.deep.equal([404]);
    expect(statuses(await raw(get('http://broker.example')))).to.deep.equal([404]);
  });

  it('answers HEAD as GET, without the body', async () => {
    const answer = await stage().send('HEAD', '/v2/catalog');
    expectAnswer(answer, 200);
    expect(answer.text).to.equal('');
    expect(Number(answer.headers.get('content-length'))).to.be.greaterThan(100);
    expectAnswer(await stage().send('HEAD', path(randomUUID())), 404);
  });

  it('refuses two hosts', async () => {
    const answer = await raw(get('/v2/catalog', 'HOST: other'));
    expect(statuses(answer)).to.deep.equal([400]);
    expect(answer.toString()).to.contain('two hosts');
  });

  it('gives the identity of a request back as it came, whatever its bytes', async () => {
    const identity = Buffer.from('é-ü-日本').toString('latin1');
    const answer = await raw(get('/v2/catalog', `X-Broker-API-Request-Identity: ${identity}`));
    expect(answer.toString('latin1')).to.contain(`X-Broker-API-Request-Identity: ${identity}\r\n`);
    const missing = await raw(get(path('none'), `X-Broker-API-Request-Identity: ${identity}`));
    expect(missing.toString('latin1')).to.contain(`X-Broker-API-Request-Identity: ${identity}\r\n`);
  });

  const put = (body: Buffer, encoding: string) => [
    body,
    `PUT ${path(randomUUID())}${lazy} HTTP/1.1`,
    ...headers,
    'Content-Type: application/json',
    `Content-Encoding: ${encoding}`,
    `Content-Length: ${String(body.length)}`,
    'Connection: close',
  ];

  it('reads bodies in gzip, deflate and br, and refuses other encodings by name', async () => {
    const order = JSON.stringify(stage().order('small'));
    expect(statuses(await raw(put(gzipSync(order), 'gzip')))).to.deep.equal([201]);
    expect(statuses(await raw(put(deflateSync(order), 'Deflate')))).to.deep.equal([201]);
    expect(statuses(await raw(put(brotliCompressSync(order), 'br')))).to.deep.equal([201]);
    expect(statuses(await raw(put(Buffer.from(order), 'identity')))).to.deep.equal([201]);
    const refused = await raw(put(Buffer.from(order), 'zstd'));
    expect(statuses(refused)).to.deep.equal([415]);
    expect(refused.toString()).to.contain('\\"zstd\\"');
  });

  it('refuses a body that is not compressed as it says, and one that is too large once it is read', async () => {
    expect(statuses(await raw(put(Buffer.from('{}'), 'gzip')))).to.deep.equal([400]);
    const bomb = gzipSync(JSON.stringify({ x: 'x'.repeat(50_000_000) }));
    expect(statuses(await raw(put(bomb, 'gzip')))).to.deep.equal([413]);
  });

  it('answers for each verb that nothing is there under an id that nothing can have', async () => {
    const order = stage().order('small');
    for (const id of ['x'.repeat(256), 'a%00b']) {
      expectAnswer(await stage().send('DELETE', `${path(id)}?${hints}`), 410);
      expectAnswer(await stage().send('DELETE', `${path('i')}/service_bindings/${id}?${hints}`), 410);
      expectAnswer(await stage().send('GET', path(id)), 404);
      expectAnswer(await stage().send('GET', `${path(id)}/last_operation`), 404);
      expectAnswer(await stage().send('PUT', path(id), { body: order }), 400);
      expectAnswer(await stage().send('PATCH', path(id), { body: order }), 400);
    }
    expectAnswer(await stage().send('PUT', path('x'.repeat(255)), { body: order }), 201);
  });

  for (const [name, login, length] of [
    ['without credentials', 'X-None: 1', 'Content-Length: 1000000000'],
    ['in chunks, without credentials', 'X-None: 1', 'Transfer-Encoding: chunked'],
    ['that is too large', authorization, 'Content-Length: 1000000000'],
  ] as const) {
    it(`reads no more of a body ${name} once it is refused, and ends the connection`, async () => {
      const { hostname, port } = new URL(stage().broker.url);
      const lines = [`PUT ${path('b')} HTTP/1.1`, 'Host: x', 'X-Broker-API-Version: 2.17', login, length];
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      let sent = 0;
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(`${lines.join('\r\n')}\r\n\r\n`, write),
        );
        let received = '';
        function write() {
          sent += chunk.length;
          if (sent < 500_000_000) socket.write(chunk, (error) => error ?? setImmediate(write));
          else socket.end();
        }
        socket.on('data', (data) => (received += data.toString()));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(received));
      });
      expect(sent).to.be.below(50_000_000);
      expect(answer).to.match(/^HTTP\/1\.1 (401|413)/);
    });
  }
});
