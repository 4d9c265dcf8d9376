import { visible } from './visible-text.ts';

/** HTML or SVG that is ready to be written. {@link markup} makes it; to construct it from a text is to vouch for that text. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a hole of {@link markup}: markup as it is, everything else as escaped text; nothing for absent values. */
export type Hole = Markup | string | number | null | undefined | false | readonly Hole[];

/** A template tag that escapes what is put into it, in text and in quoted attributes alike. */
export function markup(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return new Markup(strings.map((part, at) => (at === 0 ? '' : fill(holes[at - 1])) + part).join(''));
}

function fill(hole: Hole): string {
  if (hole instanceof Markup) return hole.text;
  if (hole === null || hole === undefined || hole === false) return '';
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
  return visible(text).replaceAll(/[&<>"']/g, (char) => entities.get(char) ?? char);
}

/** A sentence of the ledger, in which backticks stand around code. */
export function prose(text: string): Markup {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return markup`${text}`; // a backtick without its partner
  return markup`${parts.map((part, at) => (at % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}

/** A value as JSON for a `<script type="application/json">`: no `<` in it, so that nothing ends the element early. */
export function jsonForScript(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', String.raw`\u003c`));
}
