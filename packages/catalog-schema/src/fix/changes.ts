/** A stretch of the text that is replaced; offset and length in UTF-16 code units. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** Changes by place; insertions at one place keep their order and stand before what is replaced there. */
export function inOrder(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.toSorted((a, b) => a.offset - b.offset || Number(a.length > 0) - Number(b.length > 0));
}

/** The text after the changes; `undefined` when they overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string | undefined {
  const parts: string[] = [];
  let at = 0;
  for (const { offset, length, content } of inOrder(changes)) {
    if (offset < at) return undefined;
    parts.push(text.slice(at, offset), content);
    at = offset + length;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
