import type { Plan } from './catalog-model.ts';
import { isObject, type JsonObject } from './json.ts';
import { accepting, minimalParameters, type ParameterUse } from './parameters.ts';

/** Parameters that a plan's schema refuses for one keyword. */
export interface Violation {
  /** As in `maximum of "size"`. */
  readonly breaks: string;
  readonly parameters: JsonObject;
}

/**
 * For each keyword of a plan's schema, at the top and for each property, parameters that are valid but for it; only those
 * that the schema really refuses, at most as many as `limit`.
 */
export function violationsOf(plan: Plan, use: ParameterUse, seed: number, limit = 12): readonly Violation[] {
  const schema = plan.schemas[use];
  const accepts = schema === undefined ? undefined : accepting(schema);
  if (schema === undefined || accepts === undefined) return [];
  const base = minimalParameters(plan, use, seed) ?? {};
  const candidates = [...topLevel(schema, base), ...ofProperties(schema, base)];
  return candidates.filter(({ parameters }) => !accepts(parameters)).slice(0, limit);
}

function topLevel(schema: JsonObject, base: JsonObject): readonly Violation[] {
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const lacking = required.map((name) => ({
    breaks: `required "${name}"`,
    parameters: Object.fromEntries(Object.entries(base).filter(([key]) => key !== name)),
  }));
  const unknown = { breaks: 'additionalProperties', parameters: { ...base, osb_kit_unknown_parameter: 1 } };
  return schema['additionalProperties'] === false ? [...lacking, unknown] : lacking;
}

function ofProperties(schema: JsonObject, base: JsonObject): readonly Violation[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property)) return [];
    return wrongValues(property).map(([keyword, value]) => ({
      breaks: `${keyword} of "${name}"`,
      parameters: { ...base, [name]: value },
    }));
  });
}

/** A value against each keyword of a property. */
function wrongValues(property: JsonObject): readonly (readonly [keyword: string, value: unknown])[] {
  const number = (keyword: string): number | undefined =>
    typeof property[keyword] === 'number' ? property[keyword] : undefined;
  const { type } = property;
  const values: (readonly [string, unknown])[] = [];
  if (type !== undefined) values.push(['type', type === 'string' ? { not: 'a string' } : 'not of this type']);
  if ('enum' in property) values.push(['enum', 'osb-kit-none-of-these']);
  if ('const' in property) values.push(['const', 'osb-kit-not-this']);
  const [minimum, maximum] = [number('minimum'), number('maximum')];
  if (minimum !== undefined) values.push(['minimum', minimum - 1]);
  if (maximum !== undefined) values.push(['maximum', maximum + 1]);
  const [shortest, longest] = [number('minLength'), number('maxLength')];
  if (shortest !== undefined && shortest > 0) values.push(['minLength', 'x'.repeat(shortest - 1)]);
  if (longest !== undefined && longest < 10_000) values.push(['maxLength', 'x'.repeat(longest + 1)]);
  if ('pattern' in property) values.push(['pattern', '\u0001 osb-kit \u0001']);
  const most = number('maxItems');
  if (most !== undefined && most < 1000) values.push(['maxItems', Array.from({ length: most + 1 }, () => 1)]);
  return values;
}
