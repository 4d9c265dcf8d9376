import { entriesOf, isHash, isInteger, isNil, isNumber, numberText } from './ruby-value.ts';

const shortEscapes = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\f', '\\f'],
  ['\v', '\\v'],
  ['\b', '\\b'],
  ['\x07', '\\a'],
  ['\x1b', '\\e'],
  ['\x7f', '\\x7F'],
]);

/** What Ruby does not print as it is: quotes, `#` before an interpolation sign, control, unassigned, line separators. */
const unprintable = /["\\]|#(?=[{$@])|[\p{Cc}\p{Cn}\p{Cs}\u2028\u2029]/gu;

function escapeCharacter(character: string): string {
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  if (character === '#') return '\\#';
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) return surrogateBytes(code);
  const digits = code.toString(16).toUpperCase();
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
}

/** A lone surrogate is no character in UTF-8: Ruby shows the three bytes that stand for it. */
function surrogateBytes(code: number): string {
  const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.map((byte) => `\\x${byte.toString(16).toUpperCase()}`).join('');
}

/** A string as Ruby's `inspect` shows it. */
export function inspectString(text: string): string {
  return `"${text.replace(unprintable, escapeCharacter)}"`;
}

interface DecimalParts {
  readonly sign: string;
  /** Significant digits without leading and trailing zeros; empty for zero. */
  readonly digits: string;
  /** Power of ten of `0.digits`. */
  readonly exponent: number;
}

function decimalParts(text: string): DecimalParts {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const leading = /^0*/.exec(digits)?.[0].length ?? 0;
  let end = digits.length;
  while (end > leading && digits.charAt(end - 1) === '0') end--;
  return { sign, digits: digits.slice(leading, end), exponent: whole.length - leading + Number(exponent) };
}

function inspectDecimal(text: string): string {
  const { sign, digits, exponent } = decimalParts(text);
  if (digits === '') return `${sign}0.0`;
  return `${sign}0.${digits}e${exponent}`;
}

/** Beyond this many zeros a decimal stays in exponent form, so that `1e999999999` cannot fill the memory. */
const longestPlainDecimal = 10_000;

function plainDecimal(text: string): string {
  const { sign, digits, exponent } = decimalParts(text);
  if (digits === '') return `${sign}0.0`;
  if (Math.abs(exponent) > longestPlainDecimal) return inspectDecimal(text);
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  const whole = digits.slice(0, exponent).padEnd(exponent, '0');
  return `${sign}${whole}.${digits.slice(exponent) || '0'}`;
}

function inspectNumber(value: Parameters<typeof numberText>[0]): string {
  const text = numberText(value);
  if (!isInteger(value)) return inspectDecimal(text);
  return text === '-0' ? '0' : text;
}

/** `show` writes a value for a message; `key` writes it so that equal values have equal texts. */
type Purpose = 'show' | 'key';

/** A value as Ruby (3.3 or older) shows it: `=>` in hashes, `nil`, decimals as `0.15e1`. Not recursive. */
export function inspect(value: unknown, purpose: Purpose = 'show'): string {
  const pieces: string[] = [];
  const pending: ({ readonly piece: string } | { readonly value: unknown })[] = [{ value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('piece' in next) pieces.push(next.piece);
    else if (Array.isArray(next.value)) {
      const items: unknown[] = next.value;
      pieces.push('[');
      pending.push({ piece: ']' });
      for (let index = items.length - 1; index >= 0; index--) {
        pending.push({ value: items[index] });
        if (index > 0) pending.push({ piece: ', ' });
      }
    } else if (isHash(next.value)) {
      const entries = entriesOf(next.value);
      if (purpose === 'key') entries.sort(([a], [b]) => (a < b ? -1 : 1));
      pieces.push('{');
      pending.push({ piece: '}' });
      entries.reverse().forEach(([key, item], index) => {
        pending.push({ value: item }, { piece: `${inspectString(key)}=>` });
        if (index < entries.length - 1) pending.push({ piece: ', ' });
      });
    } else pieces.push(inspectScalar(next.value));
  }
  return pieces.join('');
}

function inspectScalar(value: unknown): string {
  if (isNil(value)) return 'nil';
  if (typeof value === 'string') return inspectString(value);
  if (isNumber(value)) return inspectNumber(value);
  return value === true ? 'true' : 'false';
}

/** A value as Ruby's string interpolation writes it: `nil` is empty, a string has no quotes, `1.5` is plain. */
export function interpolate(value: unknown): string {
  if (isNil(value)) return '';
  if (typeof value === 'string') return value;
  if (isNumber(value) && !isInteger(value)) return plainDecimal(numberText(value));
  return inspect(value);
}
