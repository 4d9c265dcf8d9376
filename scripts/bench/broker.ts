import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Child, startChild } from './beside/child.ts';
import { type Figures, type Load, loaded } from './beside/load.ts';
import { framework, openRival, type Rival } from './beside/rival.ts';

const usage = `npm run bench -- broker [--rounds 5] [--seconds 3] [--instances 100000]
    [--only start,catalog,poll,provision,growth] [--rival sbf | http://user:password@host:port] [--osb packages/cli/bundle/osb.js]

Measures "osb broker" as it was built last, or another build of it. --rival is a public broker to provision beside: one that
runs already, or one on ${framework}, SAP's framework for brokers on Express, which is then installed for the
time of the measurement, under SAP's licence.`;

const user = { name: 'bench', password: randomUUID() };
const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
const headers = { authorization, 'x-broker-api-version': '2.17' };
const jsonHeaders = { ...headers, 'content-type': 'application/json' };
const order = JSON.stringify({
  service_id: '0a9e5b3e-6a1b-4d36-8d6f-3f1c5f2f9e11',
  plan_id: 'b1c7d0a5-3a44-4f0e-9a55-5ad4bb0a2e21',
  organization_guid: '2a6a1d3c-8f5b-4a7e-b1c2-d3e4f5a6b7c8',
  space_guid: '9b8a7c6d-5e4f-4a3b-a2c1-d0e9f8a7b6c5',
  context: { platform: 'cloudfoundry', organization_name: 'shop', space_name: 'production' },
});
const instancePath = (id: string) => `/v2/service_instances/${id}`;
const provision: Load = {
  method: 'PUT',
  path: () => instancePath(randomUUID()),
  headers: jsonHeaders,
  body: order,
  status: 201,
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function shown({ perSecond, p50, p99, cpuMicros }: Figures): string {
  return `${perSecond.toFixed(0).padStart(6)} a second, p50 ${p50} ms, p99 ${p99} ms, ${cpuMicros.toFixed(0)} µs of processor time each`;
}

function verdict(good: boolean): string {
  return good ? 'as aimed' : 'MISSES THE AIM';
}

interface Contest {
  readonly what: string;
  /** Without one the ratio is for information. */
  readonly aim?: number | undefined;
  readonly rounds: number;
  readonly seconds: number;
  readonly ours: readonly [Child, Load];
  readonly theirs: readonly [name: string, Child, Load];
}

/** Loads two servers in turns, so that a busy machine slows both, and compares the rounds pair by pair. */
async function compare({ what, aim, rounds, seconds, ours, theirs }: Contest): Promise<Figures> {
  const [name, rival, rivalLoad] = theirs;
  const pairs: (readonly [Figures, Figures])[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = [
      await loaded(...ours, { duration: seconds }),
      await loaded(rival, rivalLoad, { duration: seconds }),
    ] as const;
    if (round > 0) pairs.push(pair); // the first one warms both up
  }
  const middle = (side: 0 | 1): Figures => {
    const of = (field: keyof Figures) => median(pairs.map((pair) => pair[side][field]));
    return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpuMicros: of('cpuMicros') };
  };
  const own = middle(0);
  const ratio = median(pairs.map(([own, other]) => own.perSecond / other.perSecond));
  const cpu = median(pairs.map(([own, other]) => other.cpuMicros / own.cpuMicros));
  console.log(
    `${what}\n  osb broker      ${shown(own)}\n  ${name.padEnd(15)} ${shown(middle(1))}\n` +
      `  ratio ${ratio.toFixed(2)} (by processor time ${cpu.toFixed(2)}), ${aim === undefined ? 'for information' : `aim ${aim}: ${verdict(ratio >= aim)}`}`,
  );
  return own;
}

/** `last_operation` of an asynchronous operation that has ended. */
async function pollPath(url: string): Promise<string> {
  const id = randomUUID();
  const body = order.replace(/"plan_id":"[^"]+"/, '"plan_id":"4d5f3c1a-8a2f-4c1b-9f67-0c6a0d7c3b52"');
  const accepted = await fetch(`${url}${instancePath(id)}?accepts_incomplete=true`, {
    method: 'PUT',
    headers: jsonHeaders,
    body,
  });
  const { operation } = (await accepted.json()) as { operation: string };
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return `${instancePath(id)}/last_operation?operation=${operation}`;
}

/** Where the servers of a run come from. */
interface Ring {
  readonly extent: { readonly rounds: number; readonly seconds: number };
  readonly folder: string;
  /** A broker with a store of its own. */
  readonly broker: () => Promise<Child>;
  /** A server of `beside/`. */
  readonly beside: (name: string, ...args: string[]) => Promise<Child>;
  /** Somebody else's broker that runs already, by its URL with user and password, or `sbf`. */
  readonly rival: string | undefined;
  readonly instances: number;
}

async function start({ broker }: Ring): Promise<void> {
  const starts: { ms: number; bareMs: number; resident: number }[] = [];
  for (let round = 0; round < 5; round += 1) {
    const bare = await startChild(['-e', 'console.log("http://nothing;"); setInterval(() => 0, 1000)']);
    await bare.stop();
    const child = await broker();
    await (await fetch(`${child.url}/v2/catalog`, { headers })).arrayBuffer();
    starts.push({ ms: child.startedMs, bareMs: bare.startedMs, resident: child.residentMiB() });
    await child.stop();
  }
  const ms = median(starts.map((one) => one.ms));
  const resident = median(starts.map((one) => one.resident));
  console.log(
    `Start, until it listens: ${ms.toFixed(0)} ms, of which Node alone takes ` +
      `${median(starts.map((one) => one.bareMs)).toFixed(0)} ms; aim 500: ${verdict(ms <= 500)}\n` +
      `Memory after the first request: ${resident.toFixed(0)} MiB; aim 70: ${verdict(resident <= 70)}`,
  );
}

