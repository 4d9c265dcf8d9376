import { exact, html } from '../html.ts';
import { search } from '../links.ts';
import { definePage, oneOf, text } from '../page.ts';
import { choice, live, pager, plural } from '../parts.ts';
import { operationsTable } from '../tables.ts';

const statuses = ['running', 'succeeded', 'failed'] as const;
const kinds = ['provision', 'update', 'deprovision', 'bind', 'unbind'] as const;

/** Operations with their progress, newest first; the script keeps the list up to date. */
export const operationsPage = definePage({
  path: 'operations',
  nav: 'Operations',
  async handle({ query, root }, { store }) {
    const status = oneOf(query, 'status', statuses);
    const kind = oneOf(query, 'kind', kinds);
    const instanceId = text(query, 'instance');
    const after = text(query, 'after');
    const { items, next } = await store.listOperations({ status, kind, instanceId }, { after });
    const fields = { status, kind, instance: instanceId };
    const running = items.filter((operation) => operation.status === 'running').length;
    return {
      title: 'Operations',
      main: html`<h1>Operations</h1>
        <form method="get" class="filters" role="search" aria-label="Filter the operations">
          ${choice(
            'status',
            'State',
            statuses.map((word) => [word, word]),
            status,
          )}${choice(
            'kind',
            'Kind',
            kinds.map((word) => [word, word]),
            kind,
          )}<label
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
        ${live(
          'operations',
          `${plural(running, 'operation')} of this page ${running === 1 ? 'is' : 'are'} running.`,
          html`${operationsTable('Operations, newest first', items, root)}
          ${pager(next && search({ ...fields, after: next }), after && search(fields))}`,
        )}`,
    };
  },
});
