import AjvDraft04 from 'ajv-draft-04';
import { Ajv, type AnySchemaObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { own, type JsonObject } from '../engine/json.ts';
import { linearPattern } from './linear-pattern.ts';
import { draftOf, type Draft } from './drafts.ts';

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

function create(draft: Draft): Ajv | Ajv2019 | Ajv2020 | AjvDraft04.default {
  switch (draft) {
    case 'draft-04':
      return new AjvDraft04.default(options);
    case 'draft-06':
    case 'draft-07':
      return new Ajv(options);
    case '2019-09':
      return new Ajv2019(options);
    case '2020-12':
      return new Ajv2020(options);
  }
}
