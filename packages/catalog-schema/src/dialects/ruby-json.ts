import { interpolate } from './ruby-inspect.ts';
import { codePoints, entriesOf, isHash, isNil, isNumber } from './ruby-value.ts';

/** Rails writes these in six characters, as `\u003c`: control characters without a short form, and what HTML minds. */
const longEscapes = /(?![\b\f\n\r\t])[\p{Cc}&<>\u2028\u2029](?<![\u007f-\u009f])/gu;
const shortEscapes = /["\\\b\f\n\r\t]/g;

const plain = /^[ !#-%'-;=?-[\]-~]*$/;

function stringLength(text: string): number {
  if (plain.test(text)) return text.length + 2;
  const long = text.match(longEscapes)?.length ?? 0;
  const short = text.match(shortEscapes)?.length ?? 0;
  return 2 + codePoints(text) + 5 * long + short;
}

/** Deeper values cannot be written by the JSON library of Cloud Controller. */
const deepest = 1000;

/**
 * The length, in characters, of the JSON text that Cloud Controller writes for a value, or `too-deep`.
 * Rails writes `<`, `>` and `&` as six characters each.
 */
export function jsonLength(value: unknown): number | 'too-deep' {
  let length = 0;
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value: current, depth } = next;
    if (depth > deepest) return 'too-deep';
    if (typeof current === 'string') length += stringLength(current);
    else if (isNil(current)) length += 4;
    else if (isNumber(current)) length += interpolate(current).length;
    else if (Array.isArray(current)) {
      length += 2 + Math.max(0, current.length - 1);
      for (const item of current as unknown[]) pending.push({ value: item, depth: depth + 1 });
    } else if (isHash(current)) {
      const entries = entriesOf(current);
      length += 2 + Math.max(0, entries.length - 1);
      for (const [key, item] of entries) {
        length += stringLength(key) + 1;
        pending.push({ value: item, depth: depth + 1 });
      }
    } else length += current === true ? 4 : 5;
  }
  return length;
}
