import type { TextChange } from './changes.ts';
import { insertBefore, keyLike, leadOf, lineEnd } from './layout.ts';
import type { Source, SourceNode, SourceObject, SourcePair } from './source.ts';

/** A pair that is to stand in an object below; `value` is its new text. */
export interface Move {
  readonly pair: SourcePair;
  readonly value: string;
}

/**
 * Moves pairs of an object into the object of another pair, which is made under `key` where it is missing; `undefined`
 * where that cannot be done without touching more.
 */
export function moveInto(
  source: Source,
  host: SourceObject,
  { key, pair: target }: { readonly key: string; readonly pair: SourcePair | undefined },
  moves: readonly Move[],
): readonly TextChange[] | undefined {
  if (moves.some(({ pair }) => !isMovable(source, host, pair))) return undefined;
  return target === undefined ? wrap(source, host, key, moves) : join(source, host, target.node(), moves);
}

/** Takes pairs out of an object; `undefined` where the layout leaves no room, or nothing would be left of a block. */
export function removeFrom(
  source: Source,
  host: SourceObject,
  pairs: readonly SourcePair[],
): readonly TextChange[] | undefined {
  if (!host.flow && pairs.length === host.pairs.length) return undefined;
  if (pairs.some((pair) => !isMovable(source, host, pair))) return undefined;
  return removals(
    source,
    host,
    pairs.map((pair) => ({ pair, value: '' })),
  );
}

/** In block style a pair must have its line to itself, in flow style nothing but commas around it. */
function isMovable({ text }: Source, host: SourceObject, pair: SourcePair): boolean {
  if (text.slice(pair.keyStart, pair.end).includes('\n')) return false;
  if (!host.flow) return leadOf(text, pair.keyStart, ' ') !== undefined;
  const index = host.pairs.indexOf(pair);
  const before = text.slice(host.pairs[index - 1]?.end ?? host.start + 1, pair.keyStart);
  const after = text.slice(pair.end, host.pairs[index + 1]?.keyStart ?? host.end - 1);
  return /^\s*,?\s*$/.test(before) && /^\s*,?\s*$/.test(after);
}

/** The first of the pairs is replaced by the new object, the others go. */
function wrap(source: Source, host: SourceObject, key: string, moves: readonly Move[]): TextChange[] {
  const { text } = source;
  const [first, ...others] = moves;
  if (first === undefined) return [];
  const { pair } = first;
  const name = keyLike(text, pair, key);
  const start = pair.keyStart;
  if (host.flow) {
    const content = `${name}: { ${moves.map((move) => pairText(text, move)).join(', ')} }`;
    return [{ offset: start, length: pair.end - start, content }, ...removals(source, host, others)];
  }
  const lead = `${source.lineBreak}${leadOf(text, start, ' ') ?? ''}  `;
  const lines = moves.map((move) => `${lead}${pairText(text, move)}${restOfLine(text, move)}`);
  return [
    { offset: start, length: lineEnd(text, pair.end) - start, content: `${name}:${lines.join('')}` },
    ...removals(source, host, others),
  ];
}

function join(
  source: Source,
  host: SourceObject,
  target: SourceNode,
  moves: readonly Move[],
): TextChange[] | undefined {
  const { text } = source;
  if (target.kind !== 'object') return undefined;
  const [before] = target.pairs;
  const rests = moves.map((move) => (host.flow ? '' : restOfLine(text, move).trimEnd()));
  if (target.flow && rests.some((rest) => rest !== '')) return undefined;
  if (before === undefined && moves.length > 1) return undefined;
  const changes = moves.map(({ pair, value }, index) =>
    insertBefore(source, target, before, pair.key, `${value}${rests[index] ?? ''}`),
  );
  const made = changes.filter((change) => change !== undefined);
  return made.length < changes.length ? undefined : [...made, ...removals(source, host, moves)];
}

function pairText(text: string, { pair, value }: Move): string {
  return `${text.slice(pair.keyStart, pair.keyEnd)}: ${value}`;
}

/** A comment behind the value. */
function restOfLine(text: string, { pair }: Move): string {
  return text.slice(pair.end, lineEnd(text, pair.end));
}

function removals({ text }: Source, host: SourceObject, moves: readonly Move[]): TextChange[] {
  const going = new Set(moves.map(({ pair }) => pair));
  const changes: TextChange[] = [];
  const { pairs } = host;
  for (let first = 0; first < pairs.length; first++) {
    const start = pairs[first];
    if (start === undefined || !going.has(start)) continue;
    let last = first;
    for (let next = pairs[last + 1]; next !== undefined && going.has(next); next = pairs[last + 1]) last++;
    const kept = pairs[last + 1];
    const end = pairs[last]?.end ?? start.end;
    if (!host.flow) {
      for (const pair of pairs.slice(first, last + 1)) {
        const from = pair.keyStart - (leadOf(text, pair.keyStart, ' ') ?? '').length;
        const newline = text.indexOf('\n', pair.end);
        changes.push({
          offset: from,
          length: (newline === -1 ? text.length : newline + 1) - from,
          content: '',
        });
      }
    } else if (kept !== undefined) {
      changes.push({ offset: start.keyStart, length: kept.keyStart - start.keyStart, content: '' });
    } else {
      const from = pairs[first - 1]?.end ?? start.keyStart;
      changes.push({ offset: from, length: end - from, content: '' });
    }
    first = last;
  }
  return changes;
}
