import { expect } from 'chai';
import fc from 'fast-check';
import { parseExactJson } from './exact-json.ts';
import { inspect, interpolate } from './ruby-inspect.ts';
import { jsonLength } from './ruby-json.ts';
import { NumberLiteral } from './ruby-value.ts';

const literal = (text: string) => new NumberLiteral(text);

const rows: [value: unknown, shown: string, interpolated?: string][] = [
  [null, 'nil', ''],
  [undefined, 'nil', ''],
  [true, 'true', 'true'],
  [false, 'false', 'false'],
  [0, '0', '0'],
  [-0, '0', '0'],
  [-7, '-7'],
  [literal('-0'), '0'],
  [literal('12345678901234567890123'), '12345678901234567890123'],
  [12345678901234567890123n, '12345678901234567890123'],
  [1.5, '0.15e1', '1.5'],
  [2.25, '0.225e1', '2.25'],
  [literal('1.0'), '0.1e1', '1.0'],
  [literal('1e3'), '0.1e4', '1000.0'],
  [literal('-12.50E-4'), '-0.125e-2', '-0.00125'],
  [literal('0.0'), '0.0', '0.0'],
  [literal('-0.0'), '-0.0', '-0.0'],
  [1e21, '0.1e22', '1000000000000000000000.0'],
  [literal('1e400'), '0.1e401'],
  [literal('1e99999'), '0.1e100000', '0.1e100000'],
  ['text', '"text"', 'text'],
  ['quote " back\\ new\nline', '"quote \\" back\\\\ new\\nline"'],
  ['\t\r\f\v\b\x07\x1b', '"\\t\\r\\f\\v\\b\\a\\e"'],
  ['\x00\x01\x1f\x7f\x80', '"\\u0000\\u0001\\u001F\\x7F\\u0080"'],
  ['#{x} #$y #@z # #x', '"\\#{x} \\#$y \\#@z # #x"'],
  ['é ünï 日本 🦀', '"é ünï 日本 🦀"'],
  ['\u2028\u2029\u200b\ufeff', '"\\u2028\\u2029\u200b\ufeff"'],
  ['\u{10ffff}\u0378', '"\\u{10FFFF}\\u0378"'],
  ['\ud800x', '"\\xED\\xA0\\x80x"'],
  [[], '[]'],
  [{}, '{}'],
  [['a', 2, null], '["a", 2, nil]', '["a", 2, nil]'],
  [{ a: 'b', 'c"': [{}] }, '{"a"=>"b", "c\\""=>[{}]}'],
  [{ nested: { deep: [null, true, 2.25] } }, '{"nested"=>{"deep"=>[nil, true, 0.225e1]}}'],
  [JSON.parse('{"__proto__": 1}'), '{"__proto__"=>1}'],
];

/** Reads back what `inspect` shows, by a grammar of its own. */
function readRuby(text: string): unknown {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    const sticky = new RegExp(pattern.source, 'yu');
    sticky.lastIndex = at;
    const [found] = sticky.exec(text) ?? [];
    at += found?.length ?? 0;
    return found;
  };
  const list = <T>(close: RegExp, item: () => T): T[] => {
    const found: T[] = [];
    while (take(close) === undefined) {
      found.push(item());
      take(/, /);
    }
    return found;
  };
  const value = (): unknown => {
    if (take(/nil/) !== undefined) return null;
    if (take(/true/) !== undefined) return true;
    if (take(/false/) !== undefined) return false;
    if (take(/\[/) !== undefined) return list(/\]/, value);
    if (take(/\{/) !== undefined) {
      return Object.fromEntries(
        list(/\}/, () => {
          const key = value() as string;
          if (take(/=>/) === undefined) throw new Error(`No => at ${at} of ${text}`);
          return [key, value()];
        }),
      );
    }
    const number = take(/-?\d+(?:\.\d+(?:e-?\d+)?)?/);
    if (number !== undefined) return Number(number);
    const quoted = take(/"(?:[^"\\]|\\.)*"/);
    if (quoted === undefined) throw new Error(`Nothing at ${at} of ${text}`);
    return quoted.slice(1, -1).replace(/\\(u\{[0-9A-F]+\}|u[0-9A-F]{4}|x7F|.)/gu, (_, escape: string) => {
      const named: Record<string, string> = {
        n: '\n',
        r: '\r',
        t: '\t',
        f: '\f',
        v: '\v',
        b: '\b',
        a: '\x07',
        e: '\x1b',
        x7F: '\x7f',
      };
      const hex = /^u\{?([0-9A-F]+)/.exec(escape)?.[1];
      return hex === undefined ? (named[escape] ?? escape) : String.fromCodePoint(Number.parseInt(hex, 16));
    });
  };
  const read = value();
  if (at !== text.length) throw new Error(`${text} ends at ${at}`);
  return read;
}

const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
/** Numbers as equal as they are written: minus zero is zero for JSON and for Ruby's integers. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('dialects: Ruby inspect', () => {
  for (const [value, shown, interpolated] of rows) {
    it(`shows ${shown}`, () => {
      expect(inspect(value)).to.equal(shown);
      if (interpolated !== undefined) expect(interpolate(value)).to.equal(interpolated);
    });
  }

  it('can be read back to the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(readRuby(inspect(value))).to.deep.equal(plain(value));
      }),
    );
  });

  it('shows every printable ASCII text without other escapes than quotes, backslashes and interpolation', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const expected = text.replace(/["\\]/g, '\\$&').replace(/#(?=[{$@])/g, '\\#');
        expect(inspect(text)).to.equal(`"${expected}"`);
      }),
    );
  });

  it('gives equal values one key, whatever the order of their members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(inspect(turned, 'key')).to.equal(inspect(value, 'key'));
      }),
    );
  });

  it('is not stopped by depth', () => {
    const depth = 100_000;
    const text = '['.repeat(depth) + ']'.repeat(depth);
    expect(inspect(parseExactJson(text))).to.equal(text);
    expect(jsonLength(parseExactJson(text))).to.equal('too-deep');
  });
});

describe('dialects: exact JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readRuby(inspect(parseExactJson(text)))).to.deep.equal(plain(value));
      }),
    );
  });

  it('keeps numbers as they are written, and the order of keys', () => {
    expect(inspect(parseExactJson('{"b": 1.0, "2": 1, "1": 9007199254740993, "b": 1E2}'))).to.equal(
      '{"b"=>0.1e3, "2"=>1, "1"=>9007199254740993}',
    );
  });

  for (const text of ['', '{', '[1,]', '{"a" 1}', '[1] 2', '"a', '01', 'nul', '{a: 1}', '[1}']) {
    it(`gives up on ${JSON.stringify(text)}`, () => {
      expect(parseExactJson(text)).to.equal(undefined);
    });
  }
});

describe('dialects: length as JSON', () => {
  it('is the length of the text where nothing is escaped for HTML', () => {
    const value = fc
      .jsonValue({ maxDepth: 3 })
      .filter((item) => !/[&<>\u2028\u2029]|\d[.e]/.test(JSON.stringify(item)));
    fc.assert(
      fc.property(value, (item) => {
        expect(jsonLength(item)).to.equal(Array.from(JSON.stringify(item)).length);
      }),
    );
  });
});
