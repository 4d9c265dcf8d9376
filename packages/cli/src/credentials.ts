import { usageError } from './cli-error.ts';
import type { Io } from './io.ts';

/** How to reach a broker: its base URL without credentials, and the credentials, if any. */
export interface BrokerTarget {
  /** Without a trailing slash, without user information. */
  readonly url: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** What the command line said about a broker. */
export interface TargetArgs {
  readonly url: string;
  readonly user?: string | undefined;
  readonly passwordStdin?: boolean | undefined;
}

/**
 * Finds out base URL and credentials: `--user NAME:PASSWORD` or `--user NAME --password-stdin`, else the URL's own
 * `user:pass@`, else `OSB_USERNAME` and `OSB_PASSWORD`. Error messages never repeat a password.
 */
export async function brokerTarget(args: TargetArgs, io: Io): Promise<BrokerTarget> {
  const parsed = parseUrl(args.url);
  const fromUrl =
    parsed.username === ''
      ? undefined
      : { username: decode(parsed.username), password: decode(parsed.password) };
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  const url = parsed.href.replace(/\/v2\/catalog\/?$/, '').replace(/\/+$/, '');
  const credentials = (await fromOptions(args, io)) ?? fromUrl ?? fromEnvironment(io);
  return credentials === undefined ? { url } : { url, credentials };
}

async function fromOptions(args: TargetArgs, io: Io): Promise<BrokerTarget['credentials']> {
  if (args.user === undefined) {
    if (args.passwordStdin === true) throw usageError('--password-stdin needs a user name. Add --user NAME.');
    return undefined;
  }
  const colon = args.user.indexOf(':');
  if (args.passwordStdin === true) {
    if (colon >= 0)
      throw usageError('--user already has a password. Leave out either it or --password-stdin.');
    const password = new TextDecoder().decode(await io.stdin()).replace(/\r?\n$/, '');
    if (password === '')
      throw usageError('Standard input holds no password. Pipe it in, as in "pass show broker | osb …".');
    return { username: args.user, password };
  }
  if (colon < 0) {
    const password = io.env['OSB_PASSWORD'];
    if (password === undefined) {
      throw usageError(
        `--user "${args.user}" has no password. Use --password-stdin, OSB_PASSWORD or --user NAME:PASSWORD.`,
      );
    }
    return { username: args.user, password };
  }
  return { username: args.user.slice(0, colon), password: args.user.slice(colon + 1) };
}

function fromEnvironment(io: Io): BrokerTarget['credentials'] {
  const username = io.env['OSB_USERNAME'];
  const password = io.env['OSB_PASSWORD'];
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** Reads an http or https URL; error messages leave out what stands before an @. */
function parseUrl(text: string): URL {
  const shown = text.replace(/\/\/[^/]*@/, '//');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw usageError(
      `"${shown}" is not a URL. Give the base URL of the broker, as in http://localhost:8080.`,
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw usageError(
      `"${shown}" is not an http or https URL. Give the base URL of the broker, as in http://localhost:8080.`,
    );
  }
  return url;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
