import { Place } from '../engine/place.ts';
import { keyAt, type Range } from './json-locate.ts';
import { isNumberStart, numberEnd, stringEnd } from './json-scan.ts';

/** Something that only the text shows. */
export interface TextOddity {
  readonly kind: 'duplicate-key' | 'inexact-number';
  readonly at: Place;
  readonly range: Range;
  readonly text: string;
}

interface Level {
  readonly keys: Set<string> | undefined;
  readonly place: Place;
  key: string | number;
}

/** Finds repeated keys and numbers that a double cannot hold; a full pass, for texts where {@link scanJson} found cause. */
export function inspectJson(text: string): readonly TextOddity[] {
  const oddities: TextOddity[] = [];
  const open: Level[] = [];
  const here = (): Place => {
    const level = open.at(-1);
    return level === undefined ? Place.root : level.place.child(level.key);
  };
  let expectKey = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const level = open.at(-1);
    if (code === 0x22) {
      const end = stringEnd(text, i);
      if (expectKey && level?.keys !== undefined) {
        level.key = keyAt(text, i, end);
        if (level.keys.has(level.key)) {
          const range = { offset: i, length: end - i };
          oddities.push({ kind: 'duplicate-key', at: level.place.keyOf(level.key), range, text: level.key });
        }
        level.keys.add(level.key);
        expectKey = false;
      }
      i = end - 1;
    } else if (code === 0x7b || code === 0x5b) {
      expectKey = code === 0x7b;
      open.push({ keys: expectKey ? new Set() : undefined, place: here(), key: 0 });
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
    } else if (code === 0x2c && level !== undefined) {
      expectKey = level.keys !== undefined;
      if (typeof level.key === 'number') level.key++;
    } else if (isNumberStart(code)) {
      const end = numberEnd(text, i);
      const digits = text.slice(i, end);
      if (!isExact(digits)) {
        oddities.push({
          kind: 'inexact-number',
          at: here(),
          range: { offset: i, length: end - i },
          text: digits,
        });
      }
      i = end - 1;
    }
  }
  return oddities;
}

/** False for a whole number beyond 2^53 that a double rounds, and for one that a double cannot reach. */
function isExact(digits: string): boolean {
  const value = Number(digits);
  if (!Number.isFinite(value)) return false;
  if (!/^-?\d{16,400}$/.test(digits)) return true;
  return BigInt(digits) === BigInt(value);
}
