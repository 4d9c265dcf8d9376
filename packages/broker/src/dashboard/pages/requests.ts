import type { RequestFilter } from '../../store/store.ts';
import { exact, html } from '../html.ts';
import { search } from '../links.ts';
import { definePage, type DashboardServices, oneOf, text } from '../page.ts';
import { choice, pager } from '../parts.ts';
import { changes, copied, type Found, perPage, requestsTable } from '../request-list.ts';

const methods = ['GET', 'PUT', 'PATCH', 'DELETE'] as const;
const classes = ['2', '4', '5'] as const;
const sources = ['changes', 'recent'] as const;

/** Requests that were answered: changes from the store, or everything that this process has in memory. */
export const requestsPage = definePage({
  path: 'requests',
  nav: 'Requests',
  async handle({ query }, services) {
    const source = oneOf(query, 'source', sources) ?? 'changes';
    const method = oneOf(query, 'method', methods);
    const status = oneOf(query, 'status', classes);
    const instanceId = text(query, 'instance');
    const after = text(query, 'after');
    const filter = { method, statusClass: status && Number(status), instanceId };
    const fields = { source, method, status, instance: instanceId };
    const { items, next } = await (source === 'changes' ? changes : recent)(services, filter, after);
    return {
      title: 'Requests',
      main: html`<h1>Requests</h1>
        <p>
          ${source === 'changes' ? 'Requests of the last day that were to change something, of all replicas.' : 'The latest requests of this process, which it keeps in memory; successful reads make room first.'}
          To repeat one, set <code>OSB_URL</code>, <code>OSB_USERNAME</code> and <code>OSB_PASSWORD</code>.
          What is secret was not kept: fill it in where a command says <code>(redacted)</code>.
        </p>
        <form method="get" class="filters" role="search" aria-label="Filter the requests">
          <label
            >Show
            <select name="source">
              <option value="changes">changes</option>
              <option value="recent" ${source === 'recent' && html` selected`}>all, of this process</option>
            </select></label
          >
          ${choice(
            'method',
            'Method',
            methods.map((word) => [word, word]),
            method,
          )}${choice('status', 'Answer', classNames, status)}<label
            >Instance
            <input
              name="instance"
              value="${exact(instanceId ?? '')}"
              maxlength="255"
              autocomplete="off"
              spellcheck="false"
          /></label>
          <button>Filter</button> <a href="?">Clear</a>
        </form>
        ${requestsTable('Requests, newest first', items)}
        ${pager(next && search({ ...fields, after: next }), after && search(fields))} ${copied}`,
    };
  },
});

const classNames = [
  ['2', '2xx, done or accepted'],
  ['4', '4xx, refused'],
  ['5', '5xx, failed'],
] as const;

/** What this process has in memory. */
function recent(
  { recent }: DashboardServices,
  filter: RequestFilter,
  after: string | undefined,
): Promise<Found> {
  const before = after === undefined ? Infinity : Number(after);
  const { items, more } = recent.list(filter, { before, limit: perPage });
  const last = items.at(-1);
  return Promise.resolve({
    items: items.map(({ exchange, sequence }) => ({
      ...exchange,
      key: String(sequence),
      user: exchange.user ?? 'somebody unknown',
      ms: exchange.seconds * 1000,
    })),
    next: more && last !== undefined ? String(last.sequence) : undefined,
  });
}
