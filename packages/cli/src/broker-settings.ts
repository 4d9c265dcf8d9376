import type { Authenticate, JsonObject, Logger, LogLevel, ReferenceBrokerOptions } from '@osb-kit/broker';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { usageError } from './cli-error.ts';
import type { Io } from './io.ts';

/** How much `osb broker` logs; here, so that its help loads no broker. */
export const logLevels = ['info', 'warn', 'error', 'silent'] as const satisfies readonly LogLevel[];

/** The options of `osb broker`; what is not given may come from the environment. */
export interface BrokerArgs {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly store?: string | undefined;
  readonly user?: string | undefined;
  readonly credentials?: string | undefined;
  readonly tokens?: string | undefined;
  readonly jwtKey?: string | undefined;
  readonly jwtIssuer?: string | undefined;
  readonly jwtAudience?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly clientCa?: string | undefined;
  readonly clientName?: readonly string[] | undefined;
  readonly keyFile?: string | undefined;
  readonly postgresService?: string | undefined;
  readonly publicUrl?: string | undefined;
  readonly faults?: string | undefined;
  readonly logLevel?: string | undefined;
}

/** How the broker is to run, and what its user is told. */
export interface BrokerSettings {
  readonly options: ReferenceBrokerOptions & { readonly port: number; readonly host: string };
  /** One line for each way to authenticate. */
  readonly access: readonly string[];
  readonly state: string;
}

/** Variables that stand for options, for containers. */
export const variables = {
  port: 'PORT',
  host: 'OSB_HOST',
  dataDir: 'OSB_DATA_DIR',
  store: 'OSB_STORE',
  user: 'OSB_USERNAME',
  credentials: 'OSB_CREDENTIALS_FILE',
  tokens: 'OSB_TOKENS_FILE',
  jwtKey: 'OSB_JWT_KEY_FILE',
  jwtIssuer: 'OSB_JWT_ISSUER',
  jwtAudience: 'OSB_JWT_AUDIENCE',
  tlsCert: 'OSB_TLS_CERT_FILE',
  tlsKey: 'OSB_TLS_KEY_FILE',
  clientCa: 'OSB_CLIENT_CA_FILE',
  keyFile: 'OSB_KEY_FILE',
  postgresService: 'OSB_POSTGRES_SERVICE',
  publicUrl: 'OSB_PUBLIC_URL',
  faults: 'OSB_FAULTS',
  logLevel: 'OSB_LOG_LEVEL',
} as const satisfies Partial<Record<keyof BrokerArgs, string>>;

/** Reads options, environment and files. */
export async function brokerSettings(given: BrokerArgs, io: Io): Promise<BrokerSettings> {
  const args = fromEnvironment(given, io);
  refuseOtherDatabases(args);
  const port = args.port ?? 8080;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw usageError('--port must be a whole number from 0 to 65535.');
  }
  const dataDir = resolve(io.cwd, args.dataDir ?? join(homedir(), '.osb-broker'));
  const { createJsonLog } = await import('@osb-kit/broker');
  const log = createJsonLog(logLevel(args.logLevel), io.stderr);
  const { access, ...authentication } = await authenticationOf(args, io, log);
  const encryptionKeys = await keysOf(args, io);
  const faults = await faultsOf(args.faults, io);
  const tls = await tlsOf(args, io);
  return {
    access,
    state: stateOf(args.store, dataDir, encryptionKeys),
    options: {
      port,
      host: args.host ?? '127.0.0.1',
      dataDir,
      log,
      ...authentication,
      ...(args.store !== undefined && { storeUrl: args.store }),
      ...(encryptionKeys.length > 0 && { encryptionKeys }),
      ...(tls && { tls }),
      ...(args.postgresService !== undefined && { postgresServiceUrl: args.postgresService }),
      ...(args.publicUrl !== undefined && { publicUrl: httpUrl(args.publicUrl) }),
      ...(faults !== undefined && { faults }),
    },
  };
}

