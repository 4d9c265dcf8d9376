import type { ValidationResult } from '@osb-kit/catalog-schema';
import { apiVersions, latestApiVersion } from '@osb-kit/spec';
import {
  fetchCatalog,
  filesOf,
  isUrl,
  readCatalogFile,
  readCatalogStdin,
  type CatalogSource,
} from '../catalog-source.ts';
import {
  catalogFormats,
  catalogRenderers,
  profileNames,
  speaksDialect,
  type MessageDialect,
} from '../catalog-formats.ts';
import { unreachableError, usageError } from '../cli-error.ts';
import { defineCommand, standardInput } from '../command.ts';
import { readConfig } from '../config.ts';
import { connect, connectionOptions, type ConnectionArgs } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { outputOptions, parseOutputs, writeOutputs } from '../outputs.ts';
import { dialectText, dialectErrorFor } from '../platform-messages.ts';

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
    const inputs = await inputsOf(args, io);
    const sources = inputs.filter((input) => typeof input !== 'string');
    const refusals = inputs.filter((input) => typeof input === 'string');
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

/** True for a document that holds nothing to examine: neither JSON nor YAML, or a lone piece of text. */
function isUnread(result: ValidationResult): boolean {
  return typeof result.catalog !== 'object' || result.catalog === null;
}

function whyUnread({ source = 'The input', catalog, findings }: ValidationResult): string {
  const [first] = findings.filter(({ severity }) => severity === 'error');
  const place = first?.position === undefined ? '' : `:${first.position.line}:${first.position.column}`;
  const why =
    catalog === undefined && first !== undefined ? first.message : 'It is a single value, and no catalog.';
  return `${source}${place} cannot be read as JSON or YAML. ${why}`;
}

type ValidateArgs = Omit<ConnectionArgs, 'url'> & {
  readonly catalog: readonly string[];
  readonly apiVersion: string;
  readonly messages: MessageDialect;
};

/** What each argument leads to: a catalog, or the platform's words for a broker that serves none. */
async function inputsOf(args: ValidateArgs, io: Io): Promise<readonly (CatalogSource | string)[]> {
  const inputs: (CatalogSource | string)[] = [];
  for (const argument of args.catalog) {
    if (argument === standardInput) inputs.push(await readCatalogStdin(io));
    else if (isUrl(argument)) inputs.push(await inputOfBroker(argument, args, io));
    else for (const file of await filesOf(argument, io)) inputs.push(await readCatalogFile(file, io));
  }
  return inputs;
}

async function inputOfBroker(url: string, args: ValidateArgs, io: Io): Promise<CatalogSource | string> {
  const connection = await connect({ ...args, url }, io);
  const fetched = await fetchCatalog(connection, args.apiVersion, io.signal);
  if (fetched.kind === 'catalog') return fetched.source;
  if (speaksDialect(args.messages)) {
    const text = await dialectErrorFor(fetched, args.messages);
    if (text !== undefined) return `${text}\n`;
  }
  switch (fetched.kind) {
    case 'unanswered':
      throw unreachableError(
        `${fetched.url} gives no answer: ${fetched.why}. Check the address, and that the broker runs.`,
      );
    case 'not-understood':
      throw unreachableError(
        `${fetched.url} is not the catalog of a broker: ${fetched.why}. Check the base URL.`,
      );
    case 'refused':
      throw unreachableError(refusal(fetched.url, fetched.status));
  }
}

function refusal(url: string, status: number): string {
  if (status === 401 || status === 403) {
    return `${url} refuses the credentials (${status}). Give --user, a user:password@ URL, or OSB_USERNAME and OSB_PASSWORD.`;
  }
  if (status >= 300 && status < 400)
    return `${url} redirects (${status}). Give the base URL that it redirects to.`;
  return `${url} answers ${status} instead of a catalog. Check the base URL, and the log of the broker.`;
}
