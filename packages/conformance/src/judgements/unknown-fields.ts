import { messageDefinitions, type MessageName } from '@osb-kit/spec';
import { isObject } from '../engine/json.ts';

/** A field of an answer that no version of the specification has. */
export interface UnknownField {
  readonly path: string;
  readonly name: string;
}

/** Parts that belong to the broker or to conventions: their names are free. */
const free: ReadonlySet<MessageName> = new Set([
  'ServiceOfferingMetadata',
  'ServicePlanMetadata',
  'ServiceInstanceMetadata',
  'BindingMetadata',
]);

/** The fields of a message that the specification does not have, outside metadata, parameters and credentials. */
export function unknownFieldsOf(message: MessageName, value: unknown, path = ''): readonly UnknownField[] {
  if (!isObject(value) || free.has(message)) return [];
  const properties: Readonly<Record<string, Shape>> = messageDefinitions[message].properties ?? {};
  return Object.entries(value).flatMap(([name, content]) => {
    const at = `${path}/${name}`;
    const shape = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (shape === undefined) return [{ path: at, name }];
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
