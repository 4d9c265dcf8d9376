import { messageDefinitions, type MessageName } from '@osb-kit/spec';
import { nearestName } from '@osb-kit/catalog-schema';
import { isObject, type JsonObject } from '../engine/json.ts';

/** A field of an answer that no version of the specification has. */
export interface UnknownField {
  readonly path: string;
  readonly name: string;
  /** The object that it is in. */
  readonly host: JsonObject;
  /** The fields that the specification has there. */
  readonly known: readonly string[];
}

/** What somebody meant who gave a field a name that the specification does not have. */
export interface Slip {
  readonly expected: string;
  readonly because: string;
}

/** Names that stand for what an application needs to use a service. */
const forApplications =
  /^(db|database|service)?_?(user(_?name)?|login|pass(word|wd)?|pwd|ur[il]|dsn|jdbc_?ur[il]|host(_?name)?|port|token|secret|api_?key|access_?key(_?id)?|secret_?(access_?)?key|connection_?string)$/i;

/** What an unknown field was most likely meant to be; `undefined` when it may be an extension. */
export function slipOf({ name, host, known }: UnknownField): Slip | undefined {
  const meant = nearestName(name, known);
  if (meant === undefined || Object.hasOwn(host, meant)) return undefined;
  // x_operation is an extension that has a prefix.
  if (bare(name) !== bare(meant) && bare(name).endsWith(bare(meant))) return undefined;
  return {
    expected: `"${meant}"`,
    because: `platforms ignore "${name}"; it looks like "${meant}", misspelt`,
  };
}

const bare = (name: string) => name.replaceAll(/[-_.:]/g, '').toLowerCase();

/** Parts that belong to the broker or to conventions: their names are free. */
const free: ReadonlySet<MessageName> = new Set([
  'ServiceOfferingMetadata',
  'ServicePlanMetadata',
  'ServiceInstanceMetadata',
  'BindingMetadata',
]);

/** Names at the top level of a binding that belong inside its credentials. */
export function strayCredentials(body: unknown): readonly string[] {
  return unknownFieldsOf('BindResponse', body)
    .filter(({ path, name }) => path === `/${name}` && forApplications.test(name))
    .map(({ name }) => name);
}

/** The fields of a message that the specification does not have, outside metadata, parameters and credentials. */
export function unknownFieldsOf(message: MessageName, value: unknown, path = ''): readonly UnknownField[] {
  if (!isObject(value) || free.has(message)) return [];
  const properties: Readonly<Record<string, Shape>> = messageDefinitions[message].properties ?? {};
  return Object.entries(value).flatMap(([name, content]) => {
    const at = `${path}/${name}`;
    const shape = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (shape === undefined) return [{ path: at, name, host: value, known: Object.keys(properties) }];
    const own = messageOf(shape.$ref);
    if (own !== undefined) return unknownFieldsOf(own, content, at);
    const element = messageOf(shape.items?.$ref);
    if (element === undefined || !Array.isArray(content)) return [];
    return content.flatMap((item, index) => unknownFieldsOf(element, item, `${at}/${String(index)}`));
  });
}

interface Shape {
  readonly $ref?: string;
  readonly items?: { readonly $ref?: string };
}

function messageOf(reference: string | undefined): MessageName | undefined {
  const name = reference?.split('/').at(-1) ?? '';
  // The key was just found in the table whose keys the type names.
  return Object.hasOwn(messageDefinitions, name) ? (name as MessageName) : undefined;
}
