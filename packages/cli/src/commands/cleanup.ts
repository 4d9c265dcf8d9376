import { CliError, usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { connect, connectionOptions } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';

/** Removes what a run that was killed left on a broker. */
export const cleanupCommand = defineCommand({
  usage: 'cleanup [journal] [url]',
  summary: 'Remove what a killed test run left on a broker',
  examples: [
    [
      'osb cleanup run.journal http://me:secret@localhost:8080',
      'after osb test --journal run.journal was killed',
    ],
  ],
  options: (parser) =>
    connectionOptions(parser)
      .positional('journal', { type: 'string', describe: 'The file that osb test --journal wrote' })
      .positional('url', { type: 'string', describe: 'Base URL of the broker that was tested' }),
  async run(args, io) {
    const { journal, url } = args;
    if (journal === undefined || url === undefined)
      throw usageError('Name the journal and the base URL of the broker.');
    const connection = await connect({ ...args, url }, io);
    const { ConformanceError, cleanupFromJournal } = await import('@osb-kit/conformance');
    try {
      const { removed, leftovers } = await cleanupFromJournal({ ...connection, journal, signal: io.signal });
      io.stdout(`${removed} resources are gone, ${leftovers.length} are left.\n`);
      for (const { kind, instanceId, bindingId, reason } of leftovers) {
        io.stdout(`  ${kind} ${bindingId ?? instanceId}: ${reason}\n`);
      }
      return leftovers.length === 0 ? exitCodes.conformant : exitCodes.leftovers;
    } catch (error) {
      if (error instanceof ConformanceError)
        throw new CliError(error.exitCode, error.message, { cause: error });
      throw error;
    }
  },
});
