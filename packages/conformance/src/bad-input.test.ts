import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { ConformanceError, type ConformanceErrorKind } from './engine/errors.ts';
import { exitCodeOf } from './engine/conclusion.ts';
import type { RunOptions } from './engine/options.ts';
import { runConformance } from './run.ts';
import { modelCredentials, startModelBroker } from './testing/model-broker.ts';

describe('bad input', function () {
  this.timeout(60_000);
  const open: { close(): void }[] = [];
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });

  const listen = async (server: Server): Promise<string> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has an AddressInfo.
    return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  };
  const serving = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    open.push({
      close() {
        server.close();
        server.closeAllConnections();
      },
    });
    return `http://${await listen(server)}`;
  };
  const json = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

  const isTold = async (kind: ConformanceErrorKind, line: RegExp, options: RunOptions, limit = 5000) => {
    const start = performance.now();
    const error: unknown = await runConformance(options).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(ConformanceError);
    const told = error as ConformanceError; // as just proven
    expect(told.kind, told.message).to.equal(kind);
    expect(told.message).to.match(line);
    expect(told.message).to.not.match(/\n/);
    expect(told.message.length).to.be.lessThan(500);
    expect(performance.now() - start).to.be.lessThan(limit);
  };

  it('nothing listens', () => isTold('unreachable', /refused.*broker runs/, { url: 'http://127.0.0.1:1' }));

  it('not HTTP at all', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    open.push(server);
    await isTold('unreachable', /not HTTP|broke/, { url: `http://${await listen(server)}` });
  });

  it('not a broker: 404 and HTML', async () => {
    const url = await serving((_request, response) =>
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<!doctype html><h1>Not found</h1>'),
    );
    await isTold('not-a-broker', /404 Not Found is no catalog/, { url });
  });

  it('an HTML page with status 200', async () => {
    const url = await serving((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body>Log in</body></html>'),
    );
    await isTold('not-a-broker', /is no catalog/, { url });
  });

  it('a redirect is not followed, and its target is named', async () => {
    const url = await serving((_request, response) =>
      response.writeHead(302, { Location: 'https://login.example.com/' }).end(),
    );
    await isTold('not-a-broker', /redirect to https:\/\/login\.example\.com\//, { url });
  });

  it('401 everywhere', async () => {
    const url = await serving((_request, response) => json(response, 401, { description: 'No.' }));
    await isTold('authentication-failed', /Check the credentials/, { url });
  });

  it('500 everywhere', async () => {
    const url = await serving((_request, response) => json(response, 500, {}));
    await isTold('catalog-unusable', /500/, { url });
  });

  it('a catalog that is larger than the limit', async () => {
    const url = await serving((_request, response) =>
      json(response, 200, { services: ['x'.repeat(3_000_000)] }),
    );
    await isTold('unreachable', /larger than the limit/, { url, maxResponseBytes: 1_000_000 });
  });

  it('a response of 1 GB is not read', async () => {
    const chunk = Buffer.alloc(1_000_000, 0x20);
    let sent = 0;
    const url = await serving((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const pour = () => {
        while (sent < 1000 && !response.destroyed) {
          sent += 1;
          if (!response.write(chunk)) return void response.once('drain', pour);
        }
        if (!response.destroyed) response.end();
      };
      pour();
    });
    const before = process.memoryUsage().rss;
    await isTold('unreachable', /larger than the limit/, { url });
    expect(process.memoryUsage().rss - before).to.be.lessThan(200_000_000);
    expect(sent).to.be.lessThan(200);
  });

  it('a response that never ends', async () => {
    const url = await serving((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    await isTold('unreachable', /in time/, { url, requestTimeout: 500 });
  });

  it('no response at all', async () => {
    const url = await serving(() => undefined);
    await isTold('unreachable', /in time/, { url, requestTimeout: 500 });
  });

  const oddities: [what: string, body: unknown][] = [
    ['null', null],
    ['a number', 7],
    ['an array', [1, 2]],
    ['services that are no list', { services: { a: 1 } }],
    ['offerings that are no objects', { services: [null, 'x', { id: 3 }, { id: 'a', plans: 'none' }] }],
    [
      'names of prototypes',
      {
        services: [
          {
            id: '__proto__',
            name: 'constructor',
            bindable: true,
            plans: [{ id: 'toString', name: 'valueOf' }],
          },
        ],
      },
    ],
  ];
  for (const [what, body] of oddities) {
    it(`a catalog that is ${what} ends in a verdict`, async () => {
      const url = await serving((request, response) =>
        request.method === 'GET' && request.url === '/v2/catalog'
          ? json(response, 200, body)
          : json(response, 404, {}),
      );
      const report = await runConformance({ url, fastPoll: true, requestTimeout: 2000 });
      expect(report.conclusion).to.equal('not-conformant');
      expect(
        report.results.some(({ check, outcome }) => check.startsWith('catalog/') && outcome === 'failed'),
      ).to.equal(true);
      expect(exitCodeOf(report)).to.equal(1);
    });
  }

  it('a catalog of 5 MB is read and judged in bounded time', async () => {
    const broker = await startModelBroker({
      catalog: (catalog) => {
        catalog.services[0]!['metadata'] = { longDescription: 'y'.repeat(5_000_000) };
      },
    });
    open.push({ close: () => void broker.close() });
    const start = performance.now();
    const report = await runConformance({
      url: broker.url,
      auth: modelCredentials,
      fastPoll: true,
      plans: ['small'],
      only: ['catalog/*', 'provisioning/conflict*'],
    });
    expect(report.counts.passed).to.be.greaterThan(20);
    expect(report.leftovers).to.deep.equal([]);
    expect(JSON.stringify(report).length).to.be.lessThan(10_000_000);
    expect(performance.now() - start).to.be.lessThan(30_000);
  });

  it('answers that never end, after a good catalog: the run ends, errored and undecided', async () => {
    const broker = await startModelBroker();
    open.push({ close: () => void broker.close() });
    let catalog: string | undefined;
    const url = await serving((request, response) => {
      if (request.url === '/v2/catalog') {
        catalog ??= JSON.stringify(broker.catalog);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(catalog);
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/json' }).write(' ');
    });
    const start = performance.now();
    const report = await runConformance({
      url,
      fastPoll: true,
      requestTimeout: 200,
      plans: ['small'],
      only: ['provisioning/*', 'binding/*'],
    });
    expect(report.counts.errored).to.be.greaterThan(10);
    expect(report.counts.passed).to.equal(0);
    expect(exitCodeOf(report)).to.equal(4);
    expect(report.leftovers.length).to.be.greaterThan(0);
    expect(performance.now() - start).to.be.lessThan(50_000);
  });
});
