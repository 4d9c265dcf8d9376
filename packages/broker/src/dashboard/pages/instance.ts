import type { InstanceRecord } from '../../engine/records.ts';
import { offeringName, planName } from '../catalog-names.ts';
import { html, type Html } from '../html.ts';
import { instancePath, search } from '../links.ts';
import { type DashboardServices, definePage, type Fact, type Page, type PageRequest, text } from '../page.ts';
import { bdi, facts, idText, live, pager, plural, state, time } from '../parts.ts';
import { changes, copied, requestsTable } from '../request-list.ts';
import { bindingsTable, operationsTable } from '../tables.ts';

const perPart = 25;

/** One instance: what it is, what its service tells of it, its bindings, operations and requests. */
export const instancePage = definePage({ path: 'instances/:id', handle: show });

/** The same for ids that cannot stand in a path. */
export const instanceByQueryPage = definePage({
  path: 'instance',
  handle: (request, services) => show({ ...request, id: text(request.query, 'id') ?? '' }, services),
});

async function show({ id, query, root }: PageRequest, services: DashboardServices): Promise<Page> {
  const { store } = services;
  const after = text(query, 'after');
  const [instance, bindings, operations, requests] = await Promise.all([
    store.instance(id),
    store.listBindings(id, { after, limit: perPart }),
    store.listOperations({ instanceId: id }, { limit: perPart }),
    changes(services, { instanceId: id }, undefined, perPart),
  ]);
  const running = operations.items.filter(({ status }) => status === 'running').length;
  const here = root + instancePath(id);
  return {
    status: instance === undefined ? 404 : 200,
    title: `Instance ${id}`,
    main: html`<h1>Instance ${idText(id)}</h1>
      ${live(
        'instance',
        `${instance?.status ?? 'not there'}, ${plural(running, 'running operation')}`,
        html`${instance === undefined ? html`<p class="empty">No instance has this id now.</p>` : html`${instanceFacts(instance, services)}${await panel(instance, services)}`}
          <h2>Bindings</h2>
          ${bindingsTable('Bindings of this instance, newest first', bindings.items, undefined)}
          ${pager(bindings.next && `${here}${here.includes('?') ? '&' : '?'}${search({ after: bindings.next }).slice(1)}`, after && here)}
          <h2>Operations</h2>
          ${operationsTable('Operations on this instance and its bindings, newest first', operations.items, undefined)}
          ${operations.next !== undefined && html`<p><a href="${root}operations${search({ instance: id })}">All operations</a></p>`}`,
      )}
      <h2>Requests</h2>
      ${requestsTable('Changes asked for, newest first', requests.items)}
      <p>
        <a href="${root}requests${search({ instance: id })}">All changes</a> ·
        <a href="${root}requests${search({ instance: id, source: 'recent' })}"
          >All requests to this process</a
        >
      </p>
      ${copied}`,
  };
}

function instanceFacts(instance: InstanceRecord, { catalog }: DashboardServices): Html {
  const { serviceId, planId, status, usable, context, parameters, maintenanceVersion } = instance;
  const given = Object.keys(parameters).length;
  const place = (field: string, otherwise = '') => {
    const value = Object.hasOwn(context, field) ? context[field] : undefined;
    const named = typeof value === 'string' ? value : otherwise;
    return named === '' ? undefined : bdi(named);
  };
  return facts([
    ['State', html`${state(status)}${!usable && html` <span class="aside">not usable</span>`}`],
    ['Offering', offeringName(catalog, serviceId)],
    ['Plan', planName(catalog, serviceId, planId)],
    ['Maintenance', maintenanceVersion === undefined ? undefined : bdi(maintenanceVersion)],
    ['Platform', place('platform')],
    ['Organization', place('organization_guid', instance.organizationGuid)],
    ['Space', place('space_guid', instance.spaceGuid)],
    ['Namespace', place('namespace')],
    ['Name', place('instance_name')],
    ['Parameters', html`${given === 0 ? 'none' : `${plural(given, 'parameter')}, not shown`}`],
    ['Created', time(instance.createdAt)],
    ['Changed', time(instance.updatedAt)],
  ]);
}

/** A service that cannot tell more takes nothing from the page but its own part. */
async function panel(
  { id, lineage, serviceId }: InstanceRecord,
  { panels, log }: DashboardServices,
): Promise<Html | undefined> {
  try {
    const told = await panels.get(serviceId)?.({ id, lineage });
    return told && section(told.title, factsOf(told.facts));
  } catch (error) {
    log.error({ err: error, instance: id, offering: serviceId }, 'a panel of the dashboard failed');
    const note =
      'What the service tells of this instance cannot be shown. The log of the broker has the reason.';
    return section('Service', html`<p class="empty">${note}</p>`);
  }
}

function factsOf(told: readonly Fact[]): Html {
  return facts(
    told.map(({ label, value }) => [
      label,
      html`${typeof value === 'number' ? value.toLocaleString('en-US') : bdi(value)}`,
    ]),
  );
}

function section(title: string, content: Html): Html {
  return html`<section class="panel" aria-labelledby="panel-title">
    <h2 id="panel-title">${bdi(title)}</h2>
    ${content}
  </section> `;
}
