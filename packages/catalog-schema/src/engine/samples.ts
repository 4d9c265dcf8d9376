import type { JsonObject } from './json.ts';

/** A plan that breaks no rule; fields given replace its own, `undefined` removes one. */
export function samplePlan(fields: JsonObject = {}): JsonObject {
  return without({
    id: '2b4f0ad8-6d3b-4d0b-8f0e-3a86c2c9f3f1',
    name: 'small',
    description: 'One shared server with 1 GB of memory.',
    free: true,
    ...fields,
  });
}

/** An offering that breaks no rule; fields given replace its own, `undefined` removes one. */
export function sampleOffering(fields: JsonObject = {}): JsonObject {
  return without({
    id: '9a1f3c52-0f6e-4c53-9a0b-6c1f0f0e7d11',
    name: 'orders-db',
    description: 'A relational database.',
    bindable: true,
    plans: [samplePlan()],
    ...fields,
  });
}

/** A catalog of one offering with these fields. */
export function withOffering(fields: JsonObject): JsonObject {
  return { services: [sampleOffering(fields)] };
}

/** A catalog of one offering with one plan with these fields. */
export function withPlan(fields: JsonObject): JsonObject {
  return withOffering({ plans: [samplePlan(fields)] });
}

/** A second id, for catalogs with two of a kind. */
export const otherId = 'c0b7a6de-54d2-4d6a-9a3f-1f1d2b0f6e22';

function without(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
