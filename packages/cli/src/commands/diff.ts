import type { CatalogDifference } from '@osb-kit/catalog-schema';
import { apiVersions, latestApiVersion } from '@osb-kit/spec';
import { inputsOf, isRefusal, type InputArgs } from '../catalog-inputs.ts';
import { unreachableError, usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { connectionOptions } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { outputOptions, parseOutputs, writeOutputs, type Renderer } from '../outputs.ts';
import { refusalError } from '../refusal-error.ts';
import { isUnread, whyUnread } from '../unread.ts';

const formats = ['text', 'json', 'markdown'] as const;

/** Says what an update of a registered broker would do. */
export const diffCommand = defineCommand({
  usage: 'diff [old] [new]',
  summary: 'Say what an update of a registered broker would do',
  examples: [
    [
      'osb diff http://me:secret@broker.example.com catalog.yaml',
      'what is registered against what is to follow',
    ],
    ['osb diff old.json new.json --format markdown', 'for a pull request; exit code 1 when something breaks'],
  ],
  options: (parser) =>
    outputOptions(connectionOptions(parser), formats)
      .positional('old', {
        type: 'string',
        describe: 'The catalog that the broker is registered with: a file or URL',
      })
      .positional('new', { type: 'string', describe: 'The catalog that is to follow: a file or URL' })
      .option('api-version', {
        type: 'string',
        choices: apiVersions,
        default: latestApiVersion,
        describe: 'Version of the specification',
      }),
  async run(args, io) {
    if (args.old === undefined || args.new === undefined)
      throw usageError('Two catalogs are needed: osb diff OLD NEW.');
    const outputs = await parseOutputs(args, formats, io);
    const {
      diffCatalogs,
      renderDifferencesAsJson,
      renderDifferencesAsMarkdown,
      renderDifferencesAsText,
      worstImpact,
    } = await import('@osb-kit/catalog-schema');
    const differences = diffCatalogs(
      await catalogOf(args.old, args, io),
      await catalogOf(args.new, args, io),
    );
    const renderers = new Map<string, Renderer<readonly CatalogDifference[]>>([
      ['text', renderDifferencesAsText],
      ['json', renderDifferencesAsJson],
      ['markdown', renderDifferencesAsMarkdown],
    ]);
    await writeOutputs(outputs, renderers, differences, io);
    return worstImpact(differences) === 'breaking' ? exitCodes.notConformant : exitCodes.conformant;
  },
});

async function catalogOf(argument: string, args: InputArgs, io: Io): Promise<unknown> {
  const [input, second] = await inputsOf(argument, args, io);
  if (input === undefined || second !== undefined)
    throw usageError(`"${argument}" is not one catalog. Name a single file.`);
  if (isRefusal(input)) throw refusalError(input, args.apiVersion);
  if ('error' in input) throw input.error;
  const { validateCatalog } = await import('@osb-kit/catalog-schema');
  const result = validateCatalog(input.content, {
    source: input.name,
    form: input.fetched ? 'wire' : 'file',
    ...(input.fetched ? { format: 'json' as const } : {}),
  });
  if (isUnread(result)) throw unreachableError(whyUnread(result));
  return result.catalog;
}
