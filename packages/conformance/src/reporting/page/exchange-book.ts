import type { Exchange, ExchangeReference } from '../../engine/exchange.ts';
import type { Outcome } from '../../engine/report.ts';
import { exchangeLine, requestText, responseText, roleWords } from '../exchange-text.ts';
import { markup, jsonForScript, type Markup } from '../markup.ts';
import { shorten, visible } from '../visible-text.ts';
import { durationInWords, plural } from '../words.ts';

/** How much of the exchanges the page holds, in characters. */
export interface PageRoom {
  /** Printed in the page itself; what is beyond goes to the data block. */
  readonly printed: number;
  /** In the data block, from which transcripts are built when they are opened. */
  readonly data: number;
  /** Of one body in the data block. */
  readonly dataBody: number;
}

export const defaultRoom: PageRoom = { printed: 8_000_000, data: 16_000_000, dataBody: 4_000 };

/** Gives out the exchanges of a run to the results of one page, each printed in full once at most. */
export interface ExchangeBook {
  /** The transcript of a result. */
  transcript(references: readonly ExchangeReference[], outcome: Outcome): Markup | null;
  /** The data block with what transcripts need when they are opened; ask last. */
  data(): Markup;
}

export function createExchangeBook(byId: ReadonlyMap<number, Exchange>, room: PageRoom): ExchangeBook {
  const printed = new Set<number>();
  const later = new Set<number>();
  let used = 0;

  const inFull = (reference: ExchangeReference): Markup => {
    const { id, role } = reference;
    const label = markup`<span class="role">${roleWords[role]}</span> `;
    const exchange = byId.get(id);
    if (exchange === undefined)
      return markup`<li class="${role}">${label}Exchange ${id} was not recorded.</li>`;
    const line = exchangeLine(exchange);
    if (printed.has(id)) {
      return markup`<li class="${role}">${label}<a href="#exchange-${id}"><code>${line}</code></a></li>`;
    }
    printed.add(id);
    const [request, response] = [requestText(exchange), responseText(exchange)];
    used += request.length + response.length;
    return markup`<li class="${role}">
<details id="exchange-${id}"><summary>${label}<code>${line}</code> <span class="time">${durationInWords(exchange.durationMs)}</span></summary>
<pre>${request}</pre>
<pre>${response}</pre></details></li>
`;
  };

  return {
    transcript(references, outcome) {
      if (references.length === 0) return null;
      const title = markup`<summary>Transcript of ${plural(references.length, 'exchange')}</summary>`;
      const isQuiet = outcome === 'passed' || outcome === 'skipped';
      if (!isQuiet && used < room.printed) {
        return markup`<details class="transcript">${title}<ol>${references.map(inFull)}</ol></details>`;
      }
      for (const { id } of references) later.add(id);
      const list = references.map(({ id, role }) => `${id}:${role}:${roleWords[role]}`).join(' ');
      return markup`<details class="transcript" data-exchanges="${list}">${title}
<p class="later">Exchanges ${idsInWords(references)}: in the data block at the end of this page and in the JSON report of the run.</p></details>`;
    },
    data() {
      let left = room.data;
      const entries = [...later]
        .toSorted((a, b) => a - b)
        .flatMap((id) => {
          const exchange = byId.get(id);
          if (exchange === undefined || left <= 0) return [];
          const entry = dataEntry(exchange, room.dataBody);
          left -= entry.reduce<number>((sum, part) => sum + String(part).length, 0);
          return [entry];
        });
      return markup`<script type="application/json" id="exchanges">${jsonForScript(entries)}</script>`;
    },
  };
}

type DataEntry = readonly [id: number, line: string, time: string, request: string, response: string];

function dataEntry(exchange: Exchange, limit: number): DataEntry {
  return [
    exchange.id,
    visible(exchangeLine(exchange)),
    durationInWords(exchange.durationMs),
    visible(shorten(requestText(exchange), limit)),
    visible(shorten(responseText(exchange), limit)),
  ];
}

function idsInWords(references: readonly ExchangeReference[]): string {
  return references.map(({ id }) => id).join(', ');
}
