import { apiVersions, latestApiVersion } from '@osb-kit/spec';
import {
  catalogFormats,
  catalogRenderers,
  profileNames,
  speaksDialect,
  type MessageDialect,
} from '../catalog-formats.ts';
import { CliError, usageError } from '../cli-error.ts';
import { defineCommand, standardInput } from '../command.ts';
import { readConfig } from '../config.ts';
import { connectionOptions } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { outputOptions, parseOutputs, writeOutputs, type Output } from '../outputs.ts';
import { togetherResult } from '../together.ts';
import { isUnread, whyUnread } from '../unread.ts';
import { codeOfUnread, gather, mended, refuseOverwriting, type Examined } from '../validate/inputs.ts';
import { speak } from '../validate/speech.ts';

const dialects = ['findings', 'documented', 'cloud-controller'] as const satisfies readonly MessageDialect[];

/** Validates catalogs from files, standard input or brokers. */
export const validateCommand = defineCommand({
  usage: 'validate [catalog..]',
  summary: 'Validate catalogs before a broker is registered',
  examples: [
    ['osb validate catalog.yaml', 'a file, in JSON or YAML'],
    ['osb validate "catalogs/**/*.json" --format sarif', 'many files, for code scanning'],
    ['cat catalog.json | osb validate -', 'standard input'],
    ['osb validate catalog.yaml --fix', 'mend misspelt keys and the like, in place'],
    ['osb validate --together db=db.json queue=http://localhost:8080', 'what two brokers may not share'],
    ['osb validate http://me:secret@localhost:8080', 'what a broker serves'],
    [
      'osb validate catalog.yaml --profile cloudfoundry --messages cloud-controller',
      'in the words of the platform',
    ],
  ],
  options: (parser) =>
    outputOptions(connectionOptions(parser), catalogFormats)
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
        choices: profileNames,
        array: true,
        nargs: 1,
        describe: 'Whose demands count; can be repeated (default osb)',
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
        describe: 'Give ids to what has none, in place, and show it',
      })
      .option('together', {
        type: 'boolean',
        describe: 'Validate across brokers as well; name each as NAME=FILE or NAME=URL',
      })
      .option('config', {
        type: 'string',
        describe: 'Configuration file (default osb.config.yaml, if there is one)',
      }),
  async run(args, io) {
    const outputs = await parseOutputs(args, catalogFormats, io);
    if (args.catalog.length === 0)
      throw usageError('No catalog given. Name a file, "-" for standard input, or the URL of a broker.');
    const { messages } = args;
    if (speaksDialect(messages)) refuseReports(outputs);
    const config = await readConfig(args.config, io);
    const inputs = await gather(args, io);
    refuseOverwriting(outputs, inputs, io);
    const { isProfile, unexamined, validateCatalog } = await import('@osb-kit/catalog-schema');
    const profiles = (args.profile ?? config.validate?.profiles ?? ['osb']).filter(isProfile);
    const options = {
      apiVersion: args.apiVersion,
      profiles,
      ...(args.strict === true ? { strict: true } : {}),
      ...(config.validate?.suppress === undefined ? {} : { suppress: config.validate.suppress }),
    };
    const examined = await Promise.all(
      inputs.map(async (input): Promise<Examined> => {
        if ('error' in input) {
          return { ...input, result: unexamined(input.source, input.error.message, options) };
        }
        const source = mends(args) ? await mended(input, args, io) : input.source;
        if (source instanceof CliError)
          return { ...input, error: source, result: unexamined(input.source.name, source.message, options) };
        const way = source.fetched
          ? { form: 'wire' as const, format: 'json' as const }
          : { form: 'file' as const };
        return {
          ...input,
          result: validateCatalog(source.content, { ...options, source: source.name, ...way }),
        };
      }),
    );
    if (speaksDialect(messages)) return speak(examined, messages, io);
    for (const { result } of examined) {
      if (result.failure !== undefined || isUnread(result))
        io.stderr(`osb: ${result.failure ?? whyUnread(result)}\n`);
    }
    const results = examined.map(({ result }) => result);
    const read = examined.filter(({ result }) => result.failure === undefined && !isUnread(result));
    const across = args.together === true ? await togetherResult(read) : undefined;
    if (across !== undefined) results.push(across);
    // Mended standard input has standard output for itself.
    const reportIo = mends(args) && args.catalog.includes(standardInput) ? { ...io, stdout: io.stderr } : io;
    await writeOutputs(outputs, await catalogRenderers(), results, reportIo);
    const code = codeOfUnread(examined);
    if (code !== undefined) return code;
    return results.every((result) => result.valid) ? exitCodes.conformant : exitCodes.notConformant;
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

function mends({
  fix,
  generateIds,
}: {
  fix?: boolean | undefined;
  generateIds?: boolean | undefined;
}): boolean {
  return fix === true || generateIds === true;
}
