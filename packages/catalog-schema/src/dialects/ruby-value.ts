/** A JSON number kept as it was written, because JavaScript cannot tell `1.0` from `1`. */
export class NumberLiteral {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON object: as `JSON.parse` gives it, or as a `Map` that keeps the order of integer-like keys. */
export type Hash = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;

/** Whether Ruby would hold the value as a `Hash`. */
export function isHash(value: unknown): value is Hash {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberLiteral)
  );
}

/** The value of a key of its own, or `undefined`. */
export function member(hash: Hash, key: string): unknown {
  if (hash instanceof Map) return (hash as ReadonlyMap<string, unknown>).get(key);
  return Object.hasOwn(hash, key) ? (hash as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** Whether the key is present, be its value null. */
export function hasMember(hash: Hash, key: string): boolean {
  return hash instanceof Map ? hash.has(key) : Object.hasOwn(hash, key);
}

/** Keys and values, in the order of the document where the value still knows it. */
export function entriesOf(hash: Hash): [string, unknown][] {
  return hash instanceof Map
    ? [...(hash as ReadonlyMap<string, unknown>).entries()]
    : Object.entries(hash as Readonly<Record<string, unknown>>);
}

/** The keys, in the order of `entriesOf`. */
export function keysOf(hash: Hash): Iterable<string> {
  return hash instanceof Map ? (hash as ReadonlyMap<string, unknown>).keys() : Object.keys(hash);
}

/** Whether Ruby would hold the value as `nil`. */
export function isNil(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Whether Ruby's `if` would enter: everything except `nil` and `false`. */
export function isTruthy(value: unknown): boolean {
  return !isNil(value) && value !== false;
}

const integerLiteral = /^-?\d+$/;

/** The digits of a number: as written when it is a literal, else as JavaScript writes it. */
export function numberText(value: NumberLiteral | number | bigint): string {
  return value instanceof NumberLiteral ? value.text : String(value);
}

/** Whether the value is any number. */
export function isNumber(value: unknown): value is NumberLiteral | number | bigint {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof NumberLiteral;
}

/** Whether Ruby would hold the value as an `Integer`: a number written without point and exponent. */
export function isInteger(value: unknown): boolean {
  return isNumber(value) && integerLiteral.test(numberText(value));
}

/** The name of the value's JSON type, an integer told from a number. */
export function jsonType(value: unknown): string {
  if (isNil(value)) return 'null';
  if (isNumber(value)) return isInteger(value) ? 'integer' : 'number';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' ? 'object' : typeof value;
}

/** The length of a string as Ruby counts it: in code points. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) >= 0xd800 && (text.codePointAt(index) ?? 0) > 0xffff) {
      count--;
      index++;
    }
  }
  return count;
}
