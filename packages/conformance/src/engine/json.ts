/** An object that came out of `JSON.parse`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own member of a JSON object; `undefined` when the value is no object or has no such member. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The own member when it is a string. */
export function stringMember(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** The JSON value of a text, or `undefined` when it is not JSON (a JSON text never means `undefined`). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** True when two JSON values mean the same: the order of members does not matter, that of elements does. */
export function sameJson(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

/** Text that is equal for JSON values that mean the same. */
export function canonical(value: unknown): string {
  if (value === undefined) return 'undefined';
  return JSON.stringify(value, (_key, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** A short, one-line rendering of a value for messages. */
export function brief(value: unknown, limit = 120): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  if (text.length <= limit) return text;
  return text.startsWith('"') ? `${text.slice(0, limit - 2)}…"` : `${text.slice(0, limit - 1)}…`;
}
