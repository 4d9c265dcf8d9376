import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { usageError, unreachableError } from './cli-error.ts';
import { standardInput } from './command.ts';
import { descriptionIn } from './broker-words.ts';
import type { Connection } from './connection.ts';
import type { Io } from './io.ts';
import type { Ignored } from './validate/ignore.ts';

/** A catalog as it was found: bytes or text under a name. */
export interface CatalogSource {
  /** File path as given, `<stdin>`, or the address of the catalog without credentials. */
  readonly name: string;
  readonly content: Uint8Array | string;
  /** Whether a broker sent it. */
  readonly fetched: boolean;
  /** Whether it came by standard input; it may have the name of a file then. */
  readonly piped?: boolean;
}

/** True when an argument names a broker rather than a file, by a URL of whatever kind. */
export function isUrl(argument: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(argument);
}

/** Files that an argument names: itself, or what its pattern matches. */
export async function filesOf(argument: string, io: Io, ignored?: Ignored): Promise<readonly string[]> {
  if (argument === '')
    throw usageError('"" names no catalog. Name a file, "-" for standard input, or the URL of a broker.');
  if (!/[*?{[]/.test(argument)) return [argument];
  const { glob } = await import('tinyglobby');
  const all = await glob(argument, {
    cwd: io.cwd,
    onlyFiles: true,
    absolute: true,
    ignore: argument.includes('node_modules') ? [] : ['**/node_modules/**'],
  });
  const left = await Promise.all(all.map(async (path) => (await ignored?.(path, io.cwd)) === true));
  const found = all.filter((_, index) => left[index] !== true);
  if (found.length > 0) return found.map((path) => relative(io.cwd, path)).sort();
  if (all.length > 0) throw usageError(`All files that match "${argument}" are ignored. Name one of them.`);
  // A file may be named so that it looks like a pattern.
  if (await readable(argument, io)) return [argument];
  throw usageError(
    `No file matches "${argument}". Check the pattern, or quote it so that the shell leaves it alone.`,
  );
}

/** Reads a file. */
export async function readCatalogFile(path: string, io: Io): Promise<CatalogSource> {
  try {
    return { name: path, content: await readFile(resolve(io.cwd, path)), fetched: false };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown reason'})`;
    throw unreachableError(
      `"${path}" ${why}. Give a JSON or YAML file, "-" for standard input, or the URL of a broker.`,
      {
        cause: error,
      },
    );
  }
}

/** Reads standard input, under the name of the file that it stands for, if there is one. */
export async function readCatalogStdin(io: Io, name: string = standardInput): Promise<CatalogSource> {
  return { name, content: await io.stdin(), fetched: false, piped: true };
}

/** Bytes of a catalog that are read at most. */
const maxCatalogBytes = 64 * 1024 * 1024;

/** What came of asking a broker for its catalog. */
export type FetchedCatalog =
  | { readonly kind: 'catalog'; readonly source: CatalogSource }
  | {
      readonly kind: 'refused';
      readonly url: string;
      readonly status: number;
      /** What the broker says about it, fit to be shown. */
      readonly description?: string;
    }
  | {
      readonly kind: 'not-understood';
      readonly url: string;
      readonly why: string;
      /** The body, where looking at it may show what is wrong. */
      readonly source?: CatalogSource;
    }
  | {
      readonly kind: 'unanswered';
      readonly url: string;
      readonly why: string;
      readonly remedy: string;
    };

/** Asks a broker for its catalog (spec.md#catalog-management). */
export async function fetchCatalog(
  connection: Connection,
  apiVersion: string,
  signal: AbortSignal,
): Promise<FetchedCatalog> {
  const { NetworkFault, authHeaders, createTransport, networkRemedy, redactText } =
    await import('@osb-kit/conformance');
  const url = `${connection.url}/v2/catalog`;
  const transport = createTransport({
    ...connection,
    maxResponseBytes: maxCatalogBytes,
    bodyEncoding: 'latin1',
  });
  try {
    const answer = await transport.send(
      {
        method: 'GET',
        url,
        headers: [
          ['X-Broker-API-Version', apiVersion],
          ['Accept', 'application/json'],
          ...authHeaders(connection.auth),
          ...Object.entries(connection.headers),
        ],
        credentials: 'configured',
      },
      signal,
    );
    const body = Buffer.from(answer.body, 'latin1');
    if (answer.status === 200) return catalogIn(url, body);
    const description = descriptionIn(body.toString('utf8'), connection, redactText);
    return {
      ...{ kind: 'refused', url, status: answer.status },
      ...(description === undefined ? {} : { description }),
    };
  } catch (error) {
    if (signal.aborted) throw unreachableError(`The command was stopped before ${url} had answered.`);
    if (error instanceof NetworkFault)
      return { kind: 'unanswered', url, why: error.message, remedy: networkRemedy(error) };
    throw error;
  } finally {
    transport.close();
  }
}

/** Reads a body as a file is read: a byte order mark and bytes that are no UTF-8 are findings, and no refusal. */
function catalogIn(url: string, body: Buffer): FetchedCatalog {
  const source: CatalogSource = { name: url, content: body, fetched: true };
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  if (text.trim() === '') return { kind: 'not-understood', url, why: 'its body is empty' };
  if (/^\s*</.test(text))
    return { kind: 'not-understood', url, why: 'its body is HTML or XML, and not JSON' };
  try {
    JSON.parse(text);
  } catch {
    return { kind: 'not-understood', url, why: 'its body is not JSON', source };
  }
  return { kind: 'catalog', source };
}

async function readable(path: string, io: Io): Promise<boolean> {
  return readFile(resolve(io.cwd, path)).then(
    () => true,
    () => false,
  );
}
