import { resolve } from 'node:path';
import type { ValidationResult } from '@osb-kit/catalog-schema';
import { apiVersions, latestApiVersion, type ApiVersion } from '@osb-kit/spec';
import { catalogFormats, catalogRenderers, speaksDialect, type MessageDialect } from '../catalog-formats.ts';
import { inputsOf, isRefusal, refusalError, type InputArgs, type Refusal } from '../catalog-inputs.ts';
import type { CatalogSource } from '../catalog-source.ts';
import { CliError, usageError } from '../cli-error.ts';
import { defineCommand, standardInput } from '../command.ts';
import { readConfig } from '../config.ts';
import { connectionOptions } from '../connection.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { fixSource } from '../fix-catalogs.ts';
import type { Io } from '../io.ts';
import { outputOptions, parseOutputs, writeOutputs, type Output } from '../outputs.ts';
import { dialectErrorFor, dialectText } from '../platform-messages.ts';
import { allProfiles, modelledVersions, platformVersionOf, profileNames, profilesOf } from '../profiles.ts';
import { namedArgument, togetherResult, withoutCredentials, type NamedArgument } from '../together.ts';
import { isUnread, whyUnread } from '../unread.ts';

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
    ['osb validate catalog.yaml --profile osb,cloudfoundry', 'for the specification and a platform at once'],
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
        describe: 'Files, patterns, "-" for standard input, or base URLs of brokers',
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
    const profiles = await profilesOf(args.profile ?? config.validate?.profiles ?? ['osb']);
    const inputs = await gather(args, io);
    refuseOverwriting(outputs, inputs, io);
    const { unexamined, validateCatalog } = await import('@osb-kit/catalog-schema');
    const options = {
      apiVersion: args.apiVersion,
      profiles,
      outlook: profileNames,
      ...(await platformVersionOf(args.platformVersion)),
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
        const form = source.fetched ? 'wire' : 'file';
        return {
          ...input,
          result: validateCatalog(source.content, { ...options, source: source.name, form }),
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

/** An input, as a source or as the reason that there is none, and what came of examining it. */
type Examined = Input & { readonly result: ValidationResult };

type Input = NamedArgument &
  (
    | { readonly source: CatalogSource }
    | { readonly source: string; readonly error: CliError; readonly refusal?: Refusal }
  );

/** The exit code where an input could not be examined. */
function codeOfUnread(examined: readonly Examined[]): ExitCode | undefined {
  const [failed] = examined.flatMap((input) => ('error' in input ? [input.error] : []));
  if (failed !== undefined) return failed.exitCode;
  return examined.some(({ result }) => isUnread(result)) ? exitCodes.unreachable : undefined;
}

/** The words of a platform are one text; a report has the findings. */
function refuseReports(outputs: readonly Output[]): void {
  const other = outputs.find(({ format, file }) => file !== undefined || format !== 'text');
  if (other === undefined) return;
  throw usageError(
    `--messages prints what the platform says, and writes no ${other.format}. Leave out one of the two.`,
  );
}

/** A report shall not take the place of what it is about. */
function refuseOverwriting(outputs: readonly Output[], inputs: readonly Input[], io: Io): void {
  const sources = new Set(
    inputs.map((input) =>
      resolve(io.cwd, typeof input.source === 'string' ? input.source : input.source.name),
    ),
  );
  for (const { format, file } of outputs) {
    if (file !== undefined && sources.has(resolve(io.cwd, file))) {
      throw usageError(
        `--output ${format}=${file} would overwrite the catalog "${file}". Choose another path.`,
      );
    }
  }
}

/** Prints what the platform prints for each input; on standard error which it is about, and that it has nothing to say. */
async function speak(
  examined: readonly Examined[],
  messages: Exclude<MessageDialect, 'findings'>,
  io: Io,
): Promise<ExitCode> {
  let refused = false;
  for (const input of examined) {
    const { result } = input;
    const name = result.source ?? standardInput;
    const text = await inTheWordsOf(messages, input);
    if (text === undefined) {
      io.stderr(`osb: ${result.failure ?? whyUnread(result)}\n`);
      continue;
    }
    io.stderr(
      text === '' ? `osb: ${name}: the platform accepts it.\n` : `osb: ${name}: the platform says:\n`,
    );
    io.stdout(text);
    refused ||= text !== '';
  }
  return codeOfUnread(examined) ?? (refused ? exitCodes.notConformant : exitCodes.conformant);
}

/** What the platform prints for an input; `undefined` where it has no words for it. */
async function inTheWordsOf(
  messages: Exclude<MessageDialect, 'findings'>,
  input: Examined,
): Promise<string | undefined> {
  if ('error' in input) {
    const text = input.refusal === undefined ? undefined : await dialectErrorFor(input.refusal, messages);
    return text === undefined ? undefined : `${text}\n`;
  }
  return isUnread(input.result) ? undefined : dialectText(input.result, messages);
}

type ValidateArgs = InputArgs & {
  readonly catalog: readonly string[];
  readonly apiVersion: ApiVersion;
  readonly messages: MessageDialect;
  readonly together?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly generateIds?: boolean | undefined;
};

/** All inputs that the arguments lead to; one that cannot be read keeps none of the others back. */
async function gather(args: ValidateArgs, io: Io): Promise<readonly Input[]> {
  const gathered: Input[] = [];
  for (const text of args.catalog) {
    const named = args.together === true ? namedArgument(text) : { name: text, argument: text };
    try {
      for (const input of await inputsOf(named.argument, args, io)) {
        if (isRefusal(input)) {
          gathered.push({ ...named, source: input.url, error: refusalError(input), refusal: input });
        } else gathered.push({ ...named, ...('error' in input ? input : { source: input }) });
      }
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      gathered.push({ ...named, source: withoutCredentials(named.argument), error });
    }
  }
  return gathered;
}

/** The mended source, or why it cannot be mended. */
async function mended(
  { source }: { readonly source: CatalogSource },
  args: ValidateArgs,
  io: Io,
): Promise<CatalogSource | CliError> {
  try {
    return await fixSource(
      source,
      { apiVersion: args.apiVersion, generateIds: args.generateIds === true },
      io,
    );
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
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
