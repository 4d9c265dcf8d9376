import { randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { createBroker, type Broker } from '../broker.ts';
import { createClient, expectAnswer, pause, testUser, type Client } from '../client.test-support.ts';
import { defineService } from '../index.ts';
import type { Logger } from '../logger.ts';
import { openStore } from './open-store.ts';
import { type PostgresServer, startPostgres } from './postgres.test-support.ts';
import { key } from './records.test-support.ts';

/** A way to a database that can go silent: it keeps its connections and forwards nothing. */
interface Way {
  readonly url: string;
  silent: boolean;
  connections(): number;
  /** Ends all connections, and takes none until it is opened again. */
  close(): Promise<void>;
  open(): Promise<void>;
}

async function wayTo(database: string): Promise<Way> {
  const { pathname, searchParams } = new URL(database);
  const socketPath = `${searchParams.get('host') ?? ''}/.s.PGSQL.5432`;
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const way = {
    url: '',
    silent: false,
    connections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server?.close(resolve));
    },
    async open() {
      server = createServer((client) => {
        const upstream = connect(socketPath);
        for (const [from, to] of [
          [client, upstream],
          [upstream, client],
        ] as const) {
          sockets.add(from);
          from.on('error', () => undefined);
          from.on('close', () => {
            sockets.delete(from);
            to.destroy();
          });
          from.on('data', (data) => {
            if (!way.silent) to.write(data);
          });
        }
      });
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
      // A TCP server that listens has an AddressInfo.
      ({ port } = server.address() as AddressInfo);
      way.url = `postgres://test@127.0.0.1:${String(port)}${pathname}`;
    },
  };
  await way.open();
  return way;
}

describe('a broker whose PostgreSQL is sick', function () {
  this.timeout(60_000);
  let server: PostgresServer | undefined;
  let way: Way;
  let broker: Broker;
  let client: Client;
  let warnings: string[] = [];
  const note = (_fields: object, text: string) => void warnings.push(text);
  const log: Logger = { info: () => undefined, warn: note, error: note };

  before(async function () {
    server = await startPostgres();
    if (server === undefined) this.skip();
  });
  after(() => server?.stop());
  beforeEach(async () => {
    way = await wayTo(server?.database() ?? '');
    warnings = [];
    const { store } = await openStore({ url: way.url, encryptionKeys: [key()], log, connections: 4 });
    const service = defineService({
      id: 'service',
      name: 'service',
      description: 'A service of the test.',
      bindable: false,
      plans: [{ id: 'plan', name: 'plan', description: 'A plan of the test.' }],
      provision: ({ defer }) => defer('later'),
      deprovision: () => undefined,
      steps: { later: ({ done }) => done() },
    });
    broker = await createBroker({ services: [service], store, authentication: [testUser], log });
    client = createClient(await broker.listen());
  });
  afterEach(async () => {
    way.silent = false;
    await broker.close(2000);
    await way.close();
  });

  const path = (id: string) => `/v2/service_instances/${id}`;
  const provision = (id: string) =>
    client.send('PUT', `${path(id)}?accepts_incomplete=true`, {
      body: { service_id: 'service', plan_id: 'plan', organization_guid: 'o', space_guid: 's' },
    });

  it('answers 503 while it is silent, and serves again within five seconds when it speaks', async () => {
    const first = randomUUID();
    const begun = await provision(first);
    expectAnswer(begun, 202);
    expectAnswer(await client.settle(path(first), begun.body['operation']), 200);
    way.silent = true;
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => provision(randomUUID())));
    for (const answer of answers) {
      expectAnswer(answer, 503, 'ServiceUnavailable');
      expect(answer.headers.get('retry-after')).to.equal('5');
    }
    expect(performance.now() - started).to.be.below(15_000);
    expectAnswer(await client.send('GET', '/ready'), 503);
    expectAnswer(await client.send('GET', '/live'), 200);
    way.silent = false;
    const spoke = performance.now();
    let again = await provision(randomUUID());
    while (again.status === 503 && performance.now() - spoke < 5000) again = await provision(randomUUID());
    expectAnswer(again, 202);
    const id = randomUUID();
    const after = await provision(id);
    expect((await client.settle(path(id), after.body['operation'])).body['state']).to.equal('succeeded');
    expectAnswer(await client.send('GET', '/ready'), 200);
  });

  it('ends within its grace while it is silent', async () => {
    way.silent = true;
    void provision(randomUUID()).catch(() => undefined);
    await pause(200);
    const started = performance.now();
    await broker.close(2000);
    expect(performance.now() - started).to.be.below(6000);
  });

  it('answers 503 while it is gone, tells that once a second, and goes on when it is back', async () => {
    await way.close();
    const started = performance.now();
    let asked = 0;
    for (; performance.now() - started < 1500; asked += 1) {
      expectAnswer(await provision(randomUUID()), 503, 'ServiceUnavailable');
    }
    expect(asked).to.be.above(20);
    expect(warnings.filter((text) => text === 'requests cannot be served').length).to.be.within(1, 3);
    expectAnswer(await client.send('GET', '/ready'), 503);
    await way.open();
    expectAnswer(await provision(randomUUID()), 202);
  });

  it('never has more connections than it may, and waits where there are fewer', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => provision(randomUUID())));
    for (const answer of answers) expectAnswer(answer, 202);
    // Each is a connection to the way and one from it.
    expect(way.connections()).to.be.at.most(8);
  });
});
