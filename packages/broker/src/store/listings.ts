import { type Kysely, sql } from 'kysely';
import type { Rows } from './rows.ts';
import type { BrokerTables } from './schema.ts';
import type { Page, PageRequest, Store } from './store.ts';

const defaultLimit = 50;
const mostPerPage = 500;

/** Read-only queries for dashboards and metrics; pages follow the time of creation, newest first. */
export function createListings(
  db: Kysely<BrokerTables>,
  rows: Rows,
): Pick<Store, 'listInstances' | 'listBindings' | 'listOperations' | 'listRequests' | 'counts'> {
  return {
    listInstances: async (filter, page) => {
      let query = db.selectFrom('osb_instance').selectAll();
      if (filter.serviceId !== undefined) query = query.where('service_id', '=', filter.serviceId);
      if (filter.planId !== undefined) query = query.where('plan_id', '=', filter.planId);
      if (filter.status !== undefined) query = query.where('status', '=', filter.status);
      if (filter.idPrefix !== undefined) {
        // Databases order text by their own rules, so that a range would not do.
        const { idPrefix } = filter;
        query = query.where(sql<boolean>`substr(id, 1, ${Array.from(idPrefix).length}) = ${idPrefix}`);
      }
      const after = cursorOf(page.after);
      if (after !== undefined) query = query.where(before(after));
      const found = await query
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limitOf(page) + 1)
        .execute();
      return pageOf(found, page, (row) => rows.toInstance(row));
    },
    listBindings: async (instanceId, page) => {
      let query = db.selectFrom('osb_binding').selectAll();
      if (instanceId !== undefined) query = query.where('instance_id', '=', instanceId);
      const after = cursorOf(page.after);
      if (after !== undefined) query = query.where(before(after));
      const found = await query
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limitOf(page) + 1)
        .execute();
      return pageOf(found, page, (row) => rows.toBinding(row));
    },
    listOperations: async (filter, page) => {
      let query = db.selectFrom('osb_operation').selectAll();
      if (filter.instanceId !== undefined) query = query.where('instance_id', '=', filter.instanceId);
      if (filter.status !== undefined) query = query.where('status', '=', filter.status);
      if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
      const after = cursorOf(page.after);
      if (after !== undefined) query = query.where(before(after));
      const found = await query
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limitOf(page) + 1)
        .execute();
      return pageOf(found, page, (row) => rows.toOperation(row));
    },
    listRequests: async (filter, page) => {
      let query = db.selectFrom('osb_request').selectAll();
      if (filter.instanceId !== undefined) query = query.where('instance_id', '=', filter.instanceId);
      if (filter.method !== undefined) query = query.where('method', '=', filter.method);
      if (filter.statusClass !== undefined) {
        query = query
          .where('status', '>=', filter.statusClass * 100)
          .where('status', '<', filter.statusClass * 100 + 100);
      }
      const after = cursorOf(page.after);
      if (after !== undefined) query = query.where(before(after));
      const found = await query
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limitOf(page) + 1)
        .execute();
      return pageOf(found, page, (row) => rows.toRequest(row));
    },
    counts: async () => {
      const [instances, bindings, running] = await Promise.all([
        db
          .selectFrom('osb_instance')
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow(),
        db
          .selectFrom('osb_binding')
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow(),
        db
          .selectFrom('osb_operation')
          .select(({ fn }) => fn.countAll().as('count'))
          .where('status', '=', 'running')
          .executeTakeFirstOrThrow(),
      ]);
      return {
        instances: Number(instances.count),
        bindings: Number(bindings.count),
        running: Number(running.count),
      };
    },
  };
}

interface Cursor {
  readonly createdAt: number;
  readonly id: string;
}

function before(cursor: Cursor) {
  return sql<boolean>`(created_at < ${cursor.createdAt} or (created_at = ${cursor.createdAt} and id < ${cursor.id}))`;
}

function cursorOf(after: string | undefined): Cursor | undefined {
  const match = after === undefined ? null : /^(\d{1,15})\.(.*)$/s.exec(after);
  return match === null ? undefined : { createdAt: Number(match[1]), id: match[2] ?? '' };
}

function limitOf(page: PageRequest): number {
  return Math.min(Math.max(page.limit ?? defaultLimit, 1), mostPerPage);
}

function pageOf<Row extends { created_at: number; id: string }, T>(
  found: readonly Row[],
  page: PageRequest,
  toRecord: (row: Row) => T,
): Page<T> {
  const shown = found.slice(0, limitOf(page));
  const last = shown.at(-1);
  const items = shown.map(toRecord);
  return found.length > shown.length && last !== undefined
    ? { items, next: `${String(last.created_at)}.${last.id}` }
    : { items };
}
