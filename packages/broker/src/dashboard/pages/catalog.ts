import type { CatalogService } from '../../catalog/catalog.ts';
import { html, type Html } from '../html.ts';
import { search } from '../links.ts';
import { definePage } from '../page.ts';
import { bdi, facts, idText, live, plural, table } from '../parts.ts';

/** How much there is, and what is offered. */
export const catalogPage = definePage({
  path: '',
  nav: 'Catalog',
  async handle({ root }, { catalog, store }) {
    const { instances, bindings, running } = await store.counts();
    const summary = `${plural(instances, 'instance')}, ${plural(bindings, 'binding')}, ${plural(running, 'running operation')}`;
    const offerings = [...catalog.services.values()];
    return {
      title: 'Catalog',
      main: html`<h1>Catalog</h1>
        ${live(
          'counts',
          summary,
          facts([
            ['Instances', html`<a href="${root}instances">${instances.toLocaleString('en-US')}</a>`],
            ['Bindings', html`<a href="${root}bindings">${bindings.toLocaleString('en-US')}</a>`],
            [
              'Running operations',
              html`<a href="${root}operations?status=running">${running.toLocaleString('en-US')}</a>`,
            ],
            ['Offerings', html`${offerings.length}`],
          ]),
        )}
        ${offerings.map((offering) => section(offering, root))}`,
    };
  },
});

function section({ definition, plans }: CatalogService, root: string): Html {
  const { id, name, description, tags = [], requires = [] } = definition;
  const traits = [
    (definition.bindable ?? definition.bind !== undefined) ? 'bindable' : 'not bindable',
    ...(definition.planUpdateable === true ? ['plans can be changed'] : []),
    ...requires.map((permission) => `needs ${permission}`),
  ];
  return html`<section>
    <h2>${bdi(name)}</h2>
    <p>${bdi(description, 2000)}</p>
    <p class="aside">
      ${idText(id)} · ${traits.join(' · ')}${tags.length > 0 && html` · tags ${bdi(tags.join(', '), 1000)}`}
    </p>
    ${table(
      {
        caption: `Plans of ${name}`,
        columns: ['Plan', 'Description', 'Price', 'Maintenance', 'Id', 'Instances'],
        empty: 'There is no plan.',
      },
      [...plans.values()].map(({ definition: plan }) => [
        bdi(plan.name),
        bdi(plan.description, 2000),
        html`${plan.free === false ? 'paid' : 'free'}`,
        html`${plan.maintenanceInfo?.version ?? '–'}`,
        idText(plan.id),
        html`<a href="${root}instances${search({ service: id, plan: plan.id })}"
          >show<span class="unseen"> instances of plan ${plan.name}</span></a
        >`,
      ]),
    )}
  </section> `;
}
