import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A server in a process of its own. */
export interface Child {
  readonly url: string;
  /** Milliseconds from its start until it listened. */
  readonly startedMs: number;
  /** Milliseconds of processor time that it has used. */
  readonly cpuMs: () => number;
  /** Resident memory in MiB. */
  readonly residentMiB: () => number;
  readonly stop: () => Promise<void>;
}

const startTimeout = 30_000;
/** Linux counts processor time in these, 100 a second, on every machine that Node runs on. */
const tickMs = 10;

/** Starts a Node process that prints `http://…;` once it listens. */
export async function startChild(args: readonly string[], env: Record<string, string> = {}): Promise<Child> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(
      () => reject(new Error(`${args.join(' ')} did not listen in time.`)),
      startTimeout,
    );
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code ?? 'a signal'}.`)));
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /(http:\/\/[^\s;]+);/.exec(printed)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
  const startedMs = performance.now() - started;
  const procFile = (name: string) => readFileSync(`/proc/${child.pid ?? 0}/${name}`, 'utf8');
  return {
    url,
    startedMs,
    cpuMs: () => {
      // The name of the program may hold spaces; what follows its bracket does not.
      const fields = procFile('stat').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * tickMs;
    },
    residentMiB: () => Number(/VmRSS:\s+(\d+) kB/.exec(procFile('status'))?.[1] ?? NaN) / 1024,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
