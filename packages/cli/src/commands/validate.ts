import { apiVersions, latestApiVersion } from '@osb-kit/spec';
import {
  catalogFormats,
  catalogRenderers,
  profileNames,
  speaksDialect,
  type MessageDialect,
} from '../catalog-formats.ts';
import { inputsOf, isRefusal, refusalError, type Refusal } from '../catalog-inputs.ts';
import type { CatalogSource } from '../catalog-source.ts';
import { usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { readConfig } from '../config.ts';
import { connectionOptions } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { outputOptions, parseOutputs, writeOutputs } from '../outputs.ts';
import { dialectErrorFor, dialectText } from '../platform-messages.ts';
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
      .option('config', {
        type: 'string',
        describe: 'Configuration file (default osb.config.yaml, if there is one)',
      }),
  async run(args, io) {
    const outputs = parseOutputs(args, catalogFormats);
    if (args.catalog.length === 0)
      throw usageError('No catalog given. Name a file, "-" for standard input, or the URL of a broker.');
    const config = await readConfig(args.config, io);
    const sources: CatalogSource[] = [];
    const refusals: string[] = [];
    for (const argument of args.catalog) {
      for (const input of await inputsOf(argument, args, io)) {
        if (!isRefusal(input)) sources.push(input);
        else refusals.push(await inTheWordsOf(args.messages, input));
      }
    }
    const { isProfile, validateCatalog } = await import('@osb-kit/catalog-schema');
    const profiles = (args.profile ?? config.validate?.profiles ?? ['osb']).filter(isProfile);
    const results = sources.map((source) =>
      validateCatalog(source.content, {
        source: source.name,
        form: source.fetched ? 'wire' : 'file',
        apiVersion: args.apiVersion,
        profiles: speaksDialect(args.messages)
          ? [...new Set([...profiles, 'cloudfoundry' as const])]
          : profiles,
        ...(args.strict === true ? { strict: true } : {}),
        ...(config.validate?.suppress === undefined ? {} : { suppress: config.validate.suppress }),
      }),
    );
    const { messages } = args;
    if (speaksDialect(messages)) {
      const texts = await Promise.all(results.map((result) => dialectText(result, messages)));
      io.stdout([...refusals, ...texts].filter((text) => text !== '').join('\n'));
      if (refusals.length > 0) return exitCodes.unreachable;
      return texts.every((text) => text === '') ? exitCodes.conformant : exitCodes.notConformant;
    }
    const unread = results.filter(isUnread);
    for (const result of unread) io.stderr(`osb: ${whyUnread(result)}\n`);
    const read = results.filter((result) => !isUnread(result));
    if (read.length > 0) await writeOutputs(outputs, await catalogRenderers(), read, io);
    if (unread.length > 0) return exitCodes.unreachable;
    return read.every((result) => result.valid) ? exitCodes.conformant : exitCodes.notConformant;
  },
});

/** What the platform prints for a broker without a catalog; an error where the platform's words are not wanted or not known. */
async function inTheWordsOf(dialect: MessageDialect, refusal: Refusal): Promise<string> {
  const text = speaksDialect(dialect) ? await dialectErrorFor(refusal, dialect) : undefined;
  if (text === undefined) throw refusalError(refusal);
  return `${text}\n`;
}
