import { apiVersions, latestApiVersion, type ApiVersion } from '@osb-kit/spec';
import {
  catalogFormats,
  catalogRenderers,
  profileNames,
  speaksDialect,
  type MessageDialect,
} from '../catalog-formats.ts';
import { inputsOf, isRefusal, refusalError, type InputArgs, type Refusal } from '../catalog-inputs.ts';
import type { CatalogSource } from '../catalog-source.ts';
import { usageError } from '../cli-error.ts';
import { defineCommand, standardInput } from '../command.ts';
import { readConfig } from '../config.ts';
import { connectionOptions } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { fixSource } from '../fix-catalogs.ts';
import type { Io } from '../io.ts';
import { outputOptions, parseOutputs, writeOutputs } from '../outputs.ts';
import { dialectErrorFor, dialectText } from '../platform-messages.ts';
import { namedArgument, togetherResult, type NamedArgument } from '../together.ts';
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
    const config = await readConfig(args.config, io);
    const { messages } = args;
    const { brokers, refusals } = await gather(args, io);
    const { isProfile, validateCatalog } = await import('@osb-kit/catalog-schema');
    const profiles = (args.profile ?? config.validate?.profiles ?? ['osb']).filter(isProfile);
    const examined = brokers.map((broker) => ({
      ...broker,
      result: validateCatalog(broker.source.content, {
        source: broker.source.name,
        form: broker.source.fetched ? 'wire' : 'file',
        apiVersion: args.apiVersion,
        profiles,
        ...(args.strict === true ? { strict: true } : {}),
        ...(config.validate?.suppress === undefined ? {} : { suppress: config.validate.suppress }),
      }),
    }));
    const unread = examined.filter(({ result }) => isUnread(result));
    for (const { result } of unread) io.stderr(`osb: ${whyUnread(result)}\n`);
    const read = examined.filter(({ result }) => !isUnread(result));
    const across = args.together === true ? await togetherResult(read) : undefined;
    const results = [...read.map(({ result }) => result), ...(across === undefined ? [] : [across])];
    if (speaksDialect(messages)) {
      const texts = await Promise.all(read.map(({ result }) => dialectText(result, messages)));
      io.stdout([...refusals, ...texts].filter((text) => text !== '').join('\n'));
      if (refusals.length + unread.length > 0) return exitCodes.unreachable;
      return texts.every((text) => text === '') ? exitCodes.conformant : exitCodes.notConformant;
    }
    // Mended standard input has standard output for itself.
    const reportIo = mends(args) && args.catalog.includes(standardInput) ? { ...io, stdout: io.stderr } : io;
    if (results.length > 0) await writeOutputs(outputs, await catalogRenderers(), results, reportIo);
    if (unread.length > 0) return exitCodes.unreachable;
    return results.every((result) => result.valid) ? exitCodes.conformant : exitCodes.notConformant;
  },
});

type ValidateArgs = InputArgs & {
  readonly catalog: readonly string[];
  readonly apiVersion: ApiVersion;
  readonly messages: MessageDialect;
  readonly together?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly generateIds?: boolean | undefined;
};

/** All catalogs that the arguments lead to, mended where that is wanted, and what the platform prints for brokers without one. */
async function gather(args: ValidateArgs, io: Io) {
  const brokers: (NamedArgument & { readonly source: CatalogSource })[] = [];
  const refusals: string[] = [];
  for (const text of args.catalog) {
    const named = args.together === true ? namedArgument(text) : { name: text, argument: text };
    for (const input of await inputsOf(named.argument, args, io)) {
      if (isRefusal(input)) {
        refusals.push(await inTheWordsOf(args.messages, input));
        continue;
      }
      const options = { apiVersion: args.apiVersion, generateIds: args.generateIds === true };
      const source = mends(args) ? await fixSource(input, options, io) : input;
      brokers.push({ ...named, source });
    }
  }
  return { brokers, refusals };
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

/** What the platform prints for a broker without a catalog; an error where the platform's words are not wanted or not known. */
async function inTheWordsOf(dialect: MessageDialect, refusal: Refusal): Promise<string> {
  const text = speaksDialect(dialect) ? await dialectErrorFor(refusal, dialect) : undefined;
  if (text === undefined) throw refusalError(refusal);
  return `${text}\n`;
}
