import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { linearPattern, type LinearPattern } from '../schemas/linear-pattern.ts';
import { resolveReference } from './schema-facets.ts';
import { same } from './side.ts';

/**
 * Whether a value seems to satisfy a schema, by its common keywords. It steers the search for examples; the judge of
 * every example is the validator.
 */
export function plausible(value: unknown, schema: unknown, root: JsonObject, depth = 0): boolean {
  if (typeof schema === 'boolean') return schema;
  if (!isObject(schema) || depth > 8) return true;
  const fits = (other: unknown, item = value) => plausible(item, other, root, depth + 1);
  const has = (key: string) => Object.hasOwn(schema, key);
  const list = (key: string): readonly unknown[] => {
    const member = own(schema, key);
    return isArray(member) ? member : [];
  };
  if (has('$ref') && !fits(resolveReference(own(schema, '$ref'), root))) return false;
  if (has('type') && ![own(schema, 'type')].flat().some((type) => isOfType(value, type))) return false;
  if (has('enum') && !list('enum').some((item) => same(item, value))) return false;
  if (has('const') && !same(own(schema, 'const'), value)) return false;
  if (!list('allOf').every((item) => fits(item))) return false;
  if (has('anyOf') && !list('anyOf').some((item) => fits(item))) return false;
  if (has('oneOf') && list('oneOf').filter((item) => fits(item)).length !== 1) return false;
  if (has('not') && fits(own(schema, 'not'))) return false;
  if (typeof value === 'number' && !numberFits(value, schema)) return false;
  if (typeof value === 'string' && !textFits(value, schema)) return false;
  if (isArray(value)) {
    const items = own(schema, 'items');
    return (
      within(value.length, schema, 'Items') && (!isObject(items) || value.every((item) => fits(items, item)))
    );
  }
  if (!isObject(value)) return true;
  const properties = own(schema, 'properties');
  return (
    within(Object.keys(value).length, schema, 'Properties') &&
    list('required').every((key) => typeof key !== 'string' || Object.hasOwn(value, key)) &&
    (!isObject(properties) ||
      Object.keys(value).every(
        (key) => !Object.hasOwn(properties, key) || fits(own(properties, key), value[key]),
      ))
  );
}

function isOfType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function within(count: number, schema: JsonObject, what: 'Length' | 'Items' | 'Properties'): boolean {
  const [least, most] = [own(schema, `min${what}`), own(schema, `max${what}`)];
  return !(typeof least === 'number' && count < least) && !(typeof most === 'number' && count > most);
}

function textFits(value: string, schema: JsonObject): boolean {
  const pattern = own(schema, 'pattern');
  return (
    within(Array.from(value).length, schema, 'Length') &&
    (typeof pattern !== 'string' || compiled(pattern)?.test(value) !== false)
  );
}

/** Undefined for a pattern that cannot be run. */
function compiled(pattern: string): LinearPattern | undefined {
  try {
    return linearPattern(pattern);
  } catch {
    return undefined;
  }
}

function numberFits(value: number, schema: JsonObject): boolean {
  const bound = (key: string) => {
    const limit = own(schema, key);
    return typeof limit === 'number' ? limit : undefined;
  };
  const [least, most, step] = [bound('minimum'), bound('maximum'), bound('multipleOf')];
  const [above, below] = [bound('exclusiveMinimum'), bound('exclusiveMaximum')];
  if (least !== undefined && (value < least || (own(schema, 'exclusiveMinimum') === true && value === least)))
    return false;
  if (most !== undefined && (value > most || (own(schema, 'exclusiveMaximum') === true && value === most)))
    return false;
  if ((above !== undefined && value <= above) || (below !== undefined && value >= below)) return false;
  return step === undefined || step <= 0 || Number.isInteger(value / step);
}
