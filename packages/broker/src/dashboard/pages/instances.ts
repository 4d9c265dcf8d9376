import type { Catalog } from '../../catalog/catalog.ts';
import type { InstanceFilter } from '../../store/store.ts';
import { offeringName, planName } from '../catalog-names.ts';
import { exact, html, type Html } from '../html.ts';
import { search } from '../links.ts';
import { definePage, oneOf, text } from '../page.ts';
import { bdi, choice, instanceLink, pager, state, table, time } from '../parts.ts';

const states = ['provisioning', 'ready', 'updating', 'deprovisioning', 'failed'] as const;

/** All instances, newest first. */
export const instancesPage = definePage({
  path: 'instances',
  nav: 'Instances',
  async handle({ query, root }, { catalog, store }) {
    const fields = Object.fromEntries(
      ['service', 'plan', 'state', 'platform', 'id'].map((name) => [name, text(query, name)]),
    );
    const filter: InstanceFilter = {
      serviceId: fields['service'],
      planId: fields['plan'],
      status: oneOf(query, 'state', states),
      platform: fields['platform'],
      idPrefix: fields['id'],
    };
    const after = text(query, 'after');
    const { items, next } = await store.listInstances(filter, { after });
    return {
      title: 'Instances',
      main: html`<h1>Instances</h1>
        ${form(catalog, fields)}
        ${table(
          {
            caption: 'Instances, newest first',
            columns: ['Instance', 'Offering', 'Plan', 'State', 'Platform', 'Created', 'Changed'],
            empty:
              next === undefined
                ? 'There is no such instance.'
                : 'None so far; the search goes on with the next page.',
          },
          items.map((instance) => [
            instanceLink(root, instance.id),
            offeringName(catalog, instance.serviceId),
            planName(catalog, instance.serviceId, instance.planId),
            html`${state(instance.status)}${!instance.usable && html` <span class="aside">not usable</span>`}`,
            instance.platform === '' ? html`–` : bdi(instance.platform),
            time(instance.createdAt),
            time(instance.updatedAt),
          ]),
        )}
        ${pager(next && search({ ...fields, after: next }), after && search(fields))}`,
    };
  },
});

function form(catalog: Catalog, fields: Readonly<Record<string, string | undefined>>): Html {
  const offerings = [...catalog.services.values()];
  return html`<form method="get" class="filters" role="search" aria-label="Filter the instances">
    <label
      >Id begins with
      <input
        name="id"
        value="${exact(fields['id'] ?? '')}"
        maxlength="255"
        autocomplete="off"
        spellcheck="false"
    /></label>
    ${choice(
      'service',
      'Offering',
      offerings.map(({ definition }) => [definition.id, definition.name]),
      fields['service'],
    )}${choice(
      'plan',
      'Plan',
      offerings.flatMap(({ definition, plans }) =>
        [...plans.values()].map(
          (plan) => [plan.definition.id, `${definition.name} / ${plan.definition.name}`] as const,
        ),
      ),
      fields['plan'],
    )}${choice(
      'state',
      'State',
      states.map((word) => [word, word]),
      fields['state'],
    )}<label
      >Platform
      <input name="platform" value="${exact(fields['platform'] ?? '')}" maxlength="64" list="platforms"
    /></label>
    <datalist id="platforms">
      <option value="cloudfoundry"></option>
      <option value="kubernetes"></option>
    </datalist>
    <button>Filter</button> <a href="?">Clear</a>
  </form> `;
}
