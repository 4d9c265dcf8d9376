import { compileParameters } from '@osb-kit/catalog-schema';
import { createGeneratorSync } from 'json-schema-faker';
import type { Plan } from './catalog-model.ts';
import { isObject, type JsonObject } from './json.ts';
import type { PlanFacts } from './options.ts';

/** Which parameters of a plan. */
export type ParameterUse = 'create' | 'update' | 'bind';

/** The facts that hold for a plan: all entries that select it, later ones over earlier ones. */
export function factsOf(plan: Plan, facts: readonly PlanFacts[]): PlanFacts {
  const selected = facts.filter(
    (row) =>
      (row.service === undefined || row.service === plan.offering.id || row.service === plan.offering.name) &&
      (row.plan === undefined || row.plan === plan.id || row.plan === plan.name),
  );
  return Object.assign({}, ...selected) as PlanFacts;
}

/** Parameters that a plan's own schema accepts and that are as few as possible; `undefined` when none are needed or none can be built. */
export function minimalParameters(plan: Plan, use: ParameterUse, seed: number): JsonObject | undefined {
  const schema = plan.schemas[use];
  if (schema === undefined) return undefined;
  const accepts = accepting(schema);
  if (accepts === undefined || accepts({})) return undefined;
  return generate(schema, seed, 0, accepts);
}

/** Parameters that the schema accepts, with the optional ones. */
export function fullParameters(plan: Plan, use: ParameterUse, seed: number): JsonObject | undefined {
  const schema = plan.schemas[use];
  const accepts = schema === undefined ? undefined : accepting(schema);
  const made = schema === undefined || accepts === undefined ? undefined : generate(schema, seed, 1, accepts);
  return made === undefined || Object.keys(made).length === 0 ? undefined : made;
}

/** Two different sets of parameters that the schema accepts, to be told apart by the broker. */
export function distinctParameters(
  plan: Plan,
  use: ParameterUse,
  seed: number,
): readonly [JsonObject, JsonObject] | undefined {
  const schema = plan.schemas[use];
  const accepts = schema === undefined ? undefined : accepting(schema);
  if (schema === undefined || accepts === undefined || !isObject(schema['properties'])) return undefined;
  const first = generate(schema, seed, 1, accepts);
  if (first === undefined || Object.keys(first).length === 0) return undefined;
  for (let attempt = 1; attempt <= 20; attempt++) {
    const other = generate(schema, seed + attempt, 1, accepts);
    if (other !== undefined && differsWhereBothSpeak(first, other)) return [first, other];
  }
  return undefined;
}

function differsWhereBothSpeak(first: JsonObject, other: JsonObject): boolean {
  return Object.entries(first).some(
    ([name, value]) => Object.hasOwn(other, name) && JSON.stringify(other[name]) !== JSON.stringify(value),
  );
}

function generate(
  schema: JsonObject,
  seed: number,
  optionals: number,
  accepts: (value: unknown) => boolean,
): JsonObject | undefined {
  try {
    const made = createGeneratorSync({ seed, optionalsProbability: optionals, maxDepth: 8 }).generate(schema);
    return isObject(made) && accepts(made) ? made : undefined;
  } catch {
    return undefined;
  }
}

/** What a foreign schema accepts; `undefined` when it cannot be compiled. Its patterns run in linear time. */
export function accepting(schema: JsonObject): Acceptance | undefined {
  const known = compiled.get(schema);
  if (known !== undefined) return known.accepts;
  const accepts = compile(schema);
  compiled.set(schema, { accepts });
  return accepts;
}

type Acceptance = (value: unknown) => boolean;

/** Every request with parameters asks for them, and to compile a schema takes as long as to send three requests. */
const compiled = new WeakMap<JsonObject, { readonly accepts: Acceptance | undefined }>();

function compile(schema: JsonObject): Acceptance | undefined {
  try {
    const check = compileParameters(schema);
    return (value) => check(value).length === 0;
  } catch {
    return undefined;
  }
}
