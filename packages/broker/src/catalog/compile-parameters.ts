import type { ParameterSchema } from './parameter-types.ts';

/** Checks a value; answers what is wrong with it, each with its place, or nothing. */
export type ParameterCheck = (value: unknown) => readonly string[];

/** Compiles the JSON Schema of a plan's parameters. */
export function compileParameters(schema: ParameterSchema): ParameterCheck {
  return (value) => violations(schema, value, '/parameters');
}

/** The keywords that the reference broker's own schemas use, until the catalog package exports its compiler. */
function violations(schema: Readonly<Record<string, unknown>>, value: unknown, place: string): string[] {
  const found: string[] = [];
  const { type } = schema;
  if (typeof type === 'string' && !hasType(value, type)) return [`${place} must be ${type}`];
  const members = schema['enum'];
  if (Array.isArray(members) && !members.includes(value)) {
    found.push(`${place} must be one of ${members.map(String).join(', ')}`);
  }
  const { minimum, maximum } = schema;
  if (typeof minimum === 'number' && typeof value === 'number' && value < minimum) {
    found.push(`${place} must be ${String(minimum)} or more`);
  }
  if (typeof maximum === 'number' && typeof value === 'number' && value > maximum) {
    found.push(`${place} must be ${String(maximum)} or less`);
  }
  if (isRecord(value)) found.push(...objectViolations(schema, value, place));
  return found;
}

function objectViolations(
  schema: Readonly<Record<string, unknown>>,
  value: Readonly<Record<string, unknown>>,
  place: string,
): string[] {
  const found: string[] = [];
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  for (const name of Array.isArray(schema['required']) ? schema['required'].map(String) : []) {
    if (!Object.hasOwn(value, name)) found.push(`${place} lacks the required property "${name}"`);
  }
  for (const [name, member] of Object.entries(value)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isRecord(property)) found.push(...violations(property, member, `${place}/${name}`));
    else if (schema['additionalProperties'] === false)
      found.push(`${place}/${name} is not a known parameter`);
  }
  return found;
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return isRecord(value);
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
