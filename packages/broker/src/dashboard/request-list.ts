import type { OriginatingIdentity } from '@osb-kit/spec/protocol';
import type { Json } from '../json.ts';
import type { RequestFilter } from '../store/store.ts';
import type { DashboardServices } from './page.ts';
import { curlCommand, type Repeatable } from './curl.ts';
import { html, type Html } from './html.ts';
import { bdi, table, time } from './parts.ts';

/** What of a request is shown, wherever it was kept. */
export interface ShownRequest extends Repeatable {
  readonly key: string;
  readonly at: number;
  readonly status: number;
  readonly error: string | undefined;
  readonly ms: number;
  readonly user: string;
}

/** Requests on one page. */
export const perPage = 50;

/** Says that a command was copied. */
export const copied: Html = html`<p id="copied" role="status"></p>`;

/** A page of requests. */
export interface Found {
  readonly items: readonly ShownRequest[];
  readonly next: string | undefined;
}

/** Changes, from the store. */
export async function changes(
  { store }: DashboardServices,
  filter: RequestFilter,
  after: string | undefined,
  limit = perPage,
): Promise<Found> {
  const { items, next } = await store.listRequests(filter, { after, limit });
  return { items: items.map((request) => ({ ...request, key: request.id })), next };
}

/** Requests as a table, each with the command that repeats it. */
export function requestsTable(caption: string, requests: readonly ShownRequest[]): Html {
  return table(
    { caption, columns: ['Request', 'Answer', 'Time', 'Sent by', 'Repeat'], empty: 'There is no request.' },
    requests.map((request) => [
      html`<span class="method">${request.method}</span> <bdi class="id">${request.target}</bdi>`,
      html`<span class="state ${request.status < 400 ? 'good' : 'bad'}">${request.status}</span>
        ${request.error} <span class="aside">${request.ms.toFixed(1)} ms</span>`,
      time(request.at),
      html`${bdi(request.user)}${request.originatingIdentity && html` <span class="aside">for ${person(request.originatingIdentity)}</span>`}${request.requestIdentity !== undefined && html` <span class="aside">request ${bdi(request.requestIdentity)}</span>`}`,
      command(request),
    ]),
  );
}

function command(request: ShownRequest): Html {
  return html`<details>
    <summary>curl<span class="unseen"> for ${request.method} ${request.target}</span></summary>
    <pre id="curl-${request.key}" tabindex="0">${curlCommand(request)}</pre>
    <button type="button" data-copy="curl-${request.key}" hidden>Copy</button>
  </details>`;
}

/** The fields that platforms name a person by (profile.md#originating-identity-header). */
const nameFields = ['user_id', 'uid', 'username'] as const;

function person({ platform, value }: OriginatingIdentity): Html {
  const name = nameFields.map((field) => own(value, field)).find((found) => typeof found === 'string');
  return html`${bdi(platform, 64)}${name !== undefined && html` ${bdi(name, 100)}`}`;
}

function own(value: object, field: string): Json | undefined {
  // A parsed identity is JSON.
  return Object.hasOwn(value, field) ? (value as Readonly<Record<string, Json>>)[field] : undefined;
}
