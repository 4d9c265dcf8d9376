/** HTML that is ready to be sent. {@link html} makes it; to construct it from a text is to vouch for that text. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a hole of {@link html}: HTML as it is, everything else as escaped text, nothing for absent values. */
export type Hole = Html | string | number | null | undefined | false | readonly Hole[];

/** A template tag that escapes what is put into it, in text and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  return new Html(strings.map((part, at) => (at === 0 ? '' : fill(holes[at - 1])) + part).join(''));
}

/** The value of a form field: escaped, and otherwise to the character what it is, so that it comes back as it went. */
export function exact(text: string): Html {
  return new Html(escaped(text));
}

/** Text with control characters and marks that reverse the direction of writing made visible, as ⟨U+202E⟩. */
export function visible(text: string): string {
  return text.replaceAll(
    /[^\P{Cc}\t\n]|\p{Bidi_Control}|\p{Surrogate}|[\u2028\u2029\ufeff]/gu,
    (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

function fill(hole: Hole): string {
  if (hole instanceof Html) return hole.text;
  if (hole === null || hole === undefined || hole === false) return '';
  if (typeof hole === 'number') return String(hole);
  return typeof hole === 'string' ? escaped(visible(hole)) : hole.map(fill).join('');
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => entities.get(char) ?? char);
}
