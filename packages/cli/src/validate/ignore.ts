import { relative, resolve } from 'node:path';
import type { Io } from '../io.ts';
import { fileMatcher, type Policies } from './policy.ts';

/** Tells of a file that a folder or pattern leads to whether it is left out. */
export type Ignored = (path: string, folder: string) => Promise<boolean>;

/** What is left out: by patterns of the command line, seen from the working folder, and by those of the policy that holds. */
export async function createIgnore(
  patterns: readonly string[],
  policies: Policies,
  io: Io,
): Promise<Ignored> {
  await policies.in(io.cwd); // a configuration that is wrong ends the run, whatever else there is
  return async (path, folder) => {
    const team = await policies.in(resolve(io.cwd, folder));
    const file = resolve(io.cwd, path);
    return (
      (await matches(file, io.cwd, patterns)) ||
      (team !== undefined && (await matches(file, team.folder, team.ignore)))
    );
  };
}

async function matches(file: string, folder: string, patterns: readonly string[]): Promise<boolean> {
  if (patterns.length === 0) return false;
  return (await fileMatcher(relative(folder, file).replaceAll('\\', '/')))(patterns);
}
