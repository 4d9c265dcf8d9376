import { usageError, CliError } from '../cli-error.ts';
import { readBaseline } from '../baseline-file.ts';
import { readDuration, withBrokerProcess } from '../broker-process.ts';
import { defineCommand } from '../command.ts';
import { readConfig } from '../config.ts';
import { connect, connectionOptions } from '../connection.ts';
import { startJournal, tellOfJournals } from '../journals.ts';
import { outputOptions, parseOutputs } from '../outputs.ts';
import { startProgress } from '../progress.ts';
import { reportFormats } from '../report-formats.ts';
import { readReport } from '../saved-report.ts';
import { explore, matrix, ordinary, replay, type Mode } from '../test-modes.ts';
import { refuseContradictions, runOptionsOf, testOptions } from '../test-options.ts';

/** Tests a broker's conformance to the specification. */
export const testCommand = defineCommand({
  usage: 'test [url]',
  summary: 'Test the conformance of a broker',
  examples: [
    ['osb test http://me:secret@localhost:8080', 'every plan of the broker, every check that applies'],
    ['osb test $URL --plan small --only "binding/*"', 'one plan, one section'],
    ['osb test $URL --output html=report.html --output junit=junit.xml', 'with files for people and for CI'],
    ['osb test $URL --exec "npm start" --wait 30s', 'starts the broker and stops it again'],
    ['osb test $URL --explore --steps 500', 'random sequences; a failure is shrunk and printed as a script'],
    ['osb test --replay report.json', 'once more what failed: FIXED or FAILED'],
    [
      'pass show broker | osb test $URL --user me --password-stdin',
      'without the password on the command line',
    ],
  ],
  options: (parser) =>
    testOptions(outputOptions(connectionOptions(parser), reportFormats)).positional('url', {
      type: 'string',
      describe: 'Base URL of the broker, in front of /v2',
    }),
  async run(args, io) {
    const outputs = await parseOutputs(args, reportFormats, io);
    refuseContradictions(args);
    const mode: Mode =
      args.explore === true
        ? explore
        : args.matrix === true
          ? matrix
          : args.replay === undefined
            ? ordinary
            : replay;
    mode.refuseFormats(outputs);
    const report = args.replay === undefined ? undefined : await readReport(args.replay, io);
    const url = args.url ?? report?.target;
    if (url === undefined)
      throw usageError('No broker given. Name its base URL, as in osb test http://localhost:8080.');
    const config = await readConfig(args.config, io);
    const baseline = args.baseline === undefined ? undefined : await readBaseline(args.baseline, io);
    const patience = readDuration('--wait', args.wait ?? '30s');
    const connection = await connect({ ...args, url }, io);
    const { ConformanceError } = await import('@osb-kit/conformance');
    await tellOfJournals(io);
    const options = runOptionsOf(args, config, connection, io);
    const run = async () => {
      const journal = args.safe === true ? undefined : await startJournal(args.journal, connection.url, io);
      const progress = startProgress(io);
      try {
        return await mode.run({
          args,
          io,
          outputs,
          baseline,
          report,
          stopProgress: progress.stop,
          options: {
            ...options,
            signal: io.signal,
            onEvent: progress.onEvent,
            ...(journal === undefined ? {} : { journal: journal.file }),
          },
        });
      } catch (error) {
        if (error instanceof ConformanceError)
          throw new CliError(error.exitCode, error.message, { cause: error });
        throw error;
      } finally {
        progress.stop();
        await journal?.end();
      }
    };
    return args.exec === undefined ? run() : withBrokerProcess(args.exec, patience, connection, io, run);
  },
});
