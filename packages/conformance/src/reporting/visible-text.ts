const invisible = /[^\P{Cc}\t\n]|\p{Bidi_Control}|\p{Surrogate}|[\u2028\u2029\ufeff]/gu;

/**
 * Text from a broker made fit for any document: control characters, marks that reverse the direction of writing and
 * lone surrogates are written as ⟨U+0000⟩, so that nothing hides and every format can hold it. Tabs and line feeds stay,
 * and CR LF becomes a line feed.
 */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(
      invisible,
      (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    );
}

/** {@link visible} on one line: line feeds and tabs become spaces. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll(/[\n\t]+/g, ' ');
}

/** The text, cut to a number of characters, with a mark where it was cut. */
export function shorten(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
}
