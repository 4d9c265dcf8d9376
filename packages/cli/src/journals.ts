import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unreachableError } from './cli-error.ts';
import type { Io } from './io.ts';

/** A journal that a run left behind. */
export interface LeftJournal {
  readonly file: string;
  /** The broker that was tested; `undefined` when the journal does not say. */
  readonly target: string | undefined;
  readonly startedAt: string | undefined;
  /** What may still be on the broker. */
  readonly resources: number;
  /** The run that writes it may still go on. */
  readonly isRunning: boolean;
}

/** The folder of the journals: `osb-kit` in the state folder of the user. */
export function stateFolder({ env }: Io): string {
  // A variable that is empty is one that is not set.
  const [state, home] = [['XDG_STATE_HOME'], ['HOME', 'USERPROFILE']].map((names) =>
    names.map((name) => env[name]).find((value) => value !== undefined && value !== ''),
  );
  return join(state ?? (home === undefined ? tmpdir() : join(home, '.local', 'state')), 'osb-kit');
}

/** Begins the journal of a run, at the path given or at one of its own. `end` removes it unless something is left. */
export async function startJournal(
  path: string | undefined,
  target: string,
  io: Io,
): Promise<{ readonly file: string; readonly end: () => Promise<void> }> {
  const { beginJournal, readJournal } = await import('@osb-kit/conformance');
  const startedAt = new Date().toISOString();
  const name = `${startedAt.replaceAll(/[:.]/g, '-')}-${String(process.pid)}.journal`;
  const file = path === undefined ? join(stateFolder(io), name) : resolve(io.cwd, path);
  try {
    if (path === undefined) mkdirSync(stateFolder(io), { recursive: true, mode: 0o700 });
    beginJournal(file, { target, startedAt, pid: process.pid, host: hostname() });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw unreachableError(
      `The journal "${file}" cannot be written (${reason}). Name another with --journal.`,
      { cause: error },
    );
  }
  const end = () => {
    const left = readJournal(file).remaining().length;
    if (left === 0) rmSync(file, { force: true });
    else {
      io.stderr(
        `osb: What is left on the broker is listed in ${file}. "osb cleanup ${file}" tries again to remove it.\n`,
      );
    }
    return Promise.resolve();
  };
  return { file, end };
}

/** The journals in the state folder that name something that may still exist; empty ones of ended runs are removed. */
export async function leftJournals(io: Io): Promise<readonly LeftJournal[]> {
  const { readJournal } = await import('@osb-kit/conformance');
  const folder = stateFolder(io);
  return namesIn(folder).flatMap((name): readonly LeftJournal[] => {
    const file = join(folder, name);
    try {
      const { begun, remaining } = readJournal(file);
      const isRunning = begun !== undefined && (begun.host !== hostname() || isAlive(begun.pid));
      const resources = remaining().length;
      if (resources === 0 && !isRunning) {
        rmSync(file, { force: true });
        return [];
      }
      return [{ file, target: begun?.target, startedAt: begun?.startedAt, resources, isRunning }];
    } catch {
      // Another run may just have removed it, and what is no journal is none of ours.
      return [];
    }
  });
}

/** Tells on standard error of journals that killed runs have left. */
export async function tellOfJournals(io: Io): Promise<void> {
  for (const { file, target, startedAt, resources, isRunning } of await leftJournals(io)) {
    if (isRunning) continue;
    io.stderr(
      `osb: The run of ${startedAt ?? 'an unknown time'} on ${target ?? 'an unknown broker'} ended without cleaning up: ${String(resources)} resources may be left. "osb cleanup ${file}" removes them.\n`,
    );
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.journal'))
      .sort();
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
