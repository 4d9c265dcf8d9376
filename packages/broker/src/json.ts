/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Keys may come from users: read them with {@link Object.hasOwn} or by iteration. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object, false for arrays, scalars and null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Compares two JSON values by meaning: the order of keys does not count, the order of elements does. */
export function sameJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((element: Json, index) => sameJson(element, (right as readonly Json[])[index] ?? null));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key] ?? null, right[key] ?? null));
}

/** A copy to hand out: whoever changes it changes nothing that is stored or compared. */
export function copied<T extends Json>(value: T): T {
  // A copy of a JSON value has its type.
  return copy(value) as T;
}

function copy(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (!isJsonObject(value)) return value.map(copy);
  const object: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const field = copy(value[key] ?? null);
    if (key !== '__proto__') object[key] = field;
    else
      Object.defineProperty(object, key, {
        value: field,
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return object;
}
