import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { cleanupFromJournal } from './cleanup-from-journal.ts';
import { ConformanceError, type ConformanceErrorKind } from './engine/errors.ts';
import type { RunOptions } from './engine/options.ts';
import { runConformance } from './run.ts';
import { modelCredentials, startModelBroker } from './testing/model-broker.ts';

/** Serves with a listener while the action runs. */
async function serving<T>(listener: RequestListener, action: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await action(`http://127.0.0.1:${String(port)}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The error of a run that must not begin. */
async function refusal(options: RunOptions): Promise<ConformanceError> {
  try {
    await runConformance({ fastPoll: true, requestTimeout: 500, ...options });
  } catch (error) {
    if (error instanceof ConformanceError) return error;
    throw error;
  }
  throw new Error('The run began.');
}

function expectOneLine(error: ConformanceError, kind: ConformanceErrorKind): void {
  expect(error.kind).to.equal(kind);
  expect(error.message).not.to.include('\n');
  expect(error.message).to.match(/\. [A-Z].*\.$|\.$/);
}

const answers: readonly (readonly [string, RequestListener, ConformanceErrorKind])[] = [
  [
    'answers 401 to everything',
    (_request, response) => response.writeHead(401).end(),
    'authentication-failed',
  ],
  ['answers 404 to everything', (_request, response) => response.writeHead(404).end('no'), 'not-a-broker'],
  ['answers with HTML', (_request, response) => response.end('<!DOCTYPE html><html></html>'), 'not-a-broker'],
  [
    'redirects',
    (_request, response) => response.writeHead(302, { Location: 'https://x.example/' }).end(),
    'not-a-broker',
  ],
  ['answers 500', (_request, response) => response.writeHead(500).end(), 'catalog-unusable'],
  ['never answers', () => undefined, 'unreachable'],
  ['never ends its answer', (_request, response) => response.write('{"services": ['), 'unreachable'],
  ['hangs up', (request) => request.socket.destroy(), 'unreachable'],
  ['does not speak HTTP', (request) => request.socket.end('hello\r\n\r\n'), 'unreachable'],
];

describe('what is no broker', () => {
  for (const [name, listener, kind] of answers) {
    it(`is told in one line: a server that ${name}`, async () => {
      await serving(listener, async (url) => expectOneLine(await refusal({ url }), kind));
    });
  }

  it('is told in one line: nothing at the address', async () => {
    const url = await serving(
      () => undefined,
      (address) => Promise.resolve(address),
    );
    expectOneLine(await refusal({ url }), 'unreachable');
  });

  it('is told in one line: an answer that does not stop growing', async () => {
    const endless: RequestListener = (_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    };
    await serving(endless, async (url) => {
      expectOneLine(await refusal({ url, maxResponseBytes: 1_000_000, requestTimeout: 5000 }), 'unreachable');
    });
  });

  for (const url of ['ftp://example.com', 'nowhere', '']) {
    it(`is told in one line: the address "${url}"`, async () =>
      expectOneLine(await refusal({ url }), 'bad-url'));
  }
});

describe('filters that match nothing', () => {
  const url = 'http://127.0.0.1:1';
  it('name no check', async () =>
    expectOneLine(await refusal({ url, only: ['nonsense/*'] }), 'no-checks-selected'));
  it('leave no check', async () => expectOneLine(await refusal({ url, skip: ['*'] }), 'no-checks-selected'));
  it('name a row that no check proves', async () => {
    expectOneLine(await refusal({ url, only: ['AUTH-CERT-AGREED'] }), 'no-checks-selected');
  });
  it('name no plan', async () => {
    const broker = await startModelBroker();
    const error = await refusal({ url: broker.url, auth: modelCredentials, plans: ['huge'] });
    await broker.close();
    expectOneLine(error, 'no-plans-selected');
    expect(error.message).to.include('"small"');
  });
});

describe('a catalog of 5 MB', () => {
  it('is read', async () => {
    const broker = await startModelBroker({
      catalog: ({ services }) => {
        for (const service of services) service['metadata'] = { longDescription: 'x'.repeat(2_500_000) };
      },
    });
    const report = await runConformance({
      url: broker.url,
      auth: modelCredentials,
      only: ['catalog/status'],
      fastPoll: true,
    });
    await broker.close();
    expect(report.results.map(({ outcome }) => outcome)).to.deep.equal(['passed']);
  });
});

describe('a broker that dies in the middle', () => {
  it('ends the run in bounded time, without a verdict and with what may be left', async () => {
    const broker = await startModelBroker({ mode: 'async' });
    let seen = 0;
    const report = await runConformance({
      url: broker.url,
      auth: modelCredentials,
      plans: ['small'],
      only: ['provisioning/*'],
      fastPoll: true,
      requestTimeout: 500,
      onEvent: (event) => {
        if (event.kind === 'exchange' && ++seen === 20) void broker.close();
      },
    });
    expect(report.conclusion).not.to.equal('conformant');
    expect(report.counts.errored).to.be.above(0);
    expect(report.leftovers.length).to.be.above(0);
  });
});

describe('a run that is stopped', () => {
  it('cleans up and says that it was stopped', async () => {
    const broker = await startModelBroker({ mode: 'async' });
    const stop = new AbortController();
    let created = 0;
    const report = await runConformance({
      url: broker.url,
      auth: modelCredentials,
      fastPoll: true,
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind === 'exchange' && event.exchange.request.method === 'PUT' && ++created === 5)
          stop.abort();
      },
    });
    expect(report.aborted).to.equal(true);
    expect(report.conclusion).not.to.equal('conformant');
    expect(report.leftovers).to.deep.equal([]);
    expect(broker.instances()).to.deep.equal([]);
    await broker.close();
  });
});

describe('a run that was killed', () => {
  it('is cleaned up from its journal', async () => {
    const journal = join(mkdtempSync(join(tmpdir(), 'osb-journal-')), 'journal.ndjson');
    const broker = await startModelBroker();
    const instance = {
      instanceId: 'left-over',
      serviceId: broker.catalog.services[0]?.id ?? '',
      planId: broker.catalog.services[0]?.plans[0]?.id ?? '',
    };
    const { createJournal } = await import('./engine/journal.ts');
    createJournal(journal).open(instance);
    const result = await cleanupFromJournal({
      url: broker.url,
      auth: modelCredentials,
      fastPoll: true,
      journal,
    });
    await broker.close();
    expect(result).to.deep.equal({ removed: 1, leftovers: [] });
    expect(readFileSync(journal, 'utf8').trim().split('\n')).to.have.length(2);
  });

  it('has a journal that says when it is no journal', async () => {
    const error = await cleanupFromJournal({
      url: 'http://127.0.0.1:1',
      journal: '/nonexistent/journal',
    }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(ConformanceError).with.property('kind', 'bad-journal');
  });
});
