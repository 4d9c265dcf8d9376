import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect } from 'chai';
import { basic, expectAnswer, pause, testUser } from '../client.test-support.ts';
import { lazy, onStage, planIds, queueId } from '../reference/reference.test-support.ts';

describe('hostile input', () => {
  const stage = onStage();
  const path = (id: string) => `/v2/service_instances/${id}`;
  const headers = [
    'Host: broker',
    `Authorization: ${basic(testUser.username, testUser.password)}`,
    'X-Broker-API-Version: 2.17',
  ];

  /** Sends bytes as they are, and answers what came back before the connection closed or went quiet. */
  const raw = (bytes: string, quietMs = 300): Promise<string> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(stage().broker.url);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let received = '';
      socket.setTimeout(quietMs, () => socket.destroy());
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        resolve(received);
      });
    });
  const status = (answer: string) => Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? 0);

  const usable = [
    '__proto__',
    'constructor',
    'a%2Fb',
    '..%2f..%2fetc',
    '%F0%9F%9A%80',
    "'%20or%201=1--",
    '%22%3E%3Cscript%3E',
    '...',
  ];
  for (const id of usable) {
    it(`takes ${id} for an id like any other`, async () => {
      const body = JSON.stringify(stage().order('small'));
      const put = await raw(
        [
          `PUT ${path(id)}${lazy} HTTP/1.1`,
          ...headers,
          'Content-Type: application/json',
          `Content-Length: ${String(body.length)}`,
          'Connection: close',
          '',
          body,
        ].join('\r\n'),
      );
      expect(status(put), put).to.equal(201);
      const get = await raw(
        [`GET ${path(id)} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'),
      );
      expect(status(get), get).to.equal(200);
      expectAnswer(await stage().send('GET', path(randomUUID())), 404);
    });
  }

  for (const [name, id] of [
    ['10,000 characters', 'x'.repeat(10_000)],
    ['a broken escape', '%zz'],
    ['bytes that are not UTF-8', '%ff%fe'],
    ['a NUL', 'a%00b'],
    ['a line break', 'a%0d%0ab'],
    ['nothing', ''],
  ] as const) {
    it(`refuses an id of ${name} with a 4xx`, async () => {
      for (const method of ['PUT', 'GET', 'DELETE']) {
        const body = method === 'PUT' ? stage().order('small') : undefined;
        const ids = method === 'DELETE' ? `?service_id=${queueId}&plan_id=${planIds.small}` : '';
        const answer = await stage().send(method, path(id) + ids, { body });
        expect(answer.status).to.be.within(400, 431);
      }
    });
  }

  for (const id of ['.', '..', '%2e', '%2E%2e']) {
    it(`refuses ${id}, which clients resolve, when one sends it as it is`, async () => {
      const lines = [`GET ${path(id)} HTTP/1.1`, ...headers, 'Connection: close', '', ''];
      const answer = await raw(lines.join('\r\n'));
      expect(status(answer)).to.equal(400);
      expect(answer).to.contain('which clients take for a part of the path');
    });
  }

  const nested = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
  for (const [name, body, expected] of [
    ['deep nesting', `{"service_id":${nested(100_000)}}`, 400],
    ['deep arrays', '['.repeat(200_000), 400],
    ['10 MB', JSON.stringify({ x: 'x'.repeat(10_000_000) }), 413],
    ['a byte order mark alone', '\ufeff', 400],
    ['a number', '1e999', 400],
  ] as const) {
    it(`answers ${String(expected)} to a body of ${name}`, async () => {
      const answer = await stage()
        .put(randomUUID(), body)
        .catch(() => undefined);
      // The connection of a body that is too large may be closed while it is still being sent.
      if (answer !== undefined) expectAnswer(answer, expected);
      else expect(expected).to.equal(413);
      expectAnswer(await stage().send('GET', '/v2/catalog'), 200);
    });
  }

  it('refuses duplicate keys at any depth, and treats __proto__ as data', async () => {
    const id = randomUUID();
    const order = JSON.stringify({
      ...stage().order('small'),
      context: undefined,
      parameters: undefined,
    }).slice(1, -1);
    for (const more of [
      '"service_id":"other"',
      '"parameters":{"max_messages":1,"max_messages":2}',
      '"context":{"a":[{"__proto__":1,"__proto__":2}]}',
      '"context":{"a:\\":":1,"\\u0061:\\":":2}',
    ]) {
      const answer = await stage().put(id, `{${order},${more}}`);
      expectAnswer(answer, 400, 'MalformedRequest');
      expect(answer.text).to.contain('the same field twice');
    }
    const context = '"context":{"__proto__":{"polluted":true},"time":"10:30","a:b":{"c":":"}}';
    expectAnswer(await stage().put(id, `{${order},${context}}`), 201);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('keeps text that databases do not like', async () => {
    const id = randomUUID();
    const context = { platform: 'x', name: '\u0000\ud800🚀' };
    const odd = { organization_guid: '\u0000' };
    expectAnswer(await stage().put(id, stage().order('small', { ...odd, context })), 201);
    expectAnswer(await stage().put(id, stage().order('small', odd)), 200);
  });

  it('refuses a predecessor that cannot be an id', async () => {
    const instance = await stage().instance('small');
    for (const predecessor of ['\u0000', 'x'.repeat(10_000), '\ud800']) {
      const answer = await stage().send('PUT', `${path(instance)}/service_bindings/${randomUUID()}`, {
        body: { predecessor_binding_id: predecessor },
      });
      expectAnswer(answer, 400);
    }
  });

  for (const [name, bytes] of [
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a header flood', `GET /v2/catalog HTTP/1.1\r\n${'X-A: b\r\n'.repeat(5000)}\r\n`],
    ['a huge header', `GET /v2/catalog HTTP/1.1\r\nX-A: ${'b'.repeat(100_000)}\r\n\r\n`],
    ['two lengths', `PUT ${path('x')} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`],
    [
      'length and chunks',
      `PUT ${path('x')} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ],
    [
      'a header with control characters',
      'GET /v2/catalog HTTP/1.1\r\nX-Broker-API-Request-Identity: a\u0000b\r\n\r\n',
    ],
  ] as const) {
    it(`answers ${name} with a 4xx or a closed connection`, async () => {
      expect(status(await raw(bytes))).to.be.oneOf([0, 400, 401, 431]);
      expectAnswer(await stage().send('GET', '/v2/catalog'), 200);
    });
  }

  it('serves others while clients send slowly or not at all, and does not leak', async () => {
    const slow = Array.from({ length: 100 }, (_, index) =>
      raw(
        [`PUT ${path(`slow${String(index)}`)} HTTP/1.1`, ...headers, 'Content-Length: 1000', '', '{"a'].join(
          '\r\n',
        ),
        1500,
      ),
    );
    await pause(100);
    const before = performance.now();
    for (let index = 0; index < 20; index += 1) {
      expectAnswer(await stage().put(randomUUID(), stage().order('small')), 201);
    }
    expect(performance.now() - before).to.be.lessThan(5000);
    await Promise.all(slow);
    const memory = process.memoryUsage.rss();
    for (let index = 0; index < 30; index += 1) {
      await stage()
        .put(randomUUID(), 'x'.repeat(3_000_000))
        .catch(() => undefined);
    }
    expect(process.memoryUsage.rss() - memory).to.be.lessThan(150e6);
  });
});
