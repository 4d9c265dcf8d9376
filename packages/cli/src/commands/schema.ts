import { apiVersions, latestApiVersion } from '@osb-kit/spec';
import { usageError } from '../cli-error.ts';
import { configSchema } from '../config-schema.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

const subjects = [
  'catalog',
  'schemastore',
  'config',
  'catalog-report',
  'report',
  'ndjson',
  'exploration',
  'matrix',
  'replay',
] as const;

/** Prints JSON Schemas: of catalogs, for editors, and of what osb reads and writes. */
export const schemaCommand = defineCommand({
  usage: 'schema [of]',
  summary: 'Print the JSON Schema of catalogs, of the configuration, or of a report',
  examples: [
    ['osb schema > catalog.schema.json', 'completion and hover for catalogs in an editor'],
    ['osb schema --api-version 2.14', 'of an older version'],
    ['osb schema config', 'of osb.config.yaml'],
    ['osb schema schemastore', 'which files are catalogs, in the form of SchemaStore'],
  ],
  options: (parser) =>
    parser
      .positional('of', { choices: subjects, default: 'catalog' as const, describe: 'Of what' })
      .option('api-version', {
        type: 'string',
        choices: apiVersions,
        describe: `Version of the specification, for catalogs (default ${latestApiVersion})`,
      }),
  async run(args, io) {
    if (args.of !== 'catalog' && args.apiVersion !== undefined)
      throw usageError(
        `--api-version has no meaning with "${args.of}": only catalogs have versions. Leave it out.`,
      );
    const schema = await schemaOf(args.of, args.apiVersion ?? latestApiVersion);
    io.stdout(`${JSON.stringify(schema, undefined, 2)}\n`);
    return exitCodes.conformant;
  },
});

async function schemaOf(
  subject: (typeof subjects)[number],
  version: (typeof apiVersions)[number],
): Promise<unknown> {
  switch (subject) {
    case 'catalog':
      return (await import('@osb-kit/catalog-schema')).catalogJsonSchema(version);
    case 'schemastore':
      return (await import('@osb-kit/catalog-schema')).schemaStoreEntry(apiVersions);
    case 'config':
      return configSchema;
    case 'catalog-report':
      return (await import('@osb-kit/catalog-schema')).jsonReportSchema;
    case 'report':
      return (await import('@osb-kit/conformance')).reportSchema;
    case 'exploration':
      return (await import('@osb-kit/conformance')).explorationSchema;
    case 'matrix':
      return (await import('@osb-kit/conformance')).matrixSchema;
    case 'replay':
      return (await import('@osb-kit/conformance')).replaySchema;
    case 'ndjson':
      return (await import('@osb-kit/conformance')).ndjsonSchema;
  }
}
