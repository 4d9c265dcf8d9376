import type { ApiVersion } from '../versions.ts';

/** A JSON Schema (draft-07) as this package writes it; `x-since` names the first version whose text has the field. */
export interface MessageSchema {
  readonly $ref?: string;
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, MessageSchema>>;
  readonly additionalProperties?: boolean | MessageSchema;
  readonly required?: readonly string[];
  readonly items?: MessageSchema;
  readonly enum?: readonly string[];
  readonly default?: boolean | string;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  /** Keys that must be there when another one is. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly definitions?: Readonly<Record<string, MessageSchema>>;
  readonly 'x-since'?: ApiVersion;
}

/** A field of an object: its schema, whether the object must have it, and since which version it exists. */
export interface Field {
  readonly schema: MessageSchema;
  readonly required: boolean;
}

/** A field that the specification marks with an asterisk. */
export function need(schema: MessageSchema): Field {
  return { schema, required: true };
}

/** An optional field; `since` where it is newer than 2.11. */
export function may(schema: MessageSchema, since?: ApiVersion): Field {
  return { schema: since === undefined ? schema : { ...schema, 'x-since': since }, required: false };
}

/** An object with these fields. Unknown fields are allowed everywhere: receivers ignore them (spec.md#vendor-extension-fields). */
export function object(description: string, fields: Readonly<Record<string, Field>>): MessageSchema {
  const entries = Object.entries(fields);
  const required = entries.filter(([, field]) => field.required).map(([name]) => name);
  return {
    description,
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, field]) => [name, field.schema])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: true,
  };
}

/** A string. */
export function text(description: string, limits: Partial<MessageSchema> = {}): MessageSchema {
  return { description, type: 'string', ...limits };
}

/** A string that may not be empty. */
export function nonEmpty(description: string, limits: Partial<MessageSchema> = {}): MessageSchema {
  return text(description, { minLength: 1, ...limits });
}

/** A boolean. */
export function flag(description: string, limits: Partial<MessageSchema> = {}): MessageSchema {
  return { description, type: 'boolean', ...limits };
}

/** An array. */
export function listOf(
  items: MessageSchema,
  description: string,
  limits: Partial<MessageSchema> = {},
): MessageSchema {
  return { description, type: 'array', items, ...limits };
}

/** An object whose fields the specification leaves open. */
export function anyObject(description: string): MessageSchema {
  return { description, type: 'object', additionalProperties: true };
}

/** A reference to another definition, with what it means in this place. */
export function ref(name: string, description?: string): MessageSchema {
  return { $ref: `#/definitions/${name}`, ...(description === undefined ? {} : { description }) };
}
