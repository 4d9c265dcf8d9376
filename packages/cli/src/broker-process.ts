import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { authHeaders, createTransport } from '@osb-kit/conformance';
import { unreachableError, usageError } from './cli-error.ts';
import type { Connection } from './connection.ts';
import type { Io } from './io.ts';

/** Lines of the broker's output that an error repeats. */
const shownLines = 5;

/** Milliseconds that the broker has after SIGTERM before it gets SIGKILL. */
const grace = 5000;

/** Reads a duration such as 500ms, 30s or 2m, in milliseconds. */
export function readDuration(option: string, text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text) ?? [];
  const factor = { ms: 1, s: 1000, m: 60_000 }[unit ?? 's'];
  const value = Number(amount) * (factor ?? 1);
  if (value > 0) return value;
  throw usageError(`${option} "${text}" is no duration. Write it as in 500ms, 30s or 2m.`);
}

/**
 * Starts the broker under test with a shell command, in a process group of its own, and runs `use` once its catalog is
 * answered. Whatever happens, the group is stopped: with SIGTERM, and with SIGKILL when that does not suffice. Where
 * something else answers already, nothing is started: it would be tested in the place of the broker.
 */
export async function withBrokerProcess<T>(
  command: string,
  patience: number,
  connection: Connection,
  io: Io,
  use: () => Promise<T>,
): Promise<T> {
  if (await withProbe(connection, (answers) => answers(io.signal))) {
    throw unreachableError(
      `Something answers at ${connection.url}/v2/catalog already, before the broker of --exec is started. Stop it, or let --exec listen elsewhere.`,
    );
  }
  const child = spawn(command, {
    shell: true,
    cwd: io.cwd,
    env: { ...process.env, ...io.env },
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = lastLines(child);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`cannot be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `ended with exit code ${String(code)}` : `was ended by ${signal}`);
    });
  });
  // A process that is ended from outside takes the broker with it.
  const kill = () => void signalGroup(child, 'SIGKILL');
  process.once('exit', kill);
  try {
    await untilCatalogAnswers(connection, patience, ended, lines, io.signal);
    return await use();
  } finally {
    await stop(child);
    process.off('exit', kill);
  }
}

async function untilCatalogAnswers(
  connection: Connection,
  patience: number,
  ended: Promise<string>,
  lines: () => string,
  signal: AbortSignal,
): Promise<void> {
  let end: string | undefined;
  void ended.then((how) => (end = how));
  const deadline = performance.now() + patience;
  const isThere = await withProbe(connection, async (answers) => {
    while (performance.now() < deadline) {
      const answered = await answers(signal);
      if (end !== undefined)
        throw unreachableError(`The broker of --exec ${end} before its catalog answered.${lines()}`);
      if (signal.aborted)
        throw unreachableError('The run was stopped before the broker of --exec was there.');
      if (answered) return true;
      await Promise.race([sleep(50), ended]);
    }
    return false;
  });
  if (isThere) return;
  throw unreachableError(
    `The broker of --exec did not answer at ${connection.url}/v2/catalog within ${String(patience / 1000)} s. Allow more with --wait.${lines()}`,
  );
}

/**
 * Asks whether something answers for the catalog. What is wrong with the answer is for the run to say; only 5xx is what
 * a gateway answers while there is nothing behind it.
 */
type Probe = (signal: AbortSignal) => Promise<boolean>;

async function withProbe<T>(
  { url, tls, proxy, headers, auth }: Connection,
  use: (answers: Probe) => Promise<T>,
): Promise<T> {
  const transport = createTransport({
    requestTimeout: 2000,
    maxResponseBytes: 16 * 1024 * 1024,
    tls,
    ...(proxy === undefined ? {} : { proxy }),
  });
  const request = {
    method: 'GET',
    url: `${url}/v2/catalog`,
    headers: [...Object.entries(headers), ...authHeaders(auth), ['X-Broker-API-Version', '2.17'] as const],
    credentials: 'configured' as const,
  };
  try {
    return await use((signal) =>
      transport.send(request, signal).then(
        ({ status }) => status < 500,
        () => false,
      ),
    );
  } finally {
    transport.close();
  }
}

/** Keeps what the process printed last, for an error message. */
function lastLines(child: ChildProcess): () => string {
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (kept = (kept + text).slice(-4000)));
  }
  return () => {
    const shown = kept
      .trim()
      .split('\n')
      .slice(-shownLines)
      .map((line) => line.trim());
    return shown.join('') === '' ? ' It printed nothing.' : ` Its last output: ${shown.join(' | ')}`;
  };
}

async function stop(child: ChildProcess): Promise<void> {
  const isOver = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  if (!isOver()) {
    const exit = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    await Promise.race([exit, sleep(grace, undefined, { ref: false })]);
  }
  // The shell may be gone while what it started is not.
  for (let waited = 0; waited < grace && signalGroup(child, 0); waited += 50) {
    if (waited === 0) signalGroup(child, 'SIGTERM');
    await sleep(50);
  }
  signalGroup(child, 'SIGKILL');
}

/** Signals the process group; false when there is none any more. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    return true;
  } catch {
    return false;
  }
}
