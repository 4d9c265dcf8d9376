import { visible } from './visible.ts';

/** HTML that is ready to be written; only {@link html} makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a hole of {@link html}: markup as it is, text escaped, nothing for absent values. */
export type Hole = Markup | string | number | false | undefined | readonly Hole[];

/** A template tag that escapes what is put into it, in text and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return new Markup(
    strings.map((part, index) => (index === 0 ? '' : fill(holes[index - 1])) + part).join(''),
  );
}

function fill(hole: Hole): string {
  if (hole instanceof Markup) return hole.text;
  if (hole === undefined || hole === false) return '';
  if (typeof hole === 'number') return String(hole);
  return typeof hole === 'string' ? escape(hole) : hole.map(fill).join('');
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escape(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => entities.get(character) ?? character);
}
