import { join } from 'node:path';
import type { BrokerArgs } from './broker-settings.ts';
import { unreachableError, usageError } from './cli-error.ts';

/** What a broker was to be started with, as far as it can be wrong. */
export type StartSetting = Pick<
  BrokerArgs,
  'host' | 'port' | 'dataDir' | 'store' | 'postgresService' | 'keyFile' | 'faults'
>;

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const sqliteRemedies = new Map([
  [5, 'is locked by another program. Stop it'],
  [8, 'cannot be written. Give the user that runs this the right to'],
  [11, 'is damaged. Restore it from a backup, or choose another folder with --data-dir'],
  [13, 'does not fit: the disk is full. Make room'],
  [14, 'cannot be opened. Check that the folder may be written, or choose another with --data-dir'],
  [26, 'is not a database. Move it away, or choose another folder with --data-dir'],
]);

/** Why the broker does not start, in one line; an error of another kind is given back as it is. */
export function startError(error: unknown, setting: StartSetting): unknown {
  const { name, message } = error as Error;
  if (error instanceof RangeError) {
    const isOfKeys = message.startsWith('The encryption key') && setting.keyFile !== undefined;
    return usageError(isOfKeys ? `--key-file "${setting.keyFile}": ${message}` : message, { cause: error });
  }
  if (name === 'BrokerError')
    return usageError(`--faults "${setting.faults ?? ''}": ${message}`, { cause: error });
  const coded = codedOf(error);
  if (coded === undefined) return error;
  const { code } = coded;
  if (code.startsWith('ERR_OSSL') || code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return usageError('--tls-cert, --tls-key or --client-ca is not PEM, or they do not belong together.', {
      cause: error,
    });
  }
  const why = whyNot(coded, setting);
  return why === undefined ? error : unreachableError(why, { cause: error });
}

function whyNot({ code, message, syscall, errcode }: Coded, setting: StartSetting): string | undefined {
  const { host = '', port = 0, dataDir = '' } = setting;
  const given = [
    ...(setting.store === undefined ? [] : ['--store']),
    ...(setting.postgresService === undefined ? [] : ['--postgres-service']),
  ];
  const postgres = given.join(' or ');
  switch (code) {
    case 'STORE_IN_USE':
      return `Another broker runs on the data folder "${dataDir}". Stop it, choose another folder with --data-dir, or let both use a database with --store postgres://….`;
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken. Choose another with --port, or 0 for a free one.`;
    case 'EADDRNOTAVAIL':
      return `"${host}" is not an address of this machine. Choose another with --host.`;
    case 'EACCES':
    case 'EPERM':
      return syscall === 'listen'
        ? `Port ${port} of ${host} is not permitted. Choose another with --port.`
        : `The data folder "${dataDir}" may not be read or written (${code}). Give the user that runs this the right to, or choose another with --data-dir.`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `The data folder "${dataDir}" is a file, or lies below one. Choose another with --data-dir.`;
    case 'EROFS':
    case 'ENOSPC':
    case 'EDQUOT':
      return `The data folder "${dataDir}" cannot be written (${code}). Make room, or choose another with --data-dir.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of ${['--host', ...given].join(' or ')} is not known. Check its name.`;
    case 'ECONNREFUSED':
      return `PostgreSQL refuses the connection. Check ${postgres}, and that it runs.`;
    case '28P01':
      return `PostgreSQL refuses the password in ${postgres}.`;
    case '28000':
      return `PostgreSQL does not let the user of ${postgres} in: ${message}. Create the role, or name another.`;
    case '3D000':
      return `The database in ${postgres} does not exist. Create it.`;
    case '42501':
      return `The role in ${postgres} has too few rights: ${message}. Grant them, or name another.`;
    case 'ERR_SQLITE_ERROR': {
      const remedy = sqliteRemedies.get((errcode ?? 0) & 0xff);
      return remedy === undefined ? undefined : `"${join(dataDir, 'broker.sqlite')}" ${remedy}.`;
    }
    default:
      return undefined;
  }
}

/** An error with what Node, SQLite and PostgreSQL say of it. */
interface Coded extends Error {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly errcode?: number;
}

/** The error that has a code: the one that is thrown, or what led to it. */
function codedOf(error: unknown): (Coded & { readonly code: string }) | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string'
    ? (error as Coded & { readonly code: string })
    : codedOf(error.cause);
}