async function reads({ broker, beside, extent, folder }: Ring, names: readonly string[]): Promise<void> {
  const ours = await broker();
  const catalog = await fetch(`${ours.url}/v2/catalog`, { headers });
  const file = join(folder, 'catalog.json');
  writeFileSync(file, Buffer.from(await catalog.arrayBuffer()));
  const bare = await beside('bare-server', file, join(folder, 'bare.sqlite'));
  if (names.includes('catalog')) {
    await compare({
      what: 'GET /v2/catalog, against node:http with the same bytes',
      aim: 0.7,
      ...extent,
      ours: [ours, { path: '/v2/catalog', headers, status: 200 }],
      theirs: ['node:http', bare, { path: '/bytes', headers, status: 200 }],
    });
  }
  if (names.includes('poll')) {
    await compare({
      what: 'GET last_operation, against node:http that reads one row',
      aim: 0.7,
      ...extent,
      ours: [ours, { path: await pollPath(ours.url), headers, status: 200 }],
      theirs: ['node:http', bare, { path: '/one', headers, status: 200 }],
    });
  }
}

async function provisions(ring: Ring): Promise<void> {
  const { broker, beside, extent, rival, folder } = ring;
  const ours = await broker();
  const least = await beside('express-broker', user.name, user.password);
  const durable = await beside('durable-server', join(folder, 'durable.sqlite'));
  const rivals: (Rival & { keeps: string; aim?: number })[] = [
    { name: 'node and SQLite', keeps: 'on disk too', child: durable, load: provision },
    { name: 'Express and Map', keeps: 'in memory', child: least, load: provision },
  ];
  if (rival === undefined) console.log('No public broker to provision beside was named: see --help.');
  else rivals.push({ ...(await openRival(rival, provision, ring)), keeps: 'in memory', aim: 4 });
  for (const { name, keeps, child, load, aim } of rivals) {
    const figures = await compare({
      what: `PUT service instance, on disk before the answer, against ${name}, ${keeps}`,
      aim,
      ...extent,
      ours: [ours, provision],
      theirs: [name, child, load],
    });
    console.log(`  p99 at 64 connections ${figures.p99} ms, aim below 100: ${verdict(figures.p99 < 100)}`);
  }
}

/** Provisions on and on, and measures the rate at some sizes. */
async function growth({ broker, beside, instances, extent }: Ring): Promise<void> {
  const child = await broker();
  const least = await beside('express-broker', user.name, user.password);
  const sizes = [0, 10_000, 50_000, 100_000].filter((size) => size <= instances);
  // A number of requests would be timed by the whole second: the load generator looks that often.
  const sample = { duration: extent.seconds };
  await loaded(child, provision, sample);
  let count = 0;
  console.log('Rate of provisions as the store grows');
  for (const size of sizes) {
    if (size > count) await loaded(child, provision, { amount: size - count });
    const { perSecond } = await loaded(least, provision, sample);
    const figures = await loaded(child, provision, sample);
    count = Math.max(size, count) + Math.round(figures.perSecond * extent.seconds);
    console.log(
      `  at ${String(size).padStart(6)}: ${shown(figures)}; ratio to Express and Map ${(figures.perSecond / perSecond).toFixed(2)}; ` +
        `${child.residentMiB().toFixed(0)} MiB`,
    );
  }
}

/** Compares the reference broker with servers that do less, side by side, and prints ratios. */
export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '3' },
      instances: { type: 'string', default: '100000' },
      only: { type: 'string', default: 'start,catalog,poll,provision,growth' },
      rival: { type: 'string' },
      osb: { type: 'string', default: join(import.meta.dirname, '../../packages/cli/bundle/osb.js') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'osb-bench-'));
  const children: Child[] = [];
  const started = async (args: readonly string[], env: Record<string, string> = {}) => {
    const child = await startChild(args, env);
    children.push(child);
    return child;
  };
  const account = { OSB_USERNAME: user.name, OSB_PASSWORD: user.password };
  const ring: Ring = {
    extent: { rounds: Number(values.rounds), seconds: Number(values.seconds) },
    folder,
    broker: () =>
      started(
        [values.osb, 'broker', '--port', '0', '--data-dir', mkdtempSync(join(folder, 'data-'))],
        account,
      ),
    beside: (name, ...args) => {
      const file = join(import.meta.dirname, 'beside', `${name}.ts`);
      return started(['--conditions=osb-kit-source', '--import', 'tsx', file, ...args]);
    },
    rival: values.rival,
    instances: Number(values.instances),
  };
  const names = values.only.split(',');
  try {
    if (names.includes('start')) await start(ring);
    if (names.includes('catalog') || names.includes('poll')) await reads(ring, names);
    if (names.includes('provision')) await provisions(ring);
    if (names.includes('growth')) await growth(ring);
  } finally {
    for (const child of children) await child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
