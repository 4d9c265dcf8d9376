import type { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { main } from './main.ts';

/** What a command line did. */
export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** The surroundings of a command line in a test. */
export interface Surroundings {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** An {@link Io} that keeps nothing and gives nothing. */
export const quietIo: Io = {
  stdout: () => undefined,
  stderr: () => undefined,
  stdin: () => Promise.resolve(new Uint8Array()),
  env: {},
  cwd: process.cwd(),
  colour: { stdout: false, stderr: false },
  interactive: false,
  signal: new AbortController().signal,
};

/** Runs `osb` in this process, with its output kept. */
export async function osb(argv: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const { stdin = '', env = {}, cwd = process.cwd(), signal = new AbortController().signal } = surroundings;
  const io: Io = {
    ...quietIo,
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    stdin: () => Promise.resolve(typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin),
    env,
    cwd,
    signal,
  };
  const code = await main(argv, io);
  return { code, stdout, stderr };
}
