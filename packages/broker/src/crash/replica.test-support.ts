import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A broker process that can be killed and started again; `url` is where it listened last. */
export interface Replica {
  readonly url: string;
  /** Kills it with SIGKILL; answers its process id and when it was certainly dead. */
  kill(): Promise<{ pid: number; at: number }>;
  start(): Promise<void>;
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Bundles the broker of a crash test, so that it starts in a fraction of a second. */
export async function bundleChild(
  entry = fileURLToPath(new URL('child.test-support.ts', import.meta.url)),
): Promise<string> {
  const folder = `${root}node_modules/.cache/osb-kit`;
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}/crash-child-${randomUUID()}.mjs`;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['osb-kit-source'],
    external: ['pg', '@photostructure/sqlite'],
    logLevel: 'error',
  });
  return outfile;
}

/** A replica that is not started yet. */
export function createReplica(script: string, environment: Readonly<Record<string, string>>): Replica {
  let child: ChildProcess | undefined;
  const replica = {
    url: '',
    kill: async () => {
      const dying = child;
      if (dying?.pid === undefined) throw new Error('The replica is not running.');
      const ended = new Promise((resolve) => dying.once('exit', resolve));
      dying.kill('SIGKILL');
      await ended;
      child = undefined;
      return { pid: dying.pid, at: Date.now() };
    },
    start: () =>
      new Promise<void>((resolve, reject) => {
        const started = spawn(process.execPath, [script], {
          env: { ...process.env, NODE_OPTIONS: '', ...environment },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        child = started;
        started.once('exit', (code) => {
          reject(new Error(`The broker ended with ${String(code)} before it listened.`));
        });
        started.stdout.on('data', (chunk: Buffer) => {
          replica.url = chunk.toString().trim();
          resolve();
        });
      }),
  };
  return replica;
}
