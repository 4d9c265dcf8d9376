import { apiVersions, atLeast, latestApiVersion, type ApiVersion } from '../versions.ts';
import { catalogDefinitions } from './catalog.ts';
import type { MessageSchema } from './schema.ts';
import { serviceBindingDefinitions } from './service-binding.ts';
import { serviceInstanceDefinitions } from './service-instance.ts';

/** Every request, response and part of one, by name: the one source of the wire types and of {@link messageSchema}. */
export const messageDefinitions = {
  ...catalogDefinitions,
  ...serviceInstanceDefinitions,
  ...serviceBindingDefinitions,
} as const satisfies Record<string, MessageSchema>;

/** The name of a request, a response, or a part of one. */
export type MessageName = keyof typeof messageDefinitions;

/** All message names, in the order of the definitions. */
export const messageNames = Object.keys(messageDefinitions) as readonly MessageName[];

/**
 * The JSON Schema (draft-07) of a message at a version of the specification: self-contained, with the fields that the
 * version knows, and open to others, since receivers ignore unknown fields (spec.md#vendor-extension-fields).
 */
export function messageSchema(name: MessageName, version: ApiVersion = latestApiVersion): MessageSchema {
  const definitions = new Map<MessageName, MessageSchema>();
  const include = (wanted: MessageName): void => {
    if (definitions.has(wanted)) return;
    const pruned = atVersion(messageDefinitions[wanted], version);
    definitions.set(wanted, pruned);
    for (const used of referencesIn(pruned)) include(used);
  };
  include(name);
  const own = definitions.get(name);
  definitions.delete(name);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `${name}, Open Service Broker API ${version}`,
    ...own,
    ...(definitions.size > 0 ? { definitions: Object.fromEntries(definitions) } : {}),
  };
}

/** The first version whose text has a field of a message; `undefined` for a field that no version has. */
export function fieldSince(name: MessageName, field: string): ApiVersion | undefined {
  const properties: Readonly<Record<string, MessageSchema>> = definitionOf(name).properties ?? {};
  if (!Object.hasOwn(properties, field)) return undefined;
  return properties[field]?.['x-since'] ?? apiVersions[0];
}

function definitionOf(name: MessageName): MessageSchema {
  return messageDefinitions[name];
}

function atVersion(schema: MessageSchema, version: ApiVersion): MessageSchema {
  const { properties, items, ...rest } = withoutSince(schema);
  const kept = Object.entries(properties ?? {}).filter(([, field]) =>
    atLeast(version, field['x-since'] ?? apiVersions[0]),
  );
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(kept.map(([name, field]) => [name, atVersion(field, version)])) }),
    ...(items === undefined ? {} : { items: atVersion(items, version) }),
  };
}

function withoutSince(schema: MessageSchema): MessageSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== 'x-since'));
}

function referencesIn(schema: MessageSchema): MessageName[] {
  const own = schema.$ref === undefined ? [] : [schema.$ref.slice('#/definitions/'.length) as MessageName];
  const inside = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items === undefined ? [] : [schema.items]),
  ];
  return [...own, ...inside.flatMap(referencesIn)];
}
