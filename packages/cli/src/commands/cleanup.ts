import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError, usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { connect, connectionOptions } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { leftJournals, stateFolder } from '../journals.ts';

/** Removes what a run that was killed left on a broker, or lists the journals of such runs. */
export const cleanupCommand = defineCommand({
  usage: 'cleanup [journal] [url]',
  summary: 'Remove what a killed test run left on a broker',
  examples: [
    ['osb cleanup', 'lists the journals that runs have left'],
    [
      'osb cleanup run.journal http://me:secret@localhost:8080',
      'after osb test --journal run.journal was killed',
    ],
  ],
  options: (parser) =>
    connectionOptions(parser)
      .positional('journal', { type: 'string', describe: 'The file that osb test wrote' })
      .positional('url', {
        type: 'string',
        describe: 'Base URL of the broker that was tested (default: as the journal says)',
      }),
  async run(args, io) {
    if (args.journal === undefined) return list(io);
    const { ConformanceError, cleanupFromJournal, readJournal } = await import('@osb-kit/conformance');
    const journal = resolve(io.cwd, args.journal);
    try {
      const { begun } = readJournal(journal);
      const url = args.url ?? begun?.target;
      if (url === undefined)
        throw usageError('The journal does not say which broker it is about. Name its base URL after it.');
      const connection = await connect({ ...args, url }, io);
      const { removed, leftovers } = await cleanupFromJournal({ ...connection, journal, signal: io.signal });
      io.stdout(`${removed} resources are gone, ${leftovers.length} are left.\n`);
      for (const { kind, instanceId, bindingId, reason } of leftovers) {
        io.stdout(`  ${kind} ${bindingId ?? instanceId}: ${reason}\n`);
      }
      if (leftovers.length > 0) return exitCodes.leftovers;
      // A journal that osb named itself has done its service.
      if (journal.startsWith(stateFolder(io))) rmSync(journal, { force: true });
      return exitCodes.conformant;
    } catch (error) {
      if (error instanceof ConformanceError)
        throw new CliError(error.exitCode, error.message, { cause: error });
      throw error;
    }
  },
});

async function list(io: Io) {
  const left = await leftJournals(io);
  if (left.length === 0) io.stdout(`No run has left anything behind, as far as ${stateFolder(io)} tells.\n`);
  for (const { file, target, startedAt, resources, isRunning } of left) {
    const state = isRunning ? 'may still be running' : `${String(resources)} resources may be left`;
    io.stdout(`${file}\n  ${startedAt ?? 'unknown time'}  ${target ?? 'unknown broker'}  ${state}\n`);
  }
  return exitCodes.conformant;
}
