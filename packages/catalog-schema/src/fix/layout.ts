import type { TextChange } from './changes.ts';
import type { Source, SourceObject, SourcePair } from './source.ts';

/** What stands before an offset on its line, if that is nothing but the allowed characters; looks no further than it must. */
export function leadOf(text: string, offset: number, allowed: string): string | undefined {
  let start = offset;
  while (start > 0 && allowed.includes(text.charAt(start - 1))) start--;
  return start === 0 || text.charAt(start - 1) === '\n' ? text.slice(start, offset) : undefined;
}

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text.charCodeAt(end - 1) === 0x0d && end > offset ? end - 1 : end;
}

/** A key as its neighbours write theirs. */
export function keyLike(text: string, neighbour: SourcePair | undefined, key: string): string {
  const quote = neighbour === undefined ? '"' : text.charAt(neighbour.keyStart);
  return quote === '"' || quote === "'" ? `${quote}${key}${quote}` : key;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const plainUrl = /^https?:\/\/[\w./-]+#?$/;

/** A string as the document writes strings: quoted in JSON and in flow, bare in block YAML where that is safe. */
export function stringFor({ format }: Source, flow: boolean, value: string): string {
  const isSafe = guid.test(value) || plainUrl.test(value);
  return format === 'yaml' && !flow && isSafe ? value : JSON.stringify(value);
}

/** Puts a pair before another one of the same object; `undefined` where the layout leaves no room. */
export function insertBefore(
  source: Source,
  object: SourceObject,
  before: SourcePair | undefined,
  key: string,
  value: string,
): TextChange | undefined {
  const { text } = source;
  if (before === undefined) {
    const isEmpty = object.flow && object.pairs.length === 0;
    if (!isEmpty || /[^\s{}]/.test(text.slice(object.start, object.end))) return undefined;
    const content = `{ ${keyLike(text, undefined, key)}: ${value} }`;
    return { offset: object.start, length: object.end - object.start, content };
  }
  const offset = before.keyStart;
  const written = keyLike(text, before, key);
  if (object.flow) {
    const lead = leadOf(text, offset, ' \t');
    const colon = /^\s*:\s/.test(text.slice(before.keyEnd, before.keyEnd + 20)) ? ': ' : ':';
    const gap = lead === undefined ? colon.slice(1) : `${source.lineBreak}${lead}`;
    return { offset, length: 0, content: `${written}${colon}${value},${gap}` };
  }
  const lead = leadOf(text, offset, ' -');
  if (lead === undefined) return undefined;
  const indent = lead.replaceAll('-', ' ');
  return { offset, length: 0, content: `${written}: ${value}${source.lineBreak}${indent}` };
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
