import { apiVersions, latestApiVersion } from '@osb-kit/spec';
import { catalogFormats, catalogRenderers, speaksDialect, type MessageDialect } from '../catalog-formats.ts';
import { usageError } from '../cli-error.ts';
import { defineCommand, standardInput } from '../command.ts';
import { connectionOptions } from '../connection.ts';
import { outputOptions, parseOutputs, writeOutputs, type Output } from '../outputs.ts';
import { allProfiles, modelledVersions, platformVersionOf, profileNames, profilesOf } from '../profiles.ts';
import { isUnread, whyUnread } from '../unread.ts';
import { demandOptions, held, refuseDemands } from '../validate/demands.ts';
import { examine, mends, unusedSuppressions } from '../validate/examine.ts';
import { foundTogether } from '../validate/found-together.ts';
import { codeOfUnread, gather, refuseOverwriting } from '../validate/inputs.ts';
import { createPolicies } from '../validate/policy.ts';
import { speak } from '../validate/speech.ts';
import { errorsOnly, verdictCode } from '../validate/verdict.ts';

const dialects = ['findings', 'documented', 'cloud-controller'] as const satisfies readonly MessageDialect[];

/** Validates catalogs from files, standard input or brokers. */
export const validateCommand = defineCommand({
  usage: 'validate [catalog..]',
  summary: 'Validate catalogs before a broker is registered',
  examples: [
    ['osb validate catalog.yaml', 'a file, in JSON or YAML'],
    ['osb validate "catalogs/**/*.json" --format sarif', 'many files, for code scanning'],
    ['cat catalog.json | osb validate -', 'standard input'],
    ['osb validate . --max-warnings 0', 'every catalog in a folder, and no warning'],
    ['osb validate catalog.yaml --fix', 'mend misspelt keys and the like, in place'],
    ['osb validate --together db=db.json queue=http://localhost:8080', 'what two brokers may not share'],
    ['osb validate http://me:secret@localhost:8080', 'what a broker serves'],
    ['osb validate catalog.yaml --profile osb,cloudfoundry', 'for the specification and a platform at once'],
    [
      'osb validate catalog.yaml --profile cloudfoundry --messages cloud-controller',
      'in the words of the platform',
    ],
  ],
  options: (parser) =>
    demandOptions(outputOptions(connectionOptions(parser), catalogFormats))
      .positional('catalog', {
        type: 'string',
        array: true,
        default: [] as string[],
        defaultDescription: 'none',
        describe: 'Files, folders, patterns, "-" for standard input, or base URLs of brokers',
      })
      .option('api-version', {
        type: 'string',
        choices: apiVersions,
        default: latestApiVersion,
        describe: 'Version of the specification',
      })
      .option('profile', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: `Whose demands count: ${profileNames.join(', ')}, several with commas, or ${allProfiles} (default osb); the others are looked at as well, in one line each`,
      })
      .option('platform-version', {
        type: 'string',
        describe: `Version of Cloud Controller's API that cloudfoundry goes by, as "cf api" prints it (${modelledVersions})`,
      })
      .option('strict', { type: 'boolean', describe: 'Hold the catalog to the letter' })
      .option('messages', {
        choices: dialects,
        default: 'findings' as const,
        describe: "Say it in osb's words or in the platform's",
      })
      .option('stdin-filename', {
        type: 'string',
        describe: 'Name of the file that standard input stands for, in reports and for its format',
      })
      .option('ignore', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Pattern of files that are left out of folders and patterns; can be repeated',
      })
      .option('fix', { type: 'boolean', describe: 'Mend what has one right answer, in place, and show it' })
      .option('generate-ids', {
        type: 'boolean',
        describe: 'Give ids to what has none, in place, and show it; mends nothing else without --fix',
      })
      .option('dry-run', {
        type: 'boolean',
        describe: 'With --fix or --generate-ids: show what would change, and write nothing',
      })
      .option('together', {
        type: 'boolean',
        describe: 'Validate across brokers as well; name each as NAME=FILE or NAME=URL',
      })
      .option('config', {
        type: 'string',
        describe:
          'Configuration file (default: the nearest osb.config.yaml, .yml or .json, upwards from each file)',
      }),
  async run(args, io) {
    const outputs = await parseOutputs(args, catalogFormats, io);
    if (args.catalog.length === 0)
      throw usageError('No catalog given. Name a file, "-" for standard input, or the URL of a broker.');
    refuseDemands(args);
    if (args.dryRun === true && !mends(args))
      throw usageError('--dry-run belongs to --fix or --generate-ids. Add one of them.');
    const { messages } = args;
    if (speaksDialect(messages)) refuseReports(outputs);
    const policies = createPolicies(args.config, io);
    const asked = args.profile === undefined ? undefined : await profilesOf(args.profile);
    const version = await platformVersionOf(args.platformVersion);
    const inputs = await gather(args, policies, io);
    refuseOverwriting(outputs, inputs, io);
    const profilesFor = async (configured: readonly string[] | undefined) => ({
      profiles: asked ?? (await profilesOf(configured ?? ['osb'])),
      outlook: profileNames,
      ...version,
    });
    const examined = await Promise.all(
      inputs.map((input) => examine(input, args, { policies, profilesFor }, io)),
    );
    if (speaksDialect(messages)) return speak(examined, messages, io);
    for (const { result } of examined) {
      if (result.failure !== undefined || isUnread(result))
        io.stderr(`osb: ${result.failure ?? whyUnread(result)}\n`);
    }
    for (const line of unusedSuppressions(examined)) io.stderr(`osb: ${line}\n`);
    const found =
      args.together === true ? await foundTogether(examined) : examined.map(({ result }) => result);
    const { results, demands } = await held(found, args, policies, io);
    // Mended standard input has standard output for itself.
    const isMendedText = mends(args) && args.dryRun !== true && args.catalog.includes(standardInput);
    const reportIo = isMendedText ? { ...io, stdout: io.stderr } : io;
    const shown = args.quiet === true ? errorsOnly(results) : results;
    await writeOutputs(outputs, await catalogRenderers(args.verbose), shown, reportIo);
    return codeOfUnread(examined) ?? verdictCode(results, demands, io);
  },
});

/** The words of a platform are one text; a report has the findings. */
function refuseReports(outputs: readonly Output[]): void {
  const other = outputs.find(({ format, file }) => file !== undefined || format !== 'text');
  if (other === undefined) return;
  throw usageError(
    `--messages prints what the platform says, and writes no ${other.format}. Leave out one of the two.`,
  );
}
