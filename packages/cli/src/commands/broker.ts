import type { ReferenceBrokerOptions } from '@osb-kit/broker';
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { unreachableError, usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

/** Runs the reference broker until it is stopped. */
export const brokerCommand = defineCommand({
  usage: 'broker',
  summary: 'Run the reference broker',
  examples: [
    ['osb broker', 'on port 8080, with a generated password that is printed once'],
    ['osb broker --port 0 --data-dir /tmp/broker', 'on a free port, with its store in a folder'],
    ['OSB_USERNAME=me OSB_PASSWORD=… osb broker', 'with your own credentials'],
  ],
  options: (parser) =>
    parser
      .option('port', { type: 'number', default: 8080, describe: 'Port to listen on; 0 for a free one' })
      .option('host', { type: 'string', default: '127.0.0.1', describe: 'Address to listen on' })
      .option('data-dir', {
        type: 'string',
        describe: 'Folder of the embedded store; .osb-broker in your home folder by default',
      })
      .option('store', {
        type: 'string',
        describe: 'postgres://… for several replicas, instead of the embedded store',
      })
      .option('user', {
        type: 'string',
        describe: 'User name; the password comes from OSB_PASSWORD or is generated',
      }),
  async run(args, io) {
    if (!Number.isInteger(args.port) || args.port < 0 || args.port > 65_535) {
      throw usageError(`--port must be a whole number from 0 to 65535.`);
    }
    const username = args.user ?? io.env['OSB_USERNAME'] ?? 'broker';
    const given = io.env['OSB_PASSWORD'];
    const password = given ?? randomBytes(18).toString('base64url');
    const { startReferenceBroker } = await import('@osb-kit/broker');
    const dataDir = resolve(io.cwd, args.dataDir ?? join(homedir(), '.osb-broker'));
    const options: ReferenceBrokerOptions = {
      port: args.port,
      host: args.host,
      users: [{ username, password }],
      dataDir,
      ...(args.store === undefined ? {} : { storeUrl: args.store }),
    };
    const broker = await startReferenceBroker(options).catch((error: unknown) => {
      throw startError(error, args.host, args.port);
    });
    io.stdout(`The reference broker runs at ${broker.url}; its catalog is at ${broker.url}/v2/catalog.\n`);
    io.stdout(
      `User name "${username}", ${given === undefined ? `generated password "${password}", shown only now` : 'password from OSB_PASSWORD'}.\n`,
    );
    io.stdout(
      args.store === undefined
        ? `Its store is in ${dataDir}. Stop it with Ctrl-C.\n`
        : 'Stop it with Ctrl-C.\n',
    );
    await new Promise<void>((stopped) => {
      if (io.signal.aborted) stopped();
      else io.signal.addEventListener('abort', () => stopped(), { once: true });
    });
    await broker.close();
    return exitCodes.conformant;
  },
});

/** Why the broker does not start, in one line; an error of another kind is given back as it is. */
function startError(error: unknown, host: string, port: number): unknown {
  const remedies = new Map([
    ['EADDRINUSE', `Port ${port} of ${host} is taken. Choose another with --port, or 0 for a free one.`],
    ['EACCES', `Port ${port} of ${host}, or the data folder, is not permitted. Choose another.`],
    ['EADDRNOTAVAIL', `"${host}" is not an address of this machine. Choose another with --host.`],
    ['ENOTFOUND', `The host of --host or --store is not known. Check its name.`],
    ['ECONNREFUSED', 'The store refuses the connection. Check --store, and that PostgreSQL runs.'],
  ]);
  const remedy = remedies.get((error as NodeJS.ErrnoException).code ?? '');
  return remedy === undefined ? error : unreachableError(remedy, { cause: error });
}
