import { withoutSecrets } from '../reporters/frame.ts';
import { visibleLine } from '../reporters/visible.ts';
import { applyChanges, type TextChange } from './changes.ts';
import type { FixResult } from './fix-catalog.ts';
import { lineEnd } from './layout.ts';

const context = 2;
const longestLine = 400;

/** Whole lines of the old text, and the changes in them. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly TextChange[];
}

/**
 * Shows what was mended as a unified diff with two lines of context, secrets blotted out; a text of very long lines as one
 * line for each edit. Empty when nothing was mended.
 */
export function renderEdits(before: string, { edits, changes }: FixResult, source = '<catalog>'): string {
  if (changes.length === 0) return '';
  const blocks = blocksOf(before, changes);
  const isLong = blocks.some(({ from, to }) => (to - from) / (breaksIn(before, from, to) + 1) > longestLine);
  const title = [`--- ${shownLine(source)}`, `+++ ${shownLine(source)} (mended)`];
  const body = isLong
    ? edits.flatMap(({ position: { line, column }, before: old, after }) => [
        `@@ ${line}:${column} @@`,
        ...old.split('\n').map((text) => `-${shownLine(text)}`),
        ...after.split('\n').map((text) => `+${shownLine(text)}`),
      ])
    : hunks(before, blocks);
  return `${[...title, ...body].join('\n')}\n`;
}

/** The lines that changes touch; changes on common lines share a block. */
function blocksOf(text: string, changes: readonly TextChange[]): readonly Block[] {
  const blocks: { from: number; to: number; changes: TextChange[] }[] = [];
  for (const change of changes) {
    const { offset, length } = change;
    const last = blocks.at(-1);
    if (last !== undefined && offset <= last.to) {
      if (offset + length > last.to) last.to = lineEnd(text, offset + length);
      last.changes.push(change);
    } else {
      blocks.push({ from: lineStart(text, offset), to: lineEnd(text, offset + length), changes: [change] });
    }
  }
  return blocks;
}

/** Blocks that are so near to one another that their context meets. */
function groupsOf(text: string, blocks: readonly Block[]): readonly (readonly Block[])[] {
  const groups: Block[][] = [];
  let reach = -1;
  for (const block of blocks) {
    if (linesUp(text, block.from, context) > reach) groups.push([block]);
    else groups.at(-1)?.push(block);
    reach = linesDown(text, block.to, context);
  }
  return groups;
}

function hunks(text: string, blocks: readonly Block[]): readonly string[] {
  const lines: string[] = [];
  let line = 1;
  let read = 0;
  let shift = 0;
  for (const group of groupsOf(text, blocks)) {
    const from = linesUp(text, group[0]?.from ?? 0, context);
    const to = linesDown(text, group.at(-1)?.to ?? 0, context);
    line += breaksIn(text, read, from);
    read = from;
    const body: string[] = [];
    let at = from;
    for (const block of group) {
      if (block.from > at) body.push(...linesOf(text.slice(at, block.from - 1)).map((kept) => ` ${kept}`));
      body.push(...difference(text, block));
      at = block.to + 1 + (text[block.to] === '\r' ? 1 : 0);
    }
    if (at <= to && at < text.length) body.push(...linesOf(text.slice(at, to)).map((kept) => ` ${kept}`));
    const count = (sign: string) => body.filter((each) => !each.startsWith(sign)).length;
    const [old, fresh] = [count('+'), count('-')];
    lines.push(`@@ -${line},${old} +${line + shift},${fresh} @@`, ...body);
    shift += fresh - old;
  }
  return lines;
}

/** The lines of a block before and after, without those at its ends that stay the same. */
function difference(text: string, { from, to, changes }: Block): readonly string[] {
  const part = text.slice(from, to);
  const own = changes.map((change) => ({ ...change, offset: change.offset - from }));
  const old = linesOf(part);
  const fresh = linesOf(applyChanges(part, own) ?? part);
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, fresh.length) - start && old.at(-1 - end) === fresh.at(-1 - end)) end++;
  return [
    ...old.slice(0, start).map((kept) => ` ${kept}`),
    ...old.slice(start, old.length - end).map((gone) => `-${gone}`),
    ...fresh.slice(start, fresh.length - end).map((added) => `+${added}`),
    ...old.slice(old.length - end).map((kept) => ` ${kept}`),
  ];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => shownLine(line.replace(/\r$/, '')));
}

function shownLine(line: string): string {
  const shown = visibleLine(withoutSecrets(line));
  return shown.length > longestLine ? `${shown.slice(0, longestLine - 1)}…` : shown;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function linesUp(text: string, start: number, count: number): number {
  let at = start;
  for (let line = 0; line < count && at > 0; line++) at = lineStart(text, at - 1);
  return at;
}

function linesDown(text: string, end: number, count: number): number {
  let at = end;
  for (let line = 0; line < count; line++) {
    const next = text.indexOf('\n', at);
    if (next === -1 || next + 1 >= text.length) return at;
    at = lineEnd(text, next + 1);
  }
  return at;
}

function breaksIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
