import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReferenceBroker } from '@osb-kit/broker';
import type { Exchange, Report } from '@osb-kit/conformance';

const credentials = { username: 'bench', password: 'a-password-for-the-benchmark' };
/** Milliseconds that an operation of the asynchronous plan takes. */
const asyncDelayMs = 1500;
const osb = join(import.meta.dirname, '..', '..', 'packages', 'cli', 'bundle', 'osb.js');

/**
 * How long `osb test` takes on the reference broker, from the start of its process to its end: on the synchronous plans
 * in seconds, on the asynchronous ones as a ratio to the longest chain of operations, which no tester can beat.
 */
export async function run(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'osb-bench-'));
  const broker = await startReferenceBroker({ dataDir, users: [credentials], asyncDelayMs });
  try {
    const synchronous: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < 2; round++) {
      synchronous.push((await measure(broker.url, dataDir, syncPlans)).seconds);
      const { seconds, report } = await measure(broker.url, dataDir, asyncPlans);
      ratios.push(seconds / longestChain(report));
      console.log(
        `round ${String(round + 1)}: synchronous ${(synchronous.at(-1) ?? 0).toFixed(2)} s; asynchronous ${seconds.toFixed(2)} s, longest chain ${longestChain(report).toFixed(2)} s`,
      );
    }
    const best = Math.min(...synchronous);
    const ratio = Math.min(...ratios);
    console.log(
      `Whole suite, synchronous plans, from process start: ${best.toFixed(2)} s (target under 5 s)`,
    );
    console.log(
      `Whole suite, asynchronous plans: ${ratio.toFixed(2)}x the longest chain of operations (target at most 1.3x)`,
    );
  } finally {
    await broker.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The plan of the reference broker whose operations go on after the answer; those of the others are done with it. */
const asyncPlans = ['--plan', 'durable'];
const syncPlans = ['small', 'plain', 'standard'].flatMap((plan) => ['--plan', plan]);

async function measure(
  url: string,
  folder: string,
  narrow: readonly string[],
): Promise<{ readonly seconds: number; readonly report: Report }> {
  const file = join(folder, 'report.json');
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [osb, 'test', url, ...narrow, '--fast-poll', '--output', `json=${file}`],
    {
      env: {
        ...process.env,
        OSB_USERNAME: credentials.username,
        OSB_PASSWORD: credentials.password,
        XDG_STATE_HOME: folder,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0)
    throw new Error(`osb test ended with exit code ${String(code)}. Run "npm run build" first.`);
  const seconds = (performance.now() - start) / 1000;
  // The file was written by the reporter whose type this is.
  const report = JSON.parse(await readFile(file, 'utf8')) as Report;
  return { seconds, report };
}

/** Seconds that the operations on one instance took together, for the instance where they took longest. */
function longestChain(report: Report): number {
  const byInstance = new Map<string, Exchange[]>();
  for (const exchange of report.exchanges) {
    const [, id] = /\/v2\/service_instances\/([^/?]+)/.exec(exchange.request.url) ?? [];
    if (id !== undefined) byInstance.set(id, [...(byInstance.get(id) ?? []), exchange]);
  }
  return Math.max(0, ...[...byInstance.values()].map(timeInOperations)) / 1000;
}

/** Milliseconds in which an operation was known to be in progress: from a 202 to the last poll before the next request. */
function timeInOperations(exchanges: readonly Exchange[]): number {
  let total = 0;
  let began: number | undefined;
  let last = 0;
  const close = () => {
    if (began !== undefined) total += last - began;
    began = undefined;
  };
  for (const { request, outcome, at, durationMs } of exchanges) {
    const isPoll = request.url.includes('/last_operation');
    if (!isPoll && request.method !== 'GET') {
      close();
      if (outcome.kind === 'answered' && outcome.status === 202) began = at;
    }
    if (isPoll || began === at) last = at + durationMs;
  }
  close();
  return total;
}
