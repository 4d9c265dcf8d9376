import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Listing, pageOf } from './paging.ts';
import type { Reads } from './reads.ts';
import type { BrokerTables } from './schema.ts';
import type { InstanceFilter, OperationFilter, RequestFilter, Store } from './store.ts';
import type { BindingSummary, InstanceSummary, OperationSummary } from './summaries.ts';

type Instance = Omit<BrokerTables['osb_instance'], 'document' | 'lineage'>;
type Binding = Omit<BrokerTables['osb_binding'], 'document'>;
type Operation = Omit<BrokerTables['osb_operation'], 'document' | 'lineage'>;
type Request = Omit<BrokerTables['osb_request'], 'lineage'>;

/** Read-only queries for dashboards and metrics; pages follow the time of creation, newest first. */
export function createListings(
  db: Kysely<BrokerTables>,
  reads: Reads,
): Pick<Store, 'listInstances' | 'listBindings' | 'listOperations' | 'counts'> {
  const lineageOf = async ({ instanceId }: { readonly instanceId?: string | undefined }) =>
    instanceId === undefined ? undefined : reads.lineage(db, instanceId);
  return {
    listInstances: (filter, page) => pageOf(db, instances(filter), page, instance),
    listBindings: (instanceId, page) => pageOf(db, bindings(instanceId), page, binding),
    listOperations: async (filter, page) =>
      pageOf(db, operations(filter, await lineageOf(filter)), page, operation),
    counts: async () => {
      const { rows: counted } = await sql<{ instances: number; bindings: number; running: number }>`select
        (select count(*) from osb_instance) as instances,
        (select count(*) from osb_binding) as bindings,
        (select count(*) from osb_operation where status = 'running') as running`.execute(db);
      return counted[0] ?? { instances: 0, bindings: 0, running: 0 };
    },
  };
}

/** Instances, from an index that holds all that they are filtered by. */
export function instances(filter: InstanceFilter): Listing<Instance> {
  const { serviceId, planId, status, platform, idPrefix } = filter;
  return {
    table: 'osb_instance',
    columns: sql<Instance>`id, service_id, plan_id, status, operation_id, usable, platform, created_at, updated_at`,
    key: ['created_at', 'id'],
    filters: [
      ...equal('service_id', serviceId),
      ...equal('plan_id', planId),
      ...equal('status', status),
      ...equal('platform', platform),
      // Databases order text by their own rules, so that a range would not do.
      ...(idPrefix === undefined
        ? []
        : [sql<boolean>`substr(id, 1, ${sql.lit(Array.from(idPrefix).length)}) = ${idPrefix}`]),
    ],
  };
}

/** Bindings, of one instance or of all. */
export function bindings(instanceId: string | undefined): Listing<Binding> {
  return {
    table: 'osb_binding',
    columns: sql<Binding>`instance_id, id, status, operation_id, created_at, updated_at, expires_at`,
    key: instanceId === undefined ? ['created_at', 'id', 'instance_id'] : ['created_at', 'id'],
    scope: equal('instance_id', instanceId)[0],
  };
}

/** Operations, of one instance with its lineage and its bindings or of all. */
export function operations(
  { instanceId, status, kind }: OperationFilter,
  lineage: string | undefined,
): Listing<Operation> {
  return {
    table: 'osb_operation',
    columns: sql<Operation>`id, kind, instance_id, binding_id, status, mode, step, description, attempts, created_at, finished_at`,
    key: ['created_at', 'id'],
    scope: ofInstance(lineage, instanceId),
    filters: [...equal('status', status), ...equal('kind', kind)],
  };
}

/** Requests of the history, about one instance with its lineage or all. */
export function requests(
  { instanceId, method, statusClass }: RequestFilter,
  lineage: string | undefined,
): Listing<Request> {
  return {
    table: 'osb_request',
    columns: sql<Request>`id, created_at, method, status, instance_id, binding_id, batch_id, position`,
    key: ['created_at', 'id'],
    scope: ofInstance(lineage, instanceId),
    filters: [
      ...equal('method', method),
      ...(statusClass === undefined
        ? []
        : [sql<boolean>`status >= ${statusClass * 100} and status < ${statusClass * 100 + 100}`]),
    ],
  };
}

function ofInstance(
  lineage: string | undefined,
  instanceId: string | undefined,
): RawBuilder<boolean> | undefined {
  return lineage === undefined
    ? undefined
    : sql<boolean>`lineage = ${lineage} and instance_id = ${instanceId}`;
}

function equal(column: string, value: string | undefined): readonly RawBuilder<boolean>[] {
  return value === undefined ? [] : [sql<boolean>`${sql.ref(column)} = ${value}`];
}

// The columns hold only what the store wrote there.
function instance(row: Instance): InstanceSummary {
  return {
    id: row.id,
    serviceId: row.service_id,
    planId: row.plan_id,
    status: row.status as InstanceSummary['status'],
    operationId: row.operation_id,
    usable: row.usable === 1,
    platform: row.platform,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function binding(row: Binding): BindingSummary {
  return {
    instanceId: row.instance_id,
    id: row.id,
    status: row.status as BindingSummary['status'],
    operationId: row.operation_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at ?? undefined,
  };
}

function operation(row: Operation): OperationSummary {
  return {
    id: row.id,
    kind: row.kind as OperationSummary['kind'],
    instanceId: row.instance_id,
    bindingId: row.binding_id,
    status: row.status as OperationSummary['status'],
    mode: row.mode as OperationSummary['mode'],
    step: row.step ?? undefined,
    description: row.description ?? undefined,
    attempts: row.attempts,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
  };
}
