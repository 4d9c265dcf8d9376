import type { Place } from '../engine/place.ts';
import { isNumberStart, numberEnd, stringEnd } from './json-scan.ts';

/** Offset and length of a value or key. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

interface Wanted {
  readonly parent: Wanted | undefined;
  readonly children: Map<string, Wanted>;
  value?: Range;
  key?: Range;
}

/**
 * Finds places in a text that `JSON.parse` accepts, all in one pass that builds nothing for the rest of the document.
 * A place that the text does not have gets the range of its nearest ancestor.
 */
export function locateInJson(text: string, places: readonly Place[]): readonly Range[] {
  const root: Wanted = { parent: undefined, children: new Map() };
  const wanted = places.map((place) => want(root, place.path));
  new Locator(text).value(root, 0);
  return wanted.map((node, index) => rangeOf(node, places[index]?.isKey ?? false));
}

function want(root: Wanted, path: readonly (string | number)[]): Wanted {
  let node = root;
  for (const part of path) {
    const key = String(part);
    let next = node.children.get(key);
    if (next === undefined) node.children.set(key, (next = { parent: node, children: new Map() }));
    node = next;
  }
  return node;
}

function rangeOf(wanted: Wanted, isKey: boolean): Range {
  if (isKey && wanted.key !== undefined) return wanted.key;
  let node: Wanted | undefined = wanted;
  while (node !== undefined && node.value === undefined) node = node.parent;
  return node?.value ?? { offset: 0, length: 0 };
}

class Locator {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads the value at or after an offset and returns the offset after it; recursion is as deep as the longest wanted path. */
  value(wanted: Wanted, from: number): number {
    const start = this.#space(from);
    const code = this.#text.charCodeAt(start);
    const end =
      wanted.children.size === 0 || (code !== 0x7b && code !== 0x5b)
        ? this.#skip(start)
        : code === 0x7b
          ? this.#object(wanted, start)
          : this.#array(wanted, start);
    wanted.value = { offset: start, length: end - start };
    return end;
  }

  #object(wanted: Wanted, start: number): number {
    let at = this.#space(start + 1);
    while (at < this.#text.length && this.#text.charCodeAt(at) !== 0x7d) {
      const keyEnd = stringEnd(this.#text, at);
      const child = wanted.children.get(keyAt(this.#text, at, keyEnd));
      const valueAt = this.#space(keyEnd) + 1;
      if (child === undefined) at = this.#skip(this.#space(valueAt));
      else {
        child.key = { offset: at, length: keyEnd - at };
        at = this.value(child, valueAt);
      }
      at = this.#comma(at);
    }
    return at + 1;
  }

  #array(wanted: Wanted, start: number): number {
    let at = this.#space(start + 1);
    for (let index = 0; at < this.#text.length && this.#text.charCodeAt(at) !== 0x5d; index++) {
      const child = wanted.children.get(String(index));
      at = this.#comma(child === undefined ? this.#skip(at) : this.value(child, at));
    }
    return at + 1;
  }

  #comma(from: number): number {
    const at = this.#space(from);
    return this.#text.charCodeAt(at) === 0x2c ? this.#space(at + 1) : at;
  }

  #space(from: number): number {
    let at = from;
    while (at < this.#text.length && this.#text.charCodeAt(at) <= 0x20) at++;
    return at;
  }

  #skip(start: number): number {
    let depth = 0;
    let at = start;
    while (at < this.#text.length) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) at = stringEnd(this.#text, at);
      else if (code === 0x7b || code === 0x5b) {
        depth++;
        at++;
        continue;
      } else if (code === 0x7d || code === 0x5d) {
        depth--;
        at++;
      } else if (isNumberStart(code)) at = numberEnd(this.#text, at);
      else if (code === 0x74 || code === 0x6e) at += 4;
      else if (code === 0x66) at += 5;
      else {
        at++;
        continue;
      }
      if (depth === 0) return at;
    }
    return at;
  }
}

/** The key between two quotes, its escapes resolved. */
export function keyAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? String(JSON.parse(text.slice(start, end))) : raw;
}
