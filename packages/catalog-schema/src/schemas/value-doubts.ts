import type { ErrorObject } from 'ajv';

import { isArray, own, type JsonObject } from '../engine/json.ts';
import { shown } from '../engine/shown.ts';
import type { Doubt } from './doubts.ts';
import type { Compiler, Draft } from './drafts.ts';
import { createRunner, createValueCompiler } from './schema-compiler.ts';
import { keysOf, subschemas } from './walk.ts';

const mostValues = 200;

/** What a value is refused for by mistake; that an object of defaults is not complete is none. */
const telling = new Set([
  ...[
    'type',
    'enum',
    'const',
    'pattern',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
  ],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'additionalProperties', 'not'],
]);

/** Keywords beside "enum" that may refuse one of its values. */
const judging = new Set([...telling, '$ref', 'allOf', 'anyOf'].filter((key) => key !== 'enum'));

/** How many different subschemas are compiled for one catalog; the values of further ones are not tried. */
const mostCompiled = 500;

/** Tries defaults and values of enumerations; what subschemas have in common is compiled once for a whole catalog. */
export class ValueJudge {
  readonly #compilers = new Map<Draft, Compiler>();
  readonly #alone = new Map<string, Check | undefined>();
  #compiled = 0;

  /** Defaults and values of enumerations that their own schema refuses; the schema is one that can be compiled. */
  doubts(root: JsonObject, draft: Draft): readonly Doubt[] {
    const doubts: Doubt[] = [];
    let run: ReturnType<typeof createRunner> | undefined;
    for (const { value: schema, path } of subschemas(root)) {
      const values = own(schema, 'enum');
      const choices = isArray(values) && Object.keys(schema).some((key) => judging.has(key)) ? values : [];
      const hasDefault = Object.hasOwn(schema, 'default');
      if (!hasDefault && choices.length === 0) continue;
      const keys = keysOf(path);
      const check = this.#check(schema, draft, () => (run ??= createRunner(draft, root))(keys));
      if (check === undefined) continue;
      if (hasDefault) doubts.push(...defaultDoubt(schema['default'], check, keys));
      choices.slice(0, mostValues).forEach((value, index) => {
        doubts.push(...choiceDoubt(value, index, check, keys));
      });
    }
    return doubts;
  }

  /** The check of a subschema: by itself where it refers to nothing, else as a part of its root. */
  #check(schema: JsonObject, draft: Draft, inRoot: () => Check): Check | undefined {
    const kept = Object.entries(schema).filter(([key]) => !annotations.has(key));
    const text = JSON.stringify(kept);
    const refers = /"\$?(?:ref|id|anchor|dynamicRef|recursiveRef)"/i.test(text);
    const name = `${draft} ${text}`;
    if (!refers && this.#alone.has(name)) return this.#alone.get(name);
    if (this.#compiled >= mostCompiled) return undefined;
    this.#compiled += 1;
    try {
      if (refers) return inRoot();
      const compiler = this.#compilers.get(draft) ?? createValueCompiler(draft);
      this.#compilers.set(draft, compiler);
      const validate = compiler.compile(Object.fromEntries(kept));
      const check: Check = (value) => (validate(value) ? [] : (validate.errors ?? []));
      this.#alone.set(name, check);
      return check;
    } catch {
      this.#alone.set(name, undefined); // as a pattern that cannot be run
      return undefined;
    }
  }
}

const annotations = new Set([
  'default',
  'title',
  'description',
  'examples',
  '$comment',
  '$schema',
  'definitions',
  '$defs',
]);

type Check = (value: unknown) => readonly ErrorObject[];

function defaultDoubt(value: unknown, check: Check, path: readonly (string | number)[]): readonly Doubt[] {
  const error = check(value).find(({ keyword }) => telling.has(keyword));
  if (error === undefined) return [];
  const what = `The default ${shown(value)} is refused by its own schema: it ${reason(error)}. ${remedy(error, value)}`;
  return [{ kind: 'default', path: [...path, 'default'], what }];
}

function choiceDoubt(
  value: unknown,
  index: number,
  check: Check,
  path: readonly (string | number)[],
): readonly Doubt[] {
  const error = check(value).find(({ keyword }) => keyword !== 'enum' && telling.has(keyword));
  if (error === undefined) return [];
  const what = `The value ${shown(value)} of "enum" is refused by its own schema: it ${reason(error)}. ${remedy(error, value)}`;
  return [{ kind: 'enum-value', path: [...path, 'enum', index], what }];
}

function reason({ keyword, params, message = 'does not fit' }: ErrorObject): string {
  const facts = params as JsonObject;
  if (keyword === 'enum') return 'must be one of the values of "enum"';
  if (keyword === 'type') return `must be ${[facts['type']].flat().join(' or ')}`;
  return message;
}

function remedy({ keyword, params }: ErrorObject, value: unknown): string {
  const type: unknown = keyword === 'type' ? (params as JsonObject)['type'] : undefined;
  const isNumber = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  if ((type === 'integer' || type === 'number') && isNumber) return `Write ${Number(value)} without quotes.`;
  if (type === 'boolean' && (value === 'true' || value === 'false')) return `Write ${value} without quotes.`;
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return `Put it into quotes: "${String(value)}".`;
  if (value === null) return 'Leave it out, or allow null.';
  return 'Correct the value or the schema.';
}