/** Keys for data at rest, newest first: from the file, or from OSB_ENCRYPTION_KEYS. */
export async function keysOf(args: BrokerArgs, io: Io): Promise<readonly string[]> {
  const { keyFile } = fromEnvironment(args, io);
  const text =
    keyFile === undefined ? io.env['OSB_ENCRYPTION_KEYS'] : await fileText('--key-file', keyFile, io);
  const keys = (text ?? '').split(/[\s,]+/).filter((key) => key !== '');
  if (keyFile !== undefined && keys.length === 0) {
    throw usageError(`"${keyFile}" has no keys. Make one with: openssl rand -hex 32`);
  }
  return keys;
}

/** The options, with what the environment says where an option is not given. */
export function fromEnvironment(args: BrokerArgs, io: Io): BrokerArgs {
  const known = new Map<string, unknown>(Object.entries(args).filter(([, value]) => value !== undefined));
  for (const [option, variable] of Object.entries(variables)) {
    const value = io.env[variable];
    if (!known.has(option) && value !== undefined && value !== '') {
      known.set(option, option === 'port' ? Number(value) : value);
    }
  }
  return Object.fromEntries(known);
}

/** A store and a service of databases are PostgreSQL's. */
export function refuseOtherDatabases(args: BrokerArgs): void {
  const urls = { '--store': args.store, '--postgres-service': args.postgresService };
  for (const [option, url] of Object.entries(urls)) {
    if (url === undefined || /^postgres(ql)?:\/\//.test(url)) continue;
    // What follows may be a password.
    throw usageError(
      `${option} "${/^[\w+.-]+:\/\//.exec(url)?.[0] ?? ''}…" is not the URL of a PostgreSQL database. Write it as in postgres://user:password@host/database.`,
    );
  }
}

function logLevel(text = 'warn'): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level !== undefined) return level;
  throw usageError(`There is no log level "${text}". Use one of ${logLevels.join(', ')}.`);
}

function stateOf(store: string | undefined, dataDir: string, keys: readonly string[]): string {
  if (store === undefined) return `Its store is in ${dataDir}.`;
  if (keys.length > 0) return 'Its store is in PostgreSQL.';
  return `Its store is in PostgreSQL. The key that encrypts it is ${join(dataDir, 'encryption.key')}: give it to all replicas with --key-file.`;
}

type Authentication = Pick<ReferenceBrokerOptions, 'users' | 'authentication'> & {
  readonly access: readonly string[];
};

/** What says who may call has no meaning without what it is checked by; a broker that lets others in is no surprise then. */
function refuseIdle(args: BrokerArgs, io: Io): void {
  const clientNames = args.clientName ?? names(io.env['OSB_CLIENT_NAMES']);
  if (args.jwtKey === undefined && (args.jwtIssuer !== undefined || args.jwtAudience !== undefined)) {
    throw usageError('--jwt-issuer and --jwt-audience need --jwt-key, which tokens are verified with.');
  }
  if (args.clientCa === undefined && clientNames.length > 0) {
    throw usageError('--client-name needs --client-ca: the authorities of the certificates that may call.');
  }
}

