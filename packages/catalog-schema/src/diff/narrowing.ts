import type { ErrorObject, ValidateFunction } from 'ajv';

import type { JsonObject } from '../engine/json.ts';
import { formatPointer } from '../engine/place.ts';
import { candidates } from './candidates.ts';
import { compileSchema } from '../schemas/schema-compiler.ts';

/** One rule of the new schema that refuses what the old one accepts. */
export interface Narrowing {
  /** JSON Pointer within the new schema. */
  readonly at: string;
  /** In the validator's words. */
  readonly reason: string;
  readonly example: unknown;
}

/** What trying values has shown. */
export type Comparison =
  | { readonly kind: 'narrowed'; readonly narrowings: readonly Narrowing[] }
  | { readonly kind: 'widened'; readonly example: unknown; readonly tried: number }
  | { readonly kind: 'undecided'; readonly tried: number }
  | { readonly kind: 'unusable'; readonly which: 'old' | 'new' };

const mostNarrowings = 10;

/** Compares schemas by the values that they accept. */
export function compareByValues(oldSchema: JsonObject, newSchema: JsonObject): Comparison {
  const oldValidate = compileSchema(oldSchema);
  const newValidate = compileSchema(newSchema);
  if (oldValidate === undefined) return { kind: 'unusable', which: 'old' };
  if (newValidate === undefined) return { kind: 'unusable', which: 'new' };
  const values = candidates(oldSchema, newSchema);
  const found = new Map<string, Narrowing>();
  const places = new SchemaPlaces(newSchema);
  let widened: { readonly example: unknown } | undefined;
  for (const value of values) {
    const before = verdict(oldValidate, value);
    const now = verdict(newValidate, value);
    if (now === true && before === false && (widened === undefined || shorter(value, widened.example))) {
      widened = { example: value };
    }
    if (before !== true || now !== false) continue;
    const [error] = newValidate.errors ?? [];
    const at = error === undefined ? '' : places.of(error);
    const known = found.get(at);
    if (known !== undefined && !shorter(value, known.example)) continue;
    found.set(at, { at, reason: error?.message ?? 'is refused', example: value });
  }
  if (found.size > 0) return { kind: 'narrowed', narrowings: [...found.values()].slice(0, mostNarrowings) };
  if (widened !== undefined) return { kind: 'widened', ...widened, tried: values.length };
  return { kind: 'undecided', tried: values.length };
}

/** Undefined where a schema that is nothing but itself keeps the validator busy until its stack is full. */
function verdict(validate: ValidateFunction, value: unknown): boolean | undefined {
  try {
    return validate(value);
  } catch {
    return undefined;
  }
}

/** Where the parts of a schema stand: an error behind a reference does not tell the way that led there. */
class SchemaPlaces {
  readonly #pointers = new Map<object, string>();

  constructor(schema: JsonObject) {
    const pending: [value: unknown, pointer: string][] = [[schema, '']];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [value, pointer] = next;
      if (typeof value !== 'object' || value === null) continue;
      if (!this.#pointers.has(value)) this.#pointers.set(value, pointer);
      for (const [key, inner] of Object.entries(value)) pending.push([inner, pointer + formatPointer([key])]);
    }
  }

  of({ parentSchema, keyword, schemaPath }: ErrorObject): string {
    const holder = typeof parentSchema === 'object' ? this.#pointers.get(parentSchema) : undefined;
    if (holder !== undefined && keyword !== 'false schema') return holder + formatPointer([keyword]);
    return schemaPath.replace(/^[^#]*#/, '').replace(/\/false schema$/, '');
  }
}

function shorter(a: unknown, b: unknown): boolean {
  return JSON.stringify(a).length < JSON.stringify(b).length;
}
