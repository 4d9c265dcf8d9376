import type { Position } from '../engine/finding.ts';

const width = 100;
const tab = '  ';

/** The line of a finding and the marks under the offending part. */
export interface Frame {
  readonly line: number;
  readonly code: string;
  readonly marks: string;
}

/** Cuts the line of a position out of a text; secrets on it are blotted out, and long lines are cut around the place. */
export function frameAt(text: string, position: Position): Frame {
  const start = position.offset - position.column + 1;
  const newline = text.indexOf('\n', position.offset);
  const line = withoutSecrets(
    text.slice(start, Math.min(newline === -1 ? text.length : newline, start + 20_000)),
  );
  const column = position.column - 1;
  const from = column > width - 20 ? column - 20 : 0;
  const shown = line.slice(from, from + width).replace(/\r$/, '');
  const before = shown.slice(0, column - from);
  const marked = shown.slice(column - from, column - from + Math.max(1, position.length));
  const lead = from > 0 ? '…' : '';
  const tail = from + width < line.length ? '…' : '';
  return {
    line: position.line,
    code: printable(`${lead}${shown}${tail}`),
    marks:
      ' '.repeat(printable(lead + before).length) +
      '~'.repeat(Math.max(1, printable(marked.trimEnd()).length)),
  };
}

/** Blots out the values of keys that hold secrets, keeping their length. */
export function withoutSecrets(line: string): string {
  const key = /((?:secret|password|token)["']?\s*:\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,}\]"'[{][^,}\]]*)/gi;
  return line.replace(key, (_, lead: string, value: string) => lead + value.replaceAll(/[^"']/g, '*'));
}

function printable(text: string): string {
  return text.replaceAll('\t', tab).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}