async function authenticationOf(args: BrokerArgs, io: Io, log: Logger): Promise<Authentication> {
  refuseIdle(args, io);
  const broker = await import('@osb-kit/broker');
  const ways: Authenticate[] = [];
  const access: string[] = [];
  if (args.credentials !== undefined) {
    const path = resolve(io.cwd, args.credentials);
    ways.push(
      await broker.credentialsFileAuthentication(path, log).catch(asUsageError('--credentials', path)),
    );
    access.push(`Users and password hashes from ${path}, read again when it changes.`);
  }
  if (args.tokens !== undefined) {
    ways.push(
      broker.bearerAuthentication(tokensIn(await fileText('--tokens', args.tokens, io), args.tokens)),
    );
    access.push(`Bearer tokens from ${args.tokens}.`);
  }
  if (args.jwtKey !== undefined) {
    const { jwtIssuer: issuer, jwtAudience: audience } = args;
    if (issuer === undefined || audience === undefined) {
      throw usageError('--jwt-key needs --jwt-issuer and --jwt-audience, which tokens are checked against.');
    }
    const publicKey = await fileText('--jwt-key', args.jwtKey, io);
    try {
      ways.push(broker.jwtAuthentication({ publicKey, issuer, audience }));
    } catch (error) {
      throw usageError(`"${args.jwtKey}" is not a public key in PEM.`, { cause: error });
    }
    access.push(`JSON Web Tokens of ${issuer} for ${audience}.`);
  }
  if (args.clientCa !== undefined) {
    const clientNames = args.clientName ?? names(io.env['OSB_CLIENT_NAMES']);
    if (clientNames.length === 0) {
      throw usageError(
        '--client-ca needs --client-name: the common names of the certificates that may call.',
      );
    }
    ways.push(broker.certificateAuthentication(clientNames));
    access.push(`Client certificates of ${clientNames.join(', ')}.`);
  }
  if (args.user === '') throw usageError('--user needs a user name. Give one, or leave --user out.');
  // An empty password opens the broker to everybody: it is as good as none, like every other empty variable.
  const password = io.env['OSB_PASSWORD'] === '' ? undefined : io.env['OSB_PASSWORD'];
  const authentication = ways.length === 0 ? {} : { authentication: broker.anyAuthentication(...ways) };
  if (ways.length > 0 && password === undefined && args.user === undefined) {
    return { ...authentication, users: [], access };
  }
  const user = {
    username: args.user ?? 'broker',
    password: password ?? randomBytes(18).toString('base64url'),
  };
  const line =
    password === undefined
      ? `generated password "${user.password}", shown only now`
      : 'password from OSB_PASSWORD';
  return { ...authentication, users: [user], access: [`User name "${user.username}", ${line}.`, ...access] };
}

function names(list = ''): readonly string[] {
  return list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

function tokensIn(text: string, file: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const tokens = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    const token = line.slice(colon + 1).trim();
    if (colon < 1 || token.length < 16) {
      throw usageError(
        `A line of "${file}" is not of the form name:token, with a token of at least 16 characters.`,
      );
    }
    return [line.slice(0, colon), token];
  });
  if (tokens.length === 0) throw usageError(`"${file}" has no tokens. Add lines of the form name:token.`);
  return Object.fromEntries(tokens);
}

async function tlsOf(args: BrokerArgs, io: Io): Promise<ReferenceBrokerOptions['tls']> {
  const { tlsCert, tlsKey, clientCa } = args;
  if (tlsCert === undefined && tlsKey === undefined) {
    if (clientCa === undefined) return undefined;
    throw usageError('--client-ca needs TLS. Add --tls-cert and --tls-key.');
  }
  if (tlsCert === undefined || tlsKey === undefined) {
    throw usageError('--tls-cert and --tls-key belong together. Give both.');
  }
  return {
    cert: await fileText('--tls-cert', tlsCert, io),
    key: await fileText('--tls-key', tlsKey, io),
    ...(clientCa !== undefined && { clientAuthorities: await fileText('--client-ca', clientCa, io) }),
  };
}

/** `--faults` alone allows them; with a file, those in it are set from the start. */
async function faultsOf(option: string | undefined, io: Io): Promise<true | JsonObject | undefined> {
  if (option === undefined || option === 'false') return undefined;
  if (option === '' || option === 'true') return true;
  const text = await fileText('--faults', option, io);
  try {
    const value: unknown = JSON.parse(text);
    // What is in it is checked by the broker.
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch (error) {
    throw usageError(`"${option}" is not JSON. Write {"rules": [{"kind": "status", "match": {}}]}.`, {
      cause: error,
    });
  }
  throw usageError(`"${option}" is not an object. Write {"rules": [{"kind": "status", "match": {}}]}.`);
}

function httpUrl(text: string): string {
  if (/^https?:\/\/[^/?#]+/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw usageError(`--public-url "${text}" is not an http or https URL.`);
}

async function fileText(option: string, path: string, io: Io): Promise<string> {
  return readFile(resolve(io.cwd, path), 'utf8').catch(asUsageError(option, path));
}

function asUsageError(option: string, path: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof RangeError) throw usageError(error.message, { cause: error });
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw usageError(`The file "${path}" of ${option} cannot be read: ${code}.`, { cause: error });
  };
}
