import AjvDraft04 from 'ajv-draft-04';
import { Ajv, type AnySchemaObject, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { own, type JsonObject } from '../engine/json.ts';
import { linearPattern } from './linear-pattern.ts';
import { draftOf, type Compiler, type Draft } from './drafts.ts';

/** ajv wants the text of an expression too, for code that it writes to files. */
const regExp = Object.assign((pattern: string) => linearPattern(pattern), { code: 'linearPattern' });

const options: Options = {
  strict: false,
  logger: false,
  validateFormats: false,
  validateSchema: false,
  meta: false,
  ownProperties: true, // else `required: ["constructor"]` holds for every object
  inlineRefs: false,
  verbose: true, // an error then holds the schema that it comes from
  code: { regExp },
};

/** Without `$schema` a schema is read as the first of these that takes it. */
const guesses: readonly Draft[] = ['draft-07', 'draft-04'];

/**
 * A schema of any known draft, ready to be run; undefined for one that cannot be compiled. Nothing is ever fetched.
 * Each gets a compiler of its own, so that no `$id` meets another.
 */
export function compileSchema(schema: JsonObject): ValidateFunction | undefined {
  const { validate } = tryToCompile(schema);
  return validate;
}

/** As {@link compileSchema}, with what the compiler said against a schema that cannot be compiled. */
export function tryToCompile(schema: JsonObject): Compilation {
  const declared = own(schema, '$schema');
  const draft = typeof declared === 'string' ? draftOf(declared) : undefined;
  let reason: unknown;
  for (const guess of draft === undefined ? guesses : [draft]) {
    try {
      // A schema of a plan is an object, which is all that the compiler asks for.
      return { validate: create(guess).compile(schema as AnySchemaObject) };
    } catch (error) {
      reason ??= error;
    }
  }
  return { reason };
}

type Compilation =
  | { readonly validate: ValidateFunction; readonly reason?: never }
  | { readonly validate?: never; readonly reason: unknown };

/** Makes checks of the subschemas of a schema that can be compiled, each by the path to it; throws for one that cannot. */
export function createRunner(
  draft: Draft,
  root: JsonObject,
): (path: readonly (string | number)[]) => (value: unknown) => readonly ErrorObject[] {
  const ajv = createValueCompiler(draft);
  const name = 'osb-kit:parameters';
  ajv.addSchema(root, name); // a schema of a plan is an object, which is all that it asks for
  return (path) => {
    const fragment = path.map((key) => `/${encodeURIComponent(pointerToken(key))}`).join('');
    const validate = path.length === 0 ? ajv.getSchema(name) : ajv.getSchema(`${name}#${fragment}`);
    if (validate === undefined) throw new RangeError('There is no such subschema.');
    return (value) => (validate(value) ? [] : (validate.errors ?? []));
  };
}

/** A compiler whose checks tell all that is wrong with a value. */
export function createValueCompiler(draft: Draft): Compiler {
  return create(draft, { allErrors: true, verbose: false });
}

function pointerToken(key: string | number): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}

function create(draft: Draft, more: Options = {}): Ajv | Ajv2019 | Ajv2020 | AjvDraft04.default {
  switch (draft) {
    case 'draft-04':
      return new AjvDraft04.default({ ...options, ...more });
    case 'draft-06':
    case 'draft-07':
      return new Ajv({ ...options, ...more });
    case '2019-09':
      return new Ajv2019({ ...options, ...more });
    case '2020-12':
      return new Ajv2020({ ...options, ...more });
  }
}
