import { apiVersions, latestApiVersion } from '@osb-kit/spec';
import type { Report } from '@osb-kit/conformance';
import { CliError, usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { readConfig } from '../config.ts';
import { connect, connectionOptions } from '../connection.ts';
import { outputOptions, parseOutputs, writeOutputs } from '../outputs.ts';
import { startProgress } from '../progress.ts';
import { reportFormats, reportRenderers } from '../report-formats.ts';

/** Tests a broker's conformance to the specification. */
export const testCommand = defineCommand({
  usage: 'test [url]',
  summary: 'Test the conformance of a broker',
  examples: [
    ['osb test http://me:secret@localhost:8080', 'every plan of the broker, every check that applies'],
    ['osb test $URL --plan small --only "binding/*"', 'one plan, one section'],
    ['osb test $URL --output html=report.html --output junit=junit.xml', 'with files for people and for CI'],
    [
      'pass show broker | osb test $URL --user me --password-stdin',
      'without the password on the command line',
    ],
  ],
  options: (parser) =>
    outputOptions(connectionOptions(parser), reportFormats)
      .positional('url', { type: 'string', describe: 'Base URL of the broker, in front of /v2' })
      .option('api-version', {
        type: 'string',
        choices: apiVersions,
        default: latestApiVersion,
        describe: 'Version to test against',
      })
      .option('only', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Only these checks (with *) or requirements; can be repeated',
      })
      .option('skip', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Not these checks or requirements; can be repeated',
      })
      .option('service', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Only this offering, by name or id; can be repeated',
      })
      .option('plan', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Only this plan, by name or id; can be repeated',
      })
      .option('strict', { type: 'boolean', describe: 'Warnings fail' })
      .option('seed', { type: 'number', describe: 'Seed of generated parameters; the report repeats it' })
      .option('fast-poll', { type: 'boolean', describe: 'Poll as often as possible: for your own broker' })
      .option('config', {
        type: 'string',
        describe: 'Configuration file (default osb.config.yaml, if there is one)',
      })
      .option('journal', {
        type: 'string',
        describe: 'File that lists what the run creates, for cleaning up after a crash',
      }),
  async run(args, io) {
    const outputs = parseOutputs(args, reportFormats);
    if (args.url === undefined)
      throw usageError('No broker given. Name its base URL, as in osb test http://localhost:8080.');
    const config = await readConfig(args.config, io);
    const connection = await connect({ ...args, url: args.url }, io);
    const { ConformanceError, exitCodeOf, runConformance } = await import('@osb-kit/conformance');
    const progress = startProgress(io);
    let report: Report;
    try {
      report = await runConformance({
        ...connection,
        apiVersion: args.apiVersion,
        signal: io.signal,
        onEvent: progress.onEvent,
        ...(config.test?.plans === undefined ? {} : { facts: config.test.plans }),
        ...(args.only === undefined ? {} : { only: args.only }),
        ...(args.skip === undefined ? {} : { skip: args.skip }),
        ...(args.service === undefined ? {} : { services: args.service }),
        ...(args.plan === undefined ? {} : { plans: args.plan }),
        ...(args.strict === true ? { strict: true } : {}),
        ...(args.seed === undefined ? {} : { seed: args.seed }),
        ...(args.fastPoll === true ? { fastPoll: true } : {}),
        ...(args.journal === undefined ? {} : { journal: args.journal }),
      });
    } catch (error) {
      if (error instanceof ConformanceError)
        throw new CliError(error.exitCode, error.message, { cause: error });
      throw error;
    } finally {
      progress.stop();
    }
    await writeOutputs(outputs, await reportRenderers(), report, io);
    return exitCodeOf(report);
  },
});
