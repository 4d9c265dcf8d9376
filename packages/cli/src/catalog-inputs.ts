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

/** A broker that was asked for its catalog and gave none. */
export type Refusal = Exclude<FetchedCatalog, { kind: 'catalog' }>;

/** What the arguments of a command that reads catalogs hold besides the catalogs. */
export type InputArgs = Omit<ConnectionArgs, 'url'> & { readonly apiVersion: string };

/** A file of several that cannot be read. */
export interface Unreadable {
  readonly source: string;
  readonly error: CliError;
}

/**
 * The catalogs that an argument leads to: files, standard input or a broker. A broker without one is kept as a refusal,
 * a file that cannot be read with the reason.
 */
export async function inputsOf(
  argument: string,
  args: InputArgs,
  io: Io,
): Promise<readonly (CatalogSource | Refusal | Unreadable)[]> {
  if (argument === standardInput) return [await readCatalogStdin(io)];
  if (!isUrl(argument)) {
    const files = await filesOf(argument, io);
    return Promise.all(files.map((file) => readable(file, io)));
  }
  const connection = await connect({ ...args, url: argument }, io);
  const fetched = await fetchCatalog(connection, args.apiVersion, io.signal);
  return [fetched.kind === 'catalog' ? fetched.source : fetched];
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

/** The error that says why a broker gave no catalog. */
export function refusalError(refusal: Refusal): CliError {
  switch (refusal.kind) {
    case 'unanswered':
      return unreachableError(
        `${refusal.url} gives no answer that can be read: ${refusal.why}. ${refusal.remedy}`,
      );
    case 'not-understood':
      return unreachableError(
        `${refusal.url} is not the catalog of a broker: ${refusal.why}. Check the base URL.`,
      );
    case 'refused':
      return unreachableError(`${refusal.url} ${whatItAnswers(refusal.status)}`);
  }
}

function whatItAnswers(status: number): string {
  if (status === 401 || status === 403) {
    return `refuses the credentials (${status}). Give --user, a user:password@ URL, or OSB_USERNAME and OSB_PASSWORD.`;
  }
  if (status >= 300 && status < 400) return `redirects (${status}). Give the base URL that it redirects to.`;
  return `answers ${status} instead of a catalog. Check the base URL, and the log of the broker.`;
}
