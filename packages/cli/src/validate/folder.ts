import { join, relative, resolve } from 'node:path';
import type { CatalogSource } from '../catalog-source.ts';
import { usageError, type CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import type { Ignored } from './ignore.ts';

/** What is never taken for a catalog: what others wrote, and what tools keep beside the sources. */
const never = [
  '**/node_modules/**',
  '**/bower_components/**',
  '**/vendor/**',
  '**/package.json',
  '**/package-lock.json',
  '**/npm-shrinkwrap.json',
  '**/tsconfig*.json',
  '**/jsconfig*.json',
  '**/osb.config.{yaml,yml,json}',
];

/** How many files are named that were left out. */
const mostNamed = 5;

type Read = CatalogSource | { readonly source: string; readonly error: CliError };

/**
 * The catalogs of a folder: its JSON and YAML files and those of the folders in it, hidden ones and those of other people
 * aside. Files that hold something else are left out, and named; one that cannot be read is kept.
 */
export async function readFolder(
  folder: string,
  ignored: Ignored | undefined,
  read: (file: string) => Promise<Read>,
  io: Io,
): Promise<readonly Read[]> {
  const { glob } = await import('tinyglobby');
  const cwd = resolve(io.cwd, folder);
  const found = await glob('**/*.{json,yaml,yml}', {
    cwd,
    ignore: never,
    followSymbolicLinks: false,
    caseSensitiveMatch: false,
  });
  const out = await Promise.all(
    found.map(async (name) => (await ignored?.(join(cwd, name), folder)) === true),
  );
  const names = found.filter((_, index) => out[index] !== true).sort();
  if (names.length === 0)
    throw usageError(`"${folder}" holds no JSON or YAML file. Name the file of the catalog.`);
  const { isLikelyCatalog } = await import('@osb-kit/catalog-schema');
  const kept: Read[] = [];
  const others: string[] = [];
  for (const name of names) {
    const one = await read(relative(io.cwd, join(cwd, name)) || name);
    if ('error' in one || isLikelyCatalog(one.content, one.name)) kept.push(one);
    else others.push(name);
  }
  const list = others.slice(0, mostNamed).join(', ') + (others.length > mostNamed ? ', …' : '');
  if (kept.length === 0) {
    throw usageError(`"${folder}" holds no catalog: looked at ${list}. Name the file of the catalog.`);
  }
  if (others.length > 0) {
    const files = others.length === 1 ? '1 file that holds' : `${others.length} files that hold`;
    io.stderr(`osb: "${folder}": left out ${files} no catalog: ${list}.\n`);
  }
  return kept;
}
