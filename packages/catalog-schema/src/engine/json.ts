/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a JSON object; arrays and null are none. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an array, whose elements stay unknown. */
export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The value of a key that the object itself has; inherited properties such as `constructor` do not count. */
export function own(object: JsonObject, key: string): unknown {
  const value = object[key];
  const mayBeInherited = typeof value === 'function' || key === '__proto__';
  return mayBeInherited && !Object.hasOwn(object, key) ? undefined : value;
}

/** The JSON name of a value's type, with its article. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return names.get(typeof value) ?? 'no JSON value';
}

const names = new Map([
  ['string', 'a string'],
  ['boolean', 'a boolean'],
  ['number', 'a number'],
  ['bigint', 'a number'],
  ['object', 'an object'],
]);
