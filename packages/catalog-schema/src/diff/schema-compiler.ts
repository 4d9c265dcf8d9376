import AjvDraft04 from 'ajv-draft-04';
import { Ajv, type AnySchemaObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';

import { own, type JsonObject } from '../engine/json.ts';
import { draftOf, type Draft } from '../schemas/drafts.ts';

/** Runs the patterns of schemas in linear time, so that none can keep the comparison busy. */
const linear = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return { test: (text: string) => compiled.matcher(text).find() };
  },
  { code: 'linear' },
);

const options: Options = {
  strict: false,
  logger: false,
  validateFormats: false,
  validateSchema: false,
  ownProperties: true, // else `required: ["constructor"]` holds for every object
  inlineRefs: false,
  addUsedSchema: false,
  code: { regExp: linear },
};

/** Without `$schema` a schema is read as the first of these that takes it. */
const guesses: readonly Draft[] = ['draft-07', 'draft-04'];

/** Compiles schemas of any known draft to be run; nothing is ever fetched. */
export class SchemaCompiler {
  readonly #compilers = new Map<Draft, ReturnType<typeof create>>();

  /** Undefined for a schema that cannot be compiled. */
  compile(schema: JsonObject): ValidateFunction | undefined {
    const declared = own(schema, '$schema');
    const draft = typeof declared === 'string' ? draftOf(declared) : undefined;
    for (const guess of draft === undefined ? guesses : [draft]) {
      try {
        // A schema of a plan is an object, which is all that the compiler asks for.
        return this.#compiler(guess).compile(schema as AnySchemaObject);
      } catch {
        continue;
      }
    }
    return undefined;
  }

  #compiler(draft: Draft): ReturnType<typeof create> {
    let compiler = this.#compilers.get(draft);
    if (compiler === undefined) this.#compilers.set(draft, (compiler = create(draft)));
    return compiler;
  }
}

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
