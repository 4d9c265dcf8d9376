import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import type { Command, InteropBroker } from './brokers.ts';
import type { StartOfVisitor } from './visitors.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

const buildTimeout = 10 * 60_000;
const startTimeout = 90_000;

/** The versions of library and tools, or the tool that is missing. */
export type Toolchain =
  | { readonly kind: 'present'; readonly libraryVersion: string; readonly tools: readonly string[] }
  | { readonly kind: 'absent'; readonly program: string };

/** Asks every tool of the broker for its version. */
export async function inspectToolchain(broker: InteropBroker): Promise<Toolchain> {
  const tools: string[] = [];
  for (const [program, ...args] of broker.toolchain) {
    try {
      const { stdout } = await run(program, args);
      const line = stdout.split('\n').find((text) => text.trim() !== '') ?? program;
      // Maven colours its version.
      tools.push(stripVTControlCharacters(line).trim());
    } catch {
      return { kind: 'absent', program };
    }
  }
  const manifest = await readFile(join(root, 'interop', broker.name, broker.pinned.file), 'utf8');
  return { kind: 'present', libraryVersion: broker.pinned.pattern.exec(manifest)?.[1] ?? 'unknown', tools };
}

/** Builds the broker in a temporary copy, starts it on a free port of the loopback, lends its address, and stops it. */
export async function withBroker<T>(broker: InteropBroker, work: (url: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), `osb-interop-${broker.name}-`));
  try {
    await cp(join(root, 'interop', broker.name), dir, { recursive: true });
    for (const command of broker.build) await build(command, dir);
    const port = await freePort();
    const password = crypto.randomUUID();
    return await whileRunning(
      resolve(broker.start, dir),
      dir,
      { username: 'interop', password },
      port,
      '',
      work,
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Starts a broker as somebody built it in a folder, lends its address, and stops it. */
export async function withVisitor<T>(
  { folder, path = '', credentials }: StartOfVisitor,
  built: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const own = credentials ?? { username: 'interop', password: crypto.randomUUID() };
  const command: Command = [join(root, 'interop', folder, 'start.sh'), resolvePath(built)];
  return whileRunning(command, root, own, await freePort(), path, work);
}

async function whileRunning<T>(
  [program, ...args]: Command,
  cwd: string,
  { username, password }: { readonly username: string; readonly password: string },
  port: number,
  path: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PORT: String(port), BROKER_USER: username, BROKER_PASSWORD: password },
  });
  const ended = lastWords(child);
  const url = `http://${username}:${password}@127.0.0.1:${String(port)}${path}`;
  try {
    await waitForCatalog(url, child, ended);
    return await work(url);
  } finally {
    await stop(child);
  }
}

function resolve([program, ...args]: Command, dir: string): Command {
  return [program.replace('{dir}', dir), ...args.map((arg) => arg.replace('{dir}', dir))];
}

async function build(command: Command, dir: string): Promise<void> {
  const [program, ...args] = resolve(command, dir);
  // Builds are long and nobody waits for them at a prompt: leave the machine to others.
  await run('nice', ['-n', '10', program, ...args], {
    cwd: dir,
    timeout: buildTimeout,
    maxBuffer: 64 * 1024 * 1024,
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port.');
  return address.port;
}

/** Keeps the end of what the process says, to tell why it died. */
function lastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2000);
  });
  return () => words;
}

async function waitForCatalog(address: string, child: ChildProcess, words: () => string): Promise<void> {
  const deadline = Date.now() + startTimeout;
  const { username, password, origin, pathname } = new URL(address);
  const headers = {
    'X-Broker-API-Version': '2.17',
    Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  };
  const url = `${origin}${pathname.replace(/\/$/, '')}/v2/catalog`;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`The broker ended while it started. Its last words:\n${words()}`);
    try {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(2000) });
      if ((await response.text()).includes('"plans"')) return;
    } catch {
      // It has not come so far.
    }
    await new Promise((resume) => setTimeout(resume, 200));
  }
  throw new Error(
    `The broker served no catalog within ${String(startTimeout / 1000)} s. Its last words:\n${words()}`,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(timer);
}
