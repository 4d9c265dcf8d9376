import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { pause } from '../client.test-support.ts';
import { type PostgresServer, startPostgres } from '../store/postgres.test-support.ts';
import { openStore } from '../store/open-store.ts';
import { halfMade } from './notes.test-support.ts';
import { createPlatform } from './platform.test-support.ts';
import { bundleChild, createReplica } from './replica.test-support.ts';

const rounds = 10;
const platforms = 8;

interface Span {
  readonly pid: number;
  readonly from: number;
  readonly to: number;
}

describe('kill -9 at random moments, under load', () => {
  let folder = '';
  let script = '';
  before(async () => {
    script = await bundleChild();
  });
  after(() => {
    rmSync(script, { force: true });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'osb-crash-'));
    writeFileSync(join(folder, 'trace'), '');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('loses nothing that was acknowledged, on SQLite', async function () {
    this.timeout(60_000);
    await survive(1, { FOLDER: folder });
  });

  it('leaves nothing half made of a transactional service, on SQLite', async function () {
    this.timeout(60_000);
    await survive(1, { FOLDER: folder, TRANSACTIONAL: 'yes' });
  });

  describe('with two replicas on PostgreSQL', () => {
    let server: PostgresServer | undefined;
    before(async function () {
      this.timeout(60_000);
      server = await startPostgres();
      if (server === undefined) this.skip();
    });
    after(() => server?.stop());

    it('loses nothing that was acknowledged, and runs nothing twice at the same time', async function () {
      this.timeout(60_000);
      await survive(2, { URL: server?.database() ?? '' });
    });

    it('leaves nothing half made of a transactional service', async function () {
      this.timeout(60_000);
      await survive(2, { URL: server?.database() ?? '', TRANSACTIONAL: 'yes' });
    });
  });

  async function survive(count: number, environment: Readonly<Record<string, string>>): Promise<void> {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const trace = join(folder, 'trace');
    const settings = { ...environment, TRACE: trace, KEY: randomBytes(32).toString('hex') };
    const replicas = Array.from({ length: count }, () => createReplica(script, settings));
    const deaths = new Map<number, number>();
    try {
      for (const replica of replicas) await replica.start();
      const urls = () => replicas.map(({ url }) => url);
      const all = Array.from({ length: platforms }, (_, index) => createPlatform(urls, seed + index));
      const running = all.map((platform) => platform.run());
      for (let round = 0; round < rounds; round += 1) {
        await pause(100 + Math.random() * 400);
        const victim = replicas[round % count];
        const death = await victim?.kill();
        if (death !== undefined) deaths.set(death.pid, death.at);
        await victim?.start();
      }
      for (const platform of all) platform.stop();
      await Promise.all(running);
      const complaints = (await Promise.all(all.map((platform) => platform.audit()))).flat();
      const total = sum(all.map(({ acknowledged }) => acknowledged));
      process.stdout.write(
        `      (seed ${String(seed)}, ${String(rounds)} kills, ${JSON.stringify(total)})\n`,
      );
      expect(complaints).to.deep.equal([]);
      expect(total['instances']).to.be.greaterThan(20);
      expect(total['resent']).to.be.greaterThan(0);
      expect(overlaps(readFileSync(trace, 'utf8'), deaths)).to.deep.equal([]);
      if (environment['TRANSACTIONAL'] === undefined) return;
      for (const replica of replicas) await replica.kill();
      const url = environment['URL'];
      const { store, database } = await openStore({
        encryptionKeys: [settings.KEY],
        ...(url === undefined ? { dataDir: folder } : { url }),
      });
      expect(await halfMade(database)).to.deep.equal([]);
      expect((await store.counts()).instances).to.be.greaterThan(0);
      await store.close();
    } finally {
      await Promise.allSettled(replicas.map((replica) => replica.kill()));
    }
  }
});

function sum(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const count of counts) {
    for (const [name, value] of Object.entries(count)) total[name] = (total[name] ?? 0) + value;
  }
  return total;
}

/** Runs of the same resource's handlers that went on at the same time; a killed run ended with its process. */
function overlaps(trace: string, deaths: ReadonlyMap<number, number>): string[] {
  const spans = new Map<string, Span[]>();
  for (const line of trace.trim().split('\n')) {
    const { event, key, pid, at } = JSON.parse(line) as {
      event: string;
      key: string;
      pid: number;
      at: number;
    };
    const ofKey = spans.get(key) ?? [];
    spans.set(key, ofKey);
    if (event === 'begin') ofKey.push({ pid, from: at, to: deaths.get(pid) ?? Infinity });
    else {
      const index = ofKey.findLastIndex((span) => span.pid === pid);
      const span = ofKey[index];
      if (span !== undefined) ofKey[index] = { ...span, to: at };
    }
  }
  return [...spans].flatMap(([key, ofKey]) => {
    const sorted = ofKey.toSorted((a, b) => a.from - b.from);
    return sorted.flatMap((span, index) => {
      const next = sorted[index + 1];
      return next !== undefined && next.from < span.to ? [`${key}: ${JSON.stringify([span, next])}`] : [];
    });
  });
}
