import { latestApiVersion, messageSchema, type ApiVersion, type MessageSchema } from '@osb-kit/spec';

import { knownKeys, spellingsAt, type Level } from './engine/keys.ts';
import { messageOf } from './fix/fields.ts';

/** Names of files that are catalogs and nothing else; "catalog.json" is many things. */
export const catalogFileMatch = ['osb-catalog', '*.osb-catalog'].flatMap((name) =>
  ['json', 'yaml', 'yml'].map((ending) => `${name}.${ending}`),
);

/** Where SchemaStore serves the schema of a version. */
function addressOf(apiVersion: ApiVersion): string {
  return `https://json.schemastore.org/osb-catalog-${apiVersion}.json`;
}

/**
 * The JSON Schema (draft-07) of a catalog at a version: self-contained and described, for completion and hover in an
 * editor. It says what a schema can say: types and required keys, that no two elements are the same, and which key is
 * missing where one stands in another spelling. Unique ids and names, and the other rules, are left to `validateCatalog`.
 */
export function catalogJsonSchema(apiVersion: ApiVersion = latestApiVersion): MessageSchema {
  const { $schema, definitions = {}, ...catalog } = messageSchema('Catalog', apiVersion);
  const spelt = new Map(
    (Object.keys(knownKeys) as Level[]).map((level) => [messageOf[level] as string, level]), // its keys are the levels
  );
  const withRules = (name: string, schema: MessageSchema): MessageSchema => {
    const level = spelt.get(name);
    return level === undefined || level.endsWith('Metadata') ? schema : speltRight(level, distinct(schema));
  };
  return {
    ...($schema !== undefined && { $schema }),
    $id: addressOf(apiVersion),
    ...withRules('Catalog', catalog),
    title: `Catalog of an Open Service Broker API ${apiVersion} service broker`,
    definitions: Object.fromEntries(
      Object.entries(definitions).map(([name, schema]) => [name, withRules(name, schema)]),
    ),
  };
}

/** The entry of the schemas in SchemaStore's catalog, by which editors find them. */
export function schemaStoreEntry(versions: readonly ApiVersion[]): Readonly<Record<string, unknown>> {
  return {
    name: 'Open Service Broker API catalog',
    description: 'The catalog of a service broker: what GET /v2/catalog answers',
    fileMatch: catalogFileMatch,
    url: addressOf(latestApiVersion),
    versions: Object.fromEntries(versions.map((version) => [version, addressOf(version)])),
  };
}

/** Offerings and plans: two that are the same have the same id. */
function distinct(schema: MessageSchema): MessageSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([key, field]): [string, MessageSchema] => [
    key,
    key === 'services' || key === 'plans' ? { ...field, uniqueItems: true } : field,
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** A key in another spelling asks for the right one; both may stand together, for platforms of old. */
function speltRight(level: Level, schema: MessageSchema): MessageSchema {
  const known = schema.properties ?? {};
  const wrong = [...spellingsAt(level)].filter(([, right]) => Object.hasOwn(known, right));
  if (wrong.length === 0) return schema;
  return { ...schema, dependencies: Object.fromEntries(wrong.map(([written, right]) => [written, [right]])) };
}
