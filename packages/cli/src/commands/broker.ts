import {
  type BrokerArgs,
  brokerSettings,
  fromEnvironment,
  keysOf,
  logLevels,
  refuseOtherDatabases,
} from '../broker-settings.ts';
import { startError } from '../broker-start-error.ts';
import { usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';

/** Runs the reference broker until it is stopped. */
export const brokerCommand = defineCommand({
  usage: 'broker',
  summary: 'Run the reference broker',
  examples: [
    ['osb broker', 'on port 8080, with a generated password that is printed once'],
    ['osb broker --port 0 --data-dir /tmp/broker', 'on a free port, with its store in a folder'],
    ['OSB_USERNAME=me OSB_PASSWORD=… osb broker', 'with your own credentials'],
    ['osb broker --hash-password cf < password >> users', 'adds a user to a file of hashed passwords'],
    ['osb broker --credentials users --tls-cert tls.crt --tls-key tls.key', 'with that file, over HTTPS'],
    ['osb broker --postgres-service postgres://admin:…@db/postgres', 'offers databases on that server too'],
    ['osb broker --faults', 'lets you make requests fail at /faults, to test a platform'],
  ],
  options: (parser) =>
    parser
      .option('port', {
        type: 'number',
        describe: 'Port to listen on; 0 for a free one [PORT] [default: 8080]',
      })
      .option('host', { type: 'string', describe: 'Address to listen on [OSB_HOST] [default: 127.0.0.1]' })
      .option('public-url', {
        type: 'string',
        describe: 'Base URL that applications and dashboards reach it at [OSB_PUBLIC_URL]',
      })
      .option('data-dir', {
        type: 'string',
        describe:
          'Folder of the embedded store and the key [OSB_DATA_DIR] [default: .osb-broker in your home]',
      })
      .option('store', {
        type: 'string',
        describe: 'postgres://… for several replicas, instead of the embedded store [OSB_STORE]',
      })
      .option('key-file', {
        type: 'string',
        describe: 'Keys that data is encrypted under, newest first [OSB_KEY_FILE, OSB_ENCRYPTION_KEYS]',
      })
      .option('rotate-keys', { type: 'boolean', describe: 'Encrypt all data under the newest key, and end' })
      .option('user', {
        type: 'string',
        describe: 'User name; the password comes from OSB_PASSWORD or is generated [OSB_USERNAME]',
      })
      .option('credentials', {
        type: 'string',
        describe: 'File of name:hash lines, read again when it changes [OSB_CREDENTIALS_FILE]',
      })
      .option('hash-password', {
        type: 'string',
        describe: 'Print a line for that file, with the password from standard input, and end',
      })
      .option('tokens', {
        type: 'string',
        describe: 'File of name:token lines, for bearer tokens [OSB_TOKENS_FILE]',
      })
      .option('jwt-key', {
        type: 'string',
        describe: 'Public key (PEM) of who signs JSON Web Tokens [OSB_JWT_KEY_FILE]',
      })
      .option('jwt-issuer', { type: 'string', describe: 'Their iss [OSB_JWT_ISSUER]' })
      .option('jwt-audience', { type: 'string', describe: 'Their aud [OSB_JWT_AUDIENCE]' })
      .option('tls-cert', {
        type: 'string',
        describe: 'Certificate chain (PEM), for HTTPS [OSB_TLS_CERT_FILE]',
      })
      .option('tls-key', { type: 'string', describe: 'Its private key (PEM) [OSB_TLS_KEY_FILE]' })
      .option('client-ca', {
        type: 'string',
        describe: 'Authorities (PEM) of client certificates that are accepted [OSB_CLIENT_CA_FILE]',
      })
      .option('client-name', {
        type: 'string',
        array: true,
        describe: 'Common name of such a certificate; repeatable [OSB_CLIENT_NAMES]',
      })
      .option('postgres-service', {
        type: 'string',
        describe: 'postgres://… of a server to offer databases on [OSB_POSTGRES_SERVICE]',
      })
      .option('faults', {
        type: 'string',
        describe: 'Let users make requests fail at /faults; with a file, from the start [OSB_FAULTS]',
      })
      .option('log-level', {
        type: 'string',
        choices: logLevels,
        describe: 'Log on standard error, as JSON lines [OSB_LOG_LEVEL] [default: warn]',
      })
      .epilogue('A variable in brackets stands for an option that is not given.'),
  async run(args, io) {
    if (args.hashPassword !== undefined) return printHash(args.hashPassword, io);
    if (args.rotateKeys === true) return rotateKeys(args, io);
    const { options, access, state } = await brokerSettings(args, io);
    const { startReferenceBroker } = await import('@osb-kit/broker');
    const broker = await startReferenceBroker(options).catch((error: unknown) => {
      throw startError(error, {
        ...fromEnvironment(args, io),
        host: options.host,
        port: options.port,
        ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
      });
    });
    io.stdout(`The reference broker runs at ${broker.url}; its catalog is at ${broker.url}/v2/catalog.\n`);
    if (options.publicUrl === undefined && ['0.0.0.0', '::'].includes(options.host)) {
      io.stdout(
        `Applications are told ${broker.url}. If they run elsewhere, give the address that they reach with --public-url.\n`,
      );
    }
    for (const line of access) io.stdout(`${line}\n`);
    io.stdout(`${state} Stop it with Ctrl-C.\n`);
    await new Promise<void>((stopped) => {
      if (io.signal.aborted) stopped();
      else io.signal.addEventListener('abort', () => stopped(), { once: true });
    });
    await broker.close();
    return exitCodes.conformant;
  },
});

async function printHash(name: string, io: Io): Promise<ExitCode> {
  if (name === '' || /[:\s#]/.test(name)) {
    throw usageError('--hash-password needs a user name without colons, blanks and #.');
  }
  const password = new TextDecoder().decode(await io.stdin()).replace(/\r?\n$/, '');
  if (password === '')
    throw usageError('Standard input holds no password. Pipe it in, as in "pass show broker | osb …".');
  const { hashPassword } = await import('@osb-kit/broker');
  io.stdout(`${name}:${await hashPassword(password)}\n`);
  return exitCodes.conformant;
}

async function rotateKeys(given: BrokerArgs, io: Io): Promise<ExitCode> {
  const encryptionKeys = await keysOf(given, io);
  if (encryptionKeys.length < 2) {
    throw usageError(
      '--rotate-keys needs the new key and the old one, in this order, in --key-file or OSB_ENCRYPTION_KEYS.',
    );
  }
  const settings = fromEnvironment(given, io);
  refuseOtherDatabases(settings);
  const { dataDir, store: url } = settings;
  if (url === undefined && dataDir === undefined) {
    throw usageError('--rotate-keys needs to know the store. Give --data-dir or --store.');
  }
  const { openStore } = await import('@osb-kit/broker');
  const opened = await openStore({
    encryptionKeys,
    ...(dataDir !== undefined && { dataDir }),
    ...(url !== undefined && { url }),
  }).catch((error: unknown) => {
    throw startError(error, settings);
  });
  try {
    const rows = await opened.rotateKeys();
    io.stdout(`${rows} rows are now encrypted under the newest key. Leave the older keys out from now on.\n`);
  } finally {
    await opened.store.close();
  }
  return exitCodes.conformant;
}
