import type { JsonObject } from '../engine/json.ts';
import { candidates } from './candidates.ts';
import { SchemaCompiler } from './schema-compiler.ts';

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
export class ValueComparer {
  readonly #compiler = new SchemaCompiler();

  compare(oldSchema: JsonObject, newSchema: JsonObject): Comparison {
    const accepts = { old: this.#compiler.compile(oldSchema), new: this.#compiler.compile(newSchema) };
    if (accepts.old === undefined) return { kind: 'unusable', which: 'old' };
    if (accepts.new === undefined) return { kind: 'unusable', which: 'new' };
    const values = candidates(oldSchema, newSchema);
    const found = new Map<string, Narrowing>();
    let widened: { readonly example: unknown } | undefined;
    for (const value of values) {
      const before = accepts.old(value);
      const now = accepts.new(value);
      if (now && !before && (widened === undefined || shorter(value, widened.example)))
        widened = { example: value };
      if (!before || now) continue;
      const [error] = accepts.new.errors ?? [];
      const at = (error?.schemaPath ?? '#').replace(/^[^#]*#/, '');
      const known = found.get(at);
      if (known !== undefined && !shorter(value, known.example)) continue;
      found.set(at, { at, reason: error?.message ?? 'is refused', example: value });
    }
    if (found.size > 0) return { kind: 'narrowed', narrowings: [...found.values()].slice(0, mostNarrowings) };
    if (widened !== undefined) return { kind: 'widened', ...widened, tried: values.length };
    return { kind: 'undecided', tried: values.length };
  }
}

function shorter(a: unknown, b: unknown): boolean {
  return JSON.stringify(a).length < JSON.stringify(b).length;
}
