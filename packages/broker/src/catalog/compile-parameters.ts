import type { ParameterSchema } from './parameter-types.ts';

/** Checks a value; answers what is wrong with it, each with its place, or nothing. */
export type ParameterCheck = (value: unknown) => readonly string[];

type Schema = Readonly<Record<string, unknown>>;

/** Keywords that say nothing about whether a value is valid. */
const annotations = ['$schema', '$id', 'id', '$comment', 'title', 'description', 'default', 'examples'];
const checked = [
  ...['type', 'enum', 'const', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern'],
  ...['items', 'minItems', 'maxItems', 'properties', 'required', 'additionalProperties'],
];

/**
 * Compiles the JSON Schema of a plan's parameters. Keywords beyond those that are checked here are refused when the
 * broker is created, so that no parameter passes unchecked.
 */
export function compileParameters(schema: ParameterSchema): ParameterCheck {
  refuseUnchecked(schema, '');
  return (value) => violations(schema, value, '/parameters');
}

function refuseUnchecked(schema: Schema, place: string): void {
  for (const keyword of Object.keys(schema)) {
    if (annotations.includes(keyword) || checked.includes(keyword)) continue;
    throw new RangeError(
      `The keyword "${keyword}" at "${place}" of a parameters schema is not supported. Use ${checked.join(', ')}.`,
    );
  }
  const properties = Object.entries(asSchema(schema['properties']) ?? {});
  const within: readonly (readonly [string, unknown])[] = [
    ...properties.map(([name, property]) => [`properties/${name}`, property] as const),
    ['items', schema['items']],
    ['additionalProperties', schema['additionalProperties']],
  ];
  for (const [name, found] of within) {
    const subschema = asSchema(found);
    if (subschema !== undefined) refuseUnchecked(subschema, `${place}/${name}`);
  }
}

function violations(schema: Schema, value: unknown, place: string): readonly string[] {
  const { type, pattern } = schema;
  const types = (Array.isArray(type) ? type : type === undefined ? [] : [type]).map(String);
  if (types.length > 0 && !types.some((name) => hasType(value, name))) {
    return [`${place} must be ${types.join(' or ')}`];
  }
  const found: string[] = [];
  const members = schema['enum'];
  if (Array.isArray(members) && !members.includes(value)) {
    found.push(`${place} must be one of ${members.map(String).join(', ')}`);
  }
  if ('const' in schema && schema['const'] !== value)
    found.push(`${place} must be ${String(schema['const'])}`);
  if (typeof value === 'number') found.push(...outside(schema, 'minimum', 'maximum', value, place));
  if (typeof value === 'string') {
    const length = Array.from(value).length;
    found.push(...outside(schema, 'minLength', 'maxLength', length, `the length of ${place}`));
    if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) {
      found.push(`${place} must match ${pattern}`);
    }
  }
  if (Array.isArray(value)) {
    found.push(...outside(schema, 'minItems', 'maxItems', value.length, `the length of ${place}`));
    const items = asSchema(schema['items']) ?? {};
    value.forEach((item, index) => found.push(...violations(items, item, `${place}/${String(index)}`)));
  }
  const object = asSchema(value);
  return object === undefined ? found : [...found, ...objectViolations(schema, object, place)];
}

function outside(schema: Schema, least: string, most: string, actual: number, subject: string): string[] {
  const [minimum, maximum] = [schema[least], schema[most]];
  if (typeof minimum === 'number' && actual < minimum)
    return [`${subject} must be ${String(minimum)} or more`];
  if (typeof maximum === 'number' && actual > maximum)
    return [`${subject} must be ${String(maximum)} or less`];
  return [];
}

function objectViolations(schema: Schema, value: Schema, place: string): readonly string[] {
  const { required, additionalProperties } = schema;
  const properties = asSchema(schema['properties']) ?? {};
  const missing = (Array.isArray(required) ? required.map(String) : [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${place} lacks the required property "${name}"`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (property === false) return [`${place}/${name} is not a known parameter`];
    return violations(asSchema(property) ?? {}, member, `${place}/${name}`);
  });
  return [...missing, ...wrong];
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return asSchema(value) !== undefined;
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function asSchema(value: unknown): Schema | undefined {
  // What is neither null nor an array and has the type "object" has keys and values.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;
}
