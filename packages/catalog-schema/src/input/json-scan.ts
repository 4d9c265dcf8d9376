import type { JsonObject } from '../engine/json.ts';

const backslash = 0x5c;
const quote = 0x22;
const minus = 0x2d;

/** What a parsed value is made of. */
export interface ValueFacts {
  /** Keys of all objects. */
  readonly keys: number;
  /** Levels of objects and arrays, at most one more than the limit. */
  readonly depth: number;
  /** True when some number is too large to be kept exactly. */
  readonly hasLargeNumber: boolean;
}

/**
 * Measures a parsed value. Stops when it is deeper than `mostLevels`, as a value that contains itself is, or has more
 * than `mostValues` parts, as one that shares its parts may.
 */
export function measureValue(
  value: unknown,
  mostLevels: number,
  mostValues: number,
): ValueFacts | 'too-deep' | 'too-many' {
  const measure = new Measure(mostLevels, mostValues);
  measure.visit(value, 0);
  const { keys, depth, hasLargeNumber, isTooDeep, isTooLarge } = measure;
  if (isTooDeep) return 'too-deep';
  return isTooLarge ? 'too-many' : { keys, depth, hasLargeNumber };
}

class Measure {
  keys = 0;
  depth = 0;
  hasLargeNumber = false;
  isTooDeep = false;
  isTooLarge = false;
  readonly #mostLevels: number;
  #left: number;

  constructor(mostLevels: number, mostValues: number) {
    this.#mostLevels = mostLevels;
    this.#left = mostValues;
  }

  /** Recursion is as deep as the limit at most; nothing is allocated, since this looks at every part of every catalog. */
  visit(item: unknown, depth: number): void {
    if (typeof item === 'number') {
      if (item > Number.MAX_SAFE_INTEGER || item < -Number.MAX_SAFE_INTEGER) this.hasLargeNumber = true;
      return;
    }
    if (typeof item !== 'object' || item === null) return;
    if (depth > this.depth) this.depth = depth;
    if (depth > this.#mostLevels) this.isTooDeep = true;
    if (this.isTooDeep || this.isTooLarge) return;
    if (Array.isArray(item)) {
      const list: readonly unknown[] = item;
      this.#count(list.length);
      for (const child of list) this.visit(child, depth + 1);
      return;
    }
    let keys = 0;
    for (const key in item) {
      keys++;
      this.visit((item as JsonObject)[key], depth + 1);
    }
    this.keys += keys;
    this.#count(keys);
  }

  #count(values: number): void {
    this.#left -= values;
    if (this.#left < 0) this.isTooLarge = true;
  }
}

/**
 * At least the number of keys in a text that `JSON.parse` accepts, repeated ones included; more only where a string
 * contains a quote before a colon. Equal to the keys of the parsed value only if no key is repeated.
 */
export function countKeysAtLeast(text: string): number {
  let keys = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) <= 0x20) before--;
    if (text.charCodeAt(before) === quote) keys++;
  }
  return keys;
}

/** The offset after the string that starts at `at`. */
export function stringEnd(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, quoteAt: number): boolean {
  let before = quoteAt - 1;
  while (text.charCodeAt(before) === backslash) before--;
  return (quoteAt - before) % 2 === 0;
}

/** True for the first character of a JSON number. */
export function isNumberStart(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === minus;
}

/** The offset after the number that starts at `at`. */
export function numberEnd(text: string, at: number): number {
  let end = at + 1;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    const inNumber =
      (code >= 0x30 && code <= 0x39) ||
      code === 0x2e ||
      code === 0x65 ||
      code === 0x45 ||
      code === 0x2b ||
      code === minus;
    if (!inNumber) break;
  }
  return end;
}
