import type { ErrorObject } from 'ajv';

import { isObject, type JsonObject } from '../engine/json.ts';
import { shown } from '../engine/shown.ts';
import { drafts } from './drafts.ts';
import { tryToCompile } from './schema-compiler.ts';

/** Checks parameters: says what is wrong with them, with the place as a JSON Pointer below `/parameters`; empty when they are valid. */
export type ParameterCheck = (value: unknown) => readonly string[];

/**
 * Compiles the JSON Schema of a plan's parameters, of any draft that the validator knows, with patterns that run in linear
 * time. `format` is an annotation and not checked. Nothing is ever fetched. Throws a RangeError for a schema that cannot
 * be compiled, as one with a reference that leads out of it (spec.md#input-parameters-schema-object); its cause is what
 * the compiler said.
 */
export function compileParameters(schema: unknown): ParameterCheck {
  const { validate, reason } = isObject(schema)
    ? tryToCompile(schema)
    : { reason: new TypeError('a schema is an object') };
  if (validate === undefined) {
    throw new RangeError(
      `A schema of parameters cannot be compiled: ${reasonText(reason)}. Write it in ${drafts.join(', ')} without references that lead out of it; "osb validate" says what is wrong.`,
      { cause: reason },
    );
  }
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(problemText));
}

function reasonText(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

function problemText(error: ErrorObject): string {
  const place = `/parameters${error.instancePath}`;
  const params: JsonObject = error.params;
  switch (error.keyword) {
    case 'type':
      return `${place} must be ${words(params['type'], ' or ')}`;
    case 'enum':
      return `${place} must be one of ${words(params['allowedValues'], ', ')}`;
    case 'const':
      return `${place} must be ${shown(params['allowedValue'])}`;
    case 'required':
      return `${place} lacks the required property ${shown(params['missingProperty'])}`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `${place}/${token(params['additionalProperty'] ?? params['unevaluatedProperty'])} is not a known parameter`;
    case 'pattern':
      return `${place} must match ${String(params['pattern'])}`;
    default:
      return `${place} ${error.message ?? `breaks "${error.keyword}"`}`;
  }
}

function words(value: unknown, separator: string): string {
  return Array.isArray(value)
    ? value.map((each) => (typeof each === 'string' ? each : shown(each))).join(separator)
    : String(value);
}

/** A key as it stands in a JSON Pointer. */
function token(key: unknown): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}
