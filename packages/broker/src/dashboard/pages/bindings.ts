import { html } from '../html.ts';
import { search } from '../links.ts';
import { definePage, text } from '../page.ts';
import { pager } from '../parts.ts';
import { bindingsTable } from '../tables.ts';

/** All bindings, newest first; never what they hand out. */
export const bindingsPage = definePage({
  path: 'bindings',
  nav: 'Bindings',
  async handle({ query, root }, { store }) {
    const after = text(query, 'after');
    const { items, next } = await store.listBindings(undefined, { after });
    return {
      title: 'Bindings',
      main: html`<h1>Bindings</h1>
        ${bindingsTable('Bindings, newest first', items, root)}
        ${pager(next && search({ after: next }), after && '?')}`,
    };
  },
});
