import type { ErrorObject } from 'ajv';

import { own, type JsonObject } from '../engine/json.ts';
import { parsePointer } from '../engine/place.ts';
import { createCompiler, draftOf, idKeyword, metaschemaErrors, type Compiler, type Draft } from './drafts.ts';
import { doubtsOf, type Doubt } from './doubts.ts';
import { metaschemaAdvice } from './metaschema-advice.ts';
import { badPatterns, type BadPattern } from './patterns.ts';
import { badReferences, type BadReference } from './references.ts';
import { ValueJudge } from './value-doubts.ts';

/** Something that is wrong with a schema as such. */
export interface SchemaFault {
  readonly path: readonly (string | number)[];
  readonly what: string;
  /** True for what some validators put up with. */
  readonly tolerable?: boolean;
}

/** What was found out about one parameters schema. */
export interface SchemaExamination {
  /** Length of the compact form in bytes of UTF-8. */
  readonly bytes: number;
  /** Length of the form with two blanks of indentation, likewise. */
  readonly indentedBytes: number;
  /** Absent where `$schema` is missing or names no known draft. */
  readonly draft?: Draft;
  readonly faults: readonly SchemaFault[];
  readonly references: readonly BadReference[];
  readonly patterns: readonly BadPattern[];
  /** What is allowed and cannot be meant. */
  readonly doubts: readonly Doubt[];
}

/** How many bytes of distinct schemas are compiled for one catalog; further ones are checked in every other way. */
const compileBudget = 512 * 1024;
/** What compiling even the smallest schema costs, in the currency of the budget. */
const leastCost = 1024;
const mostFaults = 3;
/** Beyond this only the size is reported; the specification allows a quarter of it. */
const mostBytes = 256 * 1024;

/** Examines parameters schemas; each distinct one once, however many plans share it. */
export class SchemaExaminer {
  readonly #known = new Map<string, SchemaExamination>();
  readonly #byObject = new WeakMap<object, SchemaExamination>();
  readonly #compilers = new Map<Draft, Compiler>();
  readonly #values = new ValueJudge();
  #compiled = 0;
  /** How many distinct schemas were beyond the budget: their metaschema, references, patterns and size were still checked. */
  uncompiled = 0;

  examine(schema: JsonObject): SchemaExamination {
    const seen = this.#byObject.get(schema);
    if (seen !== undefined) return seen;
    const text = JSON.stringify(schema);
    let examination = this.#known.get(text);
    if (examination === undefined) this.#known.set(text, (examination = this.#examine(schema, text)));
    this.#byObject.set(schema, examination);
    return examination;
  }

  #examine(schema: JsonObject, text: string): SchemaExamination {
    const bytes = utf8Length(text);
    if (bytes > mostBytes)
      return { bytes, indentedBytes: bytes, faults: [], references: [], patterns: [], doubts: [] };
    const dollarSchema = own(schema, '$schema');
    const draft = typeof dollarSchema === 'string' ? draftOf(dollarSchema) : undefined;
    const references =
      text.includes('Ref"') || text.includes('$ref"') ? badReferences(schema, idKeyword(draft)) : [];
    const patterns = badPatterns(schema);
    const faults =
      draft !== undefined
        ? metaFaults(draft, schema)
        : dollarSchema === undefined
          ? faultsInAnyDraft(schema)
          : [];
    const isSound = faults.length === 0 && references.length === 0;
    const compiled = isSound && draft !== undefined ? this.#compile(draft, schema, bytes) : { faults };
    const values = compiled.values === undefined ? [] : compiled.values();
    return {
      bytes,
      indentedBytes: bytes < 16_000 ? bytes : utf8Length(JSON.stringify(schema, undefined, 2)),
      ...(draft !== undefined && { draft }),
      faults: compiled.faults,
      references,
      patterns,
      doubts: [...doubtsOf(schema, draft), ...values],
    };
  }

  /** Compiles a schema; where that works, its values can be tried as well. */
  #compile(draft: Draft, schema: JsonObject, bytes: number): Compiled {
    this.#compiled += Math.max(bytes, leastCost);
    if (this.#compiled > compileBudget) {
      this.uncompiled += 1;
      return { faults: [] };
    }
    let ajv = this.#compilers.get(draft);
    if (ajv === undefined) {
      ajv = createCompiler(draft);
      this.#compilers.set(draft, ajv);
    }
    try {
      ajv.compile(schema);
      return { faults: [], values: () => this.#values.doubts(schema, draft) };
    } catch (error) {
      const what = compileReason(error);
      return { faults: [{ path: [], what, tolerable: what.includes('resolves to more than one schema') }] };
    } finally {
      ajv.removeSchema(schema); // else the next schema meets the ids of this one
    }
  }
}

interface Compiled {
  readonly faults: readonly SchemaFault[];
  readonly values?: () => readonly Doubt[];
}

function compileReason(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply to be compiled';
  return error instanceof Error ? error.message.slice(0, 200) : 'it does not compile';
}

/** A schema that does not say what it is, is at fault where neither the oldest nor the newest draft accepts it. */
function faultsInAnyDraft(schema: JsonObject): readonly SchemaFault[] {
  return metaFaults('draft-04', schema).length === 0 ? [] : metaFaults('2020-12', schema);
}

function metaFaults(draft: Draft, schema: JsonObject): readonly SchemaFault[] {
  try {
    return clearest(schema, draft, metaschemaErrors(draft, schema));
  } catch (error) {
    return [{ path: [], what: compileReason(error) }];
  }
}

/** One fault for each place: the most telling of what the branches of the metaschema say about it. */
function clearest(schema: JsonObject, draft: Draft, errors: readonly ErrorObject[]): readonly SchemaFault[] {
  const byPlace = new Map<string, ErrorObject>();
  for (const error of errors) {
    const known = byPlace.get(error.instancePath);
    if (known === undefined || rank(error) > rank(known)) byPlace.set(error.instancePath, error);
  }
  return [...byPlace.values()].slice(0, mostFaults).map((error) => ({
    path: parsePointer(error.instancePath),
    what: metaschemaAdvice(schema, draft, error),
  }));
}

function rank({ keyword }: ErrorObject): number {
  return ['anyOf', 'type', 'enum'].indexOf(keyword);
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    const isPair = code >= 0xd800 && code <= 0xdbff && i + 1 < text.length;
    bytes += code < 0x800 ? 1 : 2;
    if (isPair) i++; // four bytes for two code units: two are counted, two are added
  }
  return bytes;
}
