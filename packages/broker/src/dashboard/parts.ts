import type { OperationSummary } from '../store/summaries.ts';
import { html, type Html } from './html.ts';
import { instancePath } from './links.ts';

/** A column of a table. */
export interface TableShape {
  /** What the table holds, for those who cannot see where it stands. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** What is said instead of an empty table. */
  readonly empty: string;
}

/** A table whose first column names the rows. On narrow screens each row becomes a block; roles keep it a table. */
export function table({ caption, columns, empty }: TableShape, rows: readonly (readonly Html[])[]): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<table role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (cells) =>
          html`<tr role="row">
            ${cells.map((cell, at) =>
              at === 0
                ? html`<th role="rowheader" scope="row">${cell}</th>`
                : html`<td role="cell">
                    <span class="label" aria-hidden="true">${columns[at]}</span> ${cell}
                  </td>`,
            )}
          </tr> `,
      )}
    </tbody>
  </table> `;
}

/** Names and values. */
export function facts(entries: readonly (readonly [string, Html | undefined])[]): Html {
  return html`<dl class="facts">
    ${entries.map(
      ([name, value]) =>
        value &&
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div> `,
    )}
  </dl> `;
}

/** A text from outside on its own: it cannot change the direction of what stands beside it. */
export function bdi(text: string, longest = 300): Html {
  return html`<bdi>${text.length <= longest ? text : `${text.slice(0, longest - 1)}…`}</bdi>`;
}

/** An id. */
export function idText(id: string): Html {
  return html`<bdi class="id">${id}</bdi>`;
}

/** An id of an instance as the link to its page. */
export function instanceLink(root: string, id: string): Html {
  return html`<a class="id" href="${root}${instancePath(id)}"><bdi>${id}</bdi></a>`;
}

/** A moment, in UTC to the second. */
export function time(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

const moods: ReadonlyMap<string, string> = new Map([
  ['ready', 'good'],
  ['succeeded', 'good'],
  ['failed', 'bad'],
]);

/** A state, told by word and by colour. */
export function state(word: string): Html {
  return html`<span class="state ${moods.get(word) ?? 'busy'}">${word}</span>`;
}

/** Where a listing goes on. */
export function pager(next: string | undefined, first: string | undefined): Html {
  if (next === undefined && first === undefined) return html``;
  return html`<nav class="pager" aria-label="Pages">
    ${first !== undefined && html`<a href="${first}">First page</a>`}
    ${next !== undefined && html`<a href="${next}" rel="next">Next page</a>`}
  </nav> `;
}

/** A choice of a filter. */
export function choice(
  name: string,
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen = '',
): Html {
  const known = options.some(([value]) => value === chosen) || chosen === '';
  const all = [['', 'any'], ...options, ...(known ? [] : [[chosen, chosen]])] as const;
  return html`<label
    >${label}
    <select name="${name}">
      ${all.map(
        ([value = '', shown]) =>
          html`<option value="${value}" ${value === chosen && html` selected`}>${shown}</option>`,
      )}
    </select></label
  > `;
}

/** A part of a page that the script brings up to date; `summary` is read out when it changes. */
export function live(id: string, summary: string, content: Html): Html {
  return html`<div id="${id}" data-live data-summary="${summary}">${content}</div> `;
}

/** How far an operation is: its text, a bar when the text names a percentage, and how often it was tried. */
export function progress({ id, status, step, description, attempts }: OperationSummary): Html {
  const percent = status === 'running' ? /\b(\d{1,2}|100) ?%/.exec(description ?? '')?.[1] : undefined;
  return html`${description === undefined ? '–' : bdi(description)}
  ${percent !== undefined && html`<progress max="100" value="${percent}" aria-label="Progress of operation ${id}">${percent} %</progress>`}
  ${status === 'running' && step !== undefined && html`<span class="aside">step ${bdi(step)}</span>`}
  ${attempts > 1 && html`<span class="aside">try ${attempts}</span>`}`;
}

/** `1 binding`, `2 bindings`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
