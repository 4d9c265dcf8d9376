import { NumberLiteral } from './ruby-value.ts';

type Container =
  | { readonly kind: 'array'; readonly value: unknown[] }
  | { readonly kind: 'object'; readonly value: Map<string, unknown>; key: string };

/**
 * Reads JSON text without loss: numbers become `NumberLiteral`, objects become `Map` in document order.
 * Not recursive, linear. `undefined` when the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  try {
    return new ExactReader(text).read();
  } catch {
    return undefined;
  }
}

const scalar = /-?\d[\d.eE+-]*|true|false|null/y;
const blank = /[\s\ufeff]*/y;

class ExactReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): unknown {
    const open: Container[] = [];
    for (;;) {
      let value = this.#start(open);
      if (value === undefined) continue;
      for (;;) {
        const inner = open.at(-1);
        if (inner === undefined) return this.#finish(value);
        if (inner.kind === 'array') inner.value.push(value);
        else inner.value.set(inner.key, value);
        const sign = this.#sign();
        if (sign === ',') {
          if (inner.kind === 'object') inner.key = this.#key();
          break;
        }
        if (sign !== (inner.kind === 'array' ? ']' : '}')) throw new SyntaxError(`Unexpected ${sign}`);
        open.pop();
        value = inner.value;
      }
    }
  }

  /** The next complete value, or `undefined` after opening a container that has content. */
  #start(open: Container[]): unknown {
    const sign = this.#peek();
    if (sign === '"') return this.#string();
    if (sign === '[') {
      this.#at++;
      if (this.#skip(']')) return [];
      open.push({ kind: 'array', value: [] });
      return undefined;
    }
    if (sign === '{') {
      this.#at++;
      if (this.#skip('}')) return new Map<string, unknown>();
      open.push({ kind: 'object', value: new Map(), key: this.#key() });
      return undefined;
    }
    scalar.lastIndex = this.#at;
    const word = scalar.exec(this.#text)?.[0];
    if (word === undefined) throw new SyntaxError(`Unexpected ${sign}`);
    this.#at += word.length;
    const parsed: unknown = JSON.parse(word);
    return typeof parsed === 'number' ? new NumberLiteral(word) : parsed;
  }

  #finish(value: unknown): unknown {
    if (this.#peek() !== '') throw new SyntaxError('Text after the value');
    return value;
  }

  #peek(): string {
    blank.lastIndex = this.#at;
    blank.exec(this.#text);
    this.#at = blank.lastIndex;
    return this.#text.charAt(this.#at);
  }

  #sign(): string {
    const sign = this.#peek();
    this.#at++;
    return sign;
  }

  #skip(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#at++;
    return true;
  }

  #key(): string {
    if (this.#peek() !== '"') throw new SyntaxError('A key was expected');
    const key = this.#string();
    if (this.#sign() !== ':') throw new SyntaxError('A colon was expected');
    return key;
  }

  #string(): string {
    const start = this.#at;
    for (let end = this.#text.indexOf('"', start + 1); end !== -1; end = this.#text.indexOf('"', end + 1)) {
      let slashes = 0;
      while (this.#text.charAt(end - 1 - slashes) === '\\') slashes++;
      if (slashes % 2 === 1) continue;
      this.#at = end + 1;
      // JSON.parse of a string token can only be a string.
      return JSON.parse(this.#text.slice(start, end + 1)) as string;
    }
    throw new SyntaxError('A string does not end');
  }
}
