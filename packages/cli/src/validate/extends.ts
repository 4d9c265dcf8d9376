import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { usageError } from '../cli-error.ts';
import { readConfigFile, type ValidateConfig } from '../config.ts';
import type { Io } from '../io.ts';

/** How far configurations may build upon one another. */
const mostSteps = 10;

/** The policies that one builds upon and itself, what wins last; `file` names where each is written. */
export async function policyChain(
  file: string,
  io: Io,
  seen: readonly string[] = [],
): Promise<readonly { readonly file: string; readonly config: ValidateConfig }[]> {
  const name = relative(io.cwd, file) || file;
  if (seen.includes(file) || seen.length > mostSteps) {
    const way = [...seen, file].map((path) => relative(io.cwd, path)).join(' → ');
    throw usageError(
      `The configuration "${name}" extends itself: ${way}. Take one of them out of "extends".`,
    );
  }
  const config = (await readConfigFile(file, name)).validate ?? {};
  const bases = typeof config.extends === 'string' ? [config.extends] : (config.extends ?? []);
  const chains = [];
  for (const base of bases) {
    chains.push(await policyChain(await locate(base, file, name), io, [...seen, file]));
  }
  return [...chains.flat(), { file, config }];
}

/** The file that a word of `extends` means: a path, or what a package in node_modules holds. */
async function locate(base: string, from: string, name: string): Promise<string> {
  const folder = dirname(from);
  if (/^(?:\.{1,2})?[/\\]|^[a-z]:[/\\]/i.test(base)) {
    const path = resolve(folder, base);
    if (await isFile(path)) return path;
    throw usageError(`"${base}", which "${name}" extends, does not exist. Check the path.`);
  }
  const [scope = '', second = ''] = base.split('/');
  const pack = scope.startsWith('@') ? `${scope}/${second}` : scope;
  const inside = base.slice(pack.length + 1);
  const files = inside === '' ? ['osb.config.yaml', 'osb.config.yml', 'osb.config.json'] : [inside];
  for (let at = folder; ; at = dirname(at)) {
    for (const file of files) {
      const path = join(at, 'node_modules', pack, file);
      if (await isFile(path)) return path;
    }
    if (dirname(at) === at) break;
  }
  const hint = /\.(?:ya?ml|json)$/.test(base) ? ` For a file beside it write "./${base}".` : '';
  throw usageError(
    `"${base}", which "${name}" extends, is no package with an osb.config.yaml in node_modules. Install it.${hint}`,
  );
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
