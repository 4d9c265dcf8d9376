import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  fetchCatalog,
  filesOf,
  isUrl,
  readCatalogFile,
  readCatalogStdin,
  type CatalogSource,
  type FetchedCatalog,
} from './catalog-source.ts';
import { CliError, unreachableError } from './cli-error.ts';
import { standardInput } from './command.ts';
import { connect, type ConnectionArgs } from './connection.ts';
import type { Io } from './io.ts';
import type { Ignored } from './validate/ignore.ts';
import { readFolder } from './validate/folder.ts';

/** A broker that was asked for its catalog and gave none. */
export type Refusal = Exclude<FetchedCatalog, { kind: 'catalog' }>;

/** What the arguments of a command that reads catalogs hold besides the catalogs. */
export type InputArgs = Omit<ConnectionArgs, 'url'> & {
  readonly apiVersion: string;
  /** Name of the file that standard input stands for. */
  readonly stdinFilename?: string | undefined;
  /** Tells what is left out of folders and patterns. */
  readonly ignored?: Ignored;
};

/** A file of several that cannot be read. */
export interface Unreadable {
  readonly source: string;
  readonly error: CliError;
}

/**
 * The catalogs that an argument leads to: files, a folder, standard input or a broker. A broker without one is kept as a
 * refusal, a file that cannot be read with the reason.
 */
export async function inputsOf(
  argument: string,
  args: InputArgs,
  io: Io,
): Promise<readonly (CatalogSource | Refusal | Unreadable)[]> {
  if (argument === standardInput) return [await readCatalogStdin(io, args.stdinFilename)];
  if (isUrl(argument)) {
    const connection = await connect({ ...args, url: argument }, io);
    const fetched = await fetchCatalog(connection, args.apiVersion, io.signal);
    return [fetched.kind === 'catalog' ? fetched.source : fetched];
  }
  const kind = argument === '' ? 'nothing' : await kindOf(argument, io);
  if (kind === 'folder') return await readFolder(argument, args.ignored, (file) => readable(file, io), io);
  const url = kind === 'nothing' ? urlMeantBy(argument) : undefined;
  if (url !== undefined) {
    throw unreachableError(`"${withoutUser(argument)}" is no file. Did you mean ${withoutUser(url)}?`);
  }
  return await inTurns(await filesOf(argument, io, args.ignored), (file) => readable(file, io));
}

async function kindOf(path: string, io: Io): Promise<'folder' | 'file' | 'nothing'> {
  return stat(resolve(io.cwd, path)).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => 'nothing',
  );
}

/** The URL that somebody meant who left out its scheme or a slash; `undefined` for anything else. */
function urlMeantBy(argument: string): string | undefined {
  const [, scheme, slashed] = /^(https?):\/?([^/].*)$/i.exec(argument) ?? [];
  if (scheme !== undefined && slashed !== undefined) return `${scheme.toLowerCase()}://${slashed}`;
  const host = /^(?:[^\s/@]+@)?(?:localhost|\[[\da-f:]+\]|[a-z\d](?:[a-z\d.-]*[a-z\d])?)/i;
  const isHost =
    new RegExp(`${host.source}:\\d{1,5}(?:/\\S*)?$`, 'i').test(argument) ||
    /^(?:[^\s/@]+@)?localhost(?:\/|$)|\/v2\/catalog\/?$/i.test(argument);
  return isHost && !/^[./~\\]/.test(argument) ? `http://${argument}` : undefined;
}

/** An argument as it may be shown: what stands before an @ may be a password. */
function withoutUser(text: string): string {
  return text.replace(/^(https?:\/\/)?[^\s/@]*@/i, '$1');
}

/** As many files at once as any system lets a process have open. */
const atOnce = 64;

/** Does something for each of many, in their order, a bounded number at a time. */
async function inTurns<From, To>(
  all: readonly From[],
  work: (one: From) => Promise<To>,
): Promise<readonly To[]> {
  const done: To[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    done.push(...(await Promise.all(all.slice(at, at + atOnce).map(work))));
  }
  return done;
}

async function readable(file: string, io: Io): Promise<CatalogSource | Unreadable> {
  try {
    return await readCatalogFile(file, io);
  } catch (error) {
    if (error instanceof CliError) return { source: file, error };
    throw error;
  }
}

/** True for a broker that gave no catalog. */
export function isRefusal(input: CatalogSource | Refusal | Unreadable): input is Refusal {
  return 'kind' in input;
}
