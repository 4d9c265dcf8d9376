import type { Position } from '../engine/finding.ts';

const width = 100;
const tab = '  ';
/** How much of a line is looked at around a place: enough to see that a value belongs to a secret. */
const before = 20_000;
const after = 1_000;

/** The line of a finding and the marks under the offending part. */
export interface Frame {
  readonly line: number;
  readonly code: string;
  readonly marks: string;
}

/** Cuts the line of a position out of a text; secrets on it are blotted out, and long lines are cut around the place. */
export function frameAt(text: string, position: Position): Frame {
  const start = Math.max(position.offset - position.column + 1, position.offset - before);
  const stretch = text.slice(start, position.offset + after);
  const newline = stretch.indexOf('\n', position.offset - start);
  const line = withoutSecrets(newline === -1 ? stretch : stretch.slice(0, newline));
  const column = position.offset - start;
  const from = column > width - 20 ? column - 20 : 0;
  const shown = line.slice(from, from + width).replace(/\r$/, '');
  const lead = shown.slice(0, column - from);
  const marked = shown.slice(column - from, column - from + Math.max(1, position.length));
  const cut = from > 0 || column < position.column - 1 ? '…' : '';
  const tail = from + width < line.length ? '…' : '';
  return {
    line: position.line,
    code: printable(`${cut}${shown}${tail}`),
    marks:
      ' '.repeat(printable(cut + lead).length) + '~'.repeat(Math.max(1, printable(marked.trimEnd()).length)),
  };
}

/** Blots out the values of keys that hold secrets, keeping their length; in JSON that stands in a string, too. */
export function withoutSecrets(line: string): string {
  const key =
    /((?:secret|password|token)\\?["']?\s*:\s*)(\\".*?(?:(?<!\\)\\"|$)|"(?:[^"\\]|\\.)*"?|'[^']*'?|(?!\\")[^\s,}\]"'[{][^,}\]]*)/gi;
  return line.replace(key, (_, lead: string, value: string) => lead + value.replaceAll(/[^"'\\]/g, '*'));
}

function printable(text: string): string {
  return text.replaceAll('\t', tab).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}
