import type { Range } from './json-locate.ts';

/** How a text is written inside another one. */
export type WrittenAs = 'json' | 'double' | 'single' | 'block' | 'plain';

/**
 * Where stretches of a text stand in the document that it is written in: behind the escapes of a quoted string, or
 * between the indents of a block. One pass, whatever the number of stretches.
 */
export function outerRanges(
  inner: string,
  ranges: readonly Range[],
  { outer, start, as }: { readonly outer: string; readonly start: number; readonly as: WrittenAs },
): readonly Range[] {
  const lasts = ranges.map(({ offset, length }) => offset + Math.max(0, length - 1));
  const wanted = [...new Set([...ranges.map(({ offset }) => offset), ...lasts])].sort((a, b) => a - b);
  const walk = new Walk(inner, outer, start, as);
  const found = new Map(wanted.map((offset) => [offset, walk.to(offset)]));
  return ranges.map(({ offset, length }, index) => {
    const at = found.get(offset) ?? start;
    const last = found.get(lasts[index] ?? offset) ?? at;
    return { offset: at, length: length === 0 ? 0 : last - at + 1 };
  });
}

class Walk {
  readonly #inner: string;
  readonly #outer: string;
  readonly #as: WrittenAs;
  #passed = 0;
  #at: number;

  constructor(inner: string, outer: string, start: number, as: WrittenAs) {
    this.#inner = inner;
    this.#outer = outer;
    this.#at = start;
    this.#as = as;
    if (as !== 'json') this.#skipSpace(); // the indent of the first line
    while (as !== 'json' && isSpace(inner.charCodeAt(this.#passed))) this.#passed++;
  }

  /** The offset in the outer text; offsets must be asked for in ascending order. */
  to(offset: number): number {
    while (this.#passed < offset && this.#at < this.#outer.length) this.#step();
    return this.#at;
  }

  #step(): void {
    const isLoose = this.#as !== 'json' && isSpace(this.#inner.charCodeAt(this.#passed));
    if (!isLoose) {
      const length = this.#lengthAt();
      this.#at += length;
      this.#passed += length === 10 ? 2 : 1; // \UXXXXXXXX may stand for a pair of surrogates
      return;
    }
    while (isSpace(this.#inner.charCodeAt(this.#passed))) this.#passed++;
    this.#skipSpace();
  }

  /** White space is folded and indented in many ways; what stands on both sides of it is the same. */
  #skipSpace(): void {
    for (;;) {
      const code = this.#outer.charCodeAt(this.#at);
      if (isSpace(code)) this.#at++;
      else if (
        this.#as === 'double' &&
        code === 0x5c &&
        /[ nrt\n\r\t]/.test(this.#outer.charAt(this.#at + 1))
      )
        this.#at += 2;
      else return;
    }
  }

  /** How many characters stand for the next one. */
  #lengthAt(): number {
    const isQuoted = this.#as === 'json' || this.#as === 'double';
    if (isQuoted && this.#outer.charCodeAt(this.#at) === 0x5c) {
      return lengths.get(this.#outer.charAt(this.#at + 1)) ?? 2;
    }
    return this.#as === 'single' && this.#outer.startsWith("''", this.#at) ? 2 : 1;
  }
}

/** The lengths of escapes that name a character by its number. */
const lengths = new Map([
  ['x', 4],
  ['u', 6],
  ['U', 10],
]);

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
