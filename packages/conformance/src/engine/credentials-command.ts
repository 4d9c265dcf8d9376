import { spawn } from 'node:child_process';

/** Milliseconds that a command may take. */
const patience = 60_000;

/** What came of a command that tries credentials. */
export interface Tried {
  readonly works: boolean;
  /** How it ended, in words that hold no secret. */
  readonly how: string;
}

/**
 * Runs a shell command of the operator with the credentials as JSON on standard input; exit code 0 means that they work.
 * What it prints is thrown away, for it may hold the credentials.
 */
export function tryCredentials(command: string, credentials: unknown, signal: AbortSignal): Promise<Tried> {
  return new Promise((resolve) => {
    const child = spawn(command, {
      shell: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    child.once('error', (error) => {
      resolve({ works: false, how: `it did not come to its end (${error.name})` });
    });
    child.once('exit', (code, ended) => {
      resolve({ works: code === 0, how: ended === null ? `exit code ${String(code)}` : `ended by ${ended}` });
    });
    // A command need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(credentials));
  });
}
