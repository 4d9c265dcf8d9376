import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Auth, TlsOptions } from '@osb-kit/conformance';
import type { Argv } from 'yargs';
import { brokerTarget, type TargetArgs } from './credentials.ts';
import { usageError } from './cli-error.ts';
import type { Io } from './io.ts';

/** How to reach a broker: what the transports of the tester take. */
export interface Connection {
  readonly url: string;
  readonly auth: Auth;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
  readonly requestTimeout: number;
  readonly proxy?: string;
}

/** Adds the options of every command that talks to a broker. */
export function connectionOptions<Args>(parser: Argv<Args>) {
  return parser
    .option('user', {
      type: 'string',
      describe: 'Basic authentication: NAME:PASSWORD, or NAME with --password-stdin',
      group: 'Connection:',
    })
    .option('password-stdin', {
      type: 'boolean',
      describe: 'Read the password from standard input',
      group: 'Connection:',
    })
    .option('token-file', {
      type: 'string',
      describe: 'Bearer authentication with the token in this file',
      group: 'Connection:',
    })
    .option('header', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'An extra header, as in "X-Tenant: blue"; can be repeated',
      group: 'Connection:',
    })
    .option('ca', { type: 'string', describe: 'Certificates to trust, a PEM file', group: 'Connection:' })
    .option('cert', { type: 'string', describe: 'Client certificate, a PEM file', group: 'Connection:' })
    .option('key', {
      type: 'string',
      describe: 'Key of the client certificate, a PEM file',
      group: 'Connection:',
    })
    .option('insecure', { type: 'boolean', describe: 'Accept any server certificate', group: 'Connection:' })
    .option('proxy', { type: 'string', describe: 'HTTP proxy', group: 'Connection:' })
    .option('timeout', {
      type: 'number',
      default: 30,
      describe: 'Seconds for one request',
      group: 'Connection:',
    });
}

/** What {@link connectionOptions} parses. */
export interface ConnectionArgs extends TargetArgs {
  readonly tokenFile?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly proxy?: string | undefined;
  readonly timeout: number;
}

/** Resolves options, files, URL and environment into a connection. */
export async function connect(args: ConnectionArgs, io: Io): Promise<Connection> {
  const { url, credentials } = await brokerTarget(args, io);
  if (!(args.timeout > 0)) throw usageError(`--timeout must be a positive number of seconds.`);
  if ((args.cert === undefined) !== (args.key === undefined))
    throw usageError('--cert and --key belong together. Give both.');
  return {
    url,
    auth: await authOf(args, credentials, io),
    headers: Object.fromEntries((args.header ?? []).map(parseHeader)),
    tls: await tlsOf(args, io),
    requestTimeout: args.timeout * 1000,
    ...(args.proxy === undefined ? {} : { proxy: proxyUrl(args.proxy) }),
  };
}

async function authOf(
  args: ConnectionArgs,
  credentials: { username: string; password: string } | undefined,
  io: Io,
): Promise<Auth> {
  if (args.tokenFile !== undefined) {
    if (args.user !== undefined)
      throw usageError('--token-file and --user exclude each other. Leave one out.');
    const token = (await textOf('--token-file', args.tokenFile, io)).trim();
    if (token === '') throw usageError(`--token-file "${args.tokenFile}" is empty. Write the token into it.`);
    return { kind: 'bearer', token };
  }
  if (credentials !== undefined) return { kind: 'basic', ...credentials };
  return args.cert === undefined ? { kind: 'none' } : { kind: 'client-certificate' };
}

async function tlsOf({ ca, cert, key, insecure }: ConnectionArgs, io: Io): Promise<TlsOptions> {
  return {
    ...(ca === undefined ? {} : { ca: await pem('--ca', ca, isCertificates, 'certificate', io) }),
    ...(cert === undefined ? {} : { cert: await pem('--cert', cert, isCertificates, 'certificate', io) }),
    ...(key === undefined ? {} : { key: await pem('--key', key, isPrivateKey, 'private key', io) }),
    ...(insecure === true ? { insecure: true } : {}),
  };
}

/** Reads a PEM file; Node takes one that holds nothing of the kind without a word. */
async function pem(
  option: string,
  path: string,
  examine: (text: string) => boolean,
  what: string,
  io: Io,
): Promise<string> {
  const text = await textOf(option, path, io);
  let cause: unknown;
  try {
    if (examine(text)) return text;
  } catch (error) {
    cause = error;
  }
  throw usageError(
    (cause as NodeJS.ErrnoException | undefined)?.code === 'ERR_MISSING_PASSPHRASE'
      ? `${option} "${path}" is encrypted. Give a key without a passphrase.`
      : `${option} "${path}" holds no ${what} in PEM. Check that it is the right file.`,
    { cause },
  );
}

function isCertificates(text: string): boolean {
  const found = text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END /g) ?? [];
  for (const certificate of found) new X509Certificate(`${certificate}CERTIFICATE-----`);
  return found.length > 0;
}

function isPrivateKey(text: string): boolean {
  return createPrivateKey(text).type === 'private';
}

/** Messages leave out what stands before an @. */
function proxyUrl(text: string): string {
  if (/^https?:\/\/[^/]/i.test(text) && URL.canParse(text)) return text;
  throw usageError(
    `--proxy "${text.replace(/\/\/[^/]*@/, '//')}" is not an http or https URL. Write it as in http://proxy.example.com:3128.`,
  );
}

function parseHeader(text: string): [string, string] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/.exec(text);
  const [, name, value] = match ?? [];
  if (name === undefined || value === undefined || /[\r\n\0]/.test(value)) {
    throw usageError(`--header needs "Name: value". The one given has no valid name before a colon.`);
  }
  return [name, value];
}

async function textOf(option: string, path: string, io: Io): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, path), 'utf8');
  } catch (error) {
    throw usageError(
      `${option} "${path}" cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}). Check the path.`,
      {
        cause: error,
      },
    );
  }
}
