import {
  compileParameters,
  draftAddresses,
  draftOf,
  type ParameterCheck,
} from '@osb-kit/catalog-schema/parameters';
import { type Check, type Field, inside, shown, wrongType, wrongValue } from './field.ts';
import { jsonObject } from './json-check.ts';

/** Bytes of a schema (spec.md#input-parameters-schema-object says 64 kB). */
const limit = 65_536;

/** What can be told of a schema before it is compiled. */
export const parameterSchema: Check = (value, field) => {
  jsonObject(value, field);
  const schema = value as Readonly<Record<string, unknown>>;
  knownDraft(schema['$schema'], inside(field, '$schema'));
  takesObjects(schema['type'], inside(field, 'type'));
  const size = Buffer.byteLength(JSON.stringify(schema));
  if (size > limit) {
    wrongValue(
      field,
      `has ${size} bytes as JSON, and ${limit} are allowed. Leave out or shorten some of it.`,
    );
  }
};

function knownDraft(value: unknown, field: Field): void {
  const remedy = `Write one of ${draftAddresses.map((address) => `"${address}"`).join(', ')}.`;
  if (typeof value !== 'string') wrongType(field, value, remedy);
  if (draftOf(value) === undefined) {
    wrongValue(field, `is ${shown(value)}, which is not a known draft. ${remedy}`);
  }
}

/** Parameters are always an object, so that a schema for anything else refuses every request. */
function takesObjects(type: unknown, field: Field): void {
  if (type === undefined || type === 'object') return;
  if (Array.isArray(type) && type.includes('object')) return;
  const written = Array.isArray(type) ? 'leaves "object" out' : `is ${shown(type)}`;
  wrongValue(field, `${written}, and parameters are an object. Write "object".`);
}

/** The check that a schema describes; an error names the field and what the compiler says. */
export function compiled(schema: unknown, field: Field): ParameterCheck {
  try {
    return compileParameters(schema);
  } catch (error) {
    const { cause = error } = error as Error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    wrongValue(
      field,
      `cannot be compiled: ${reason}. Write a schema without references that lead out of it; "osb validate" says more.`,
      { cause },
    );
  }
}
