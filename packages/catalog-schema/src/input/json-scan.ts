/** What one pass over a JSON text tells that its parsed value does not. */
export interface JsonFacts {
  /** Keys of all objects, repeated ones included. */
  readonly keys: number;
  /** Numbers that a double may not hold exactly. */
  readonly suspiciousNumbers: number;
  readonly depth: number;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const minus = 0x2d;

/** Scans a text that `JSON.parse` accepts; without recursion and without building anything. */
export function scanJson(text: string): JsonFacts {
  let keys = 0;
  let suspiciousNumbers = 0;
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      i = stringEnd(text, i) - 1;
    } else if (code === colon) {
      keys++;
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    } else if (isNumberStart(code)) {
      const end = numberEnd(text, i);
      if (end - i > 15) suspiciousNumbers++;
      i = end - 1;
    }
  }
  return { keys, suspiciousNumbers, depth: deepest };
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

/** The number of keys in a parsed value, without recursion. */
export function countKeys(value: unknown): number {
  let keys = 0;
  const waiting: object[] = [];
  if (typeof value === 'object' && value !== null) waiting.push(value);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const items: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (items !== next) keys += items.length;
    for (const item of items) if (typeof item === 'object' && item !== null) waiting.push(item);
  }
  return keys;
}
