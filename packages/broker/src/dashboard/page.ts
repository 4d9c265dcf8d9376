import type { Catalog } from '../catalog/catalog.ts';
import type { InstanceView } from '../catalog/handlers.ts';
import { BrokerError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';
import type { Html } from './html.ts';
import type { RecentRequests } from './recent-requests.ts';

/** A fact about an instance, as text. */
export interface Fact {
  readonly label: string;
  readonly value: string | number;
}

/** What a service shows on the pages of its instances; `undefined` when it knows nothing of one. */
export type InstancePanel = (
  instance: Pick<InstanceView, 'id' | 'lineage'>,
) => Promise<{ readonly title: string; readonly facts: readonly Fact[] } | undefined>;

/** What pages read. */
export interface DashboardServices {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly recent: RecentRequests;
  /** By id of the offering. */
  readonly panels: ReadonlyMap<string, InstancePanel>;
  readonly log: Logger;
}

/** A request for a page, authenticated. */
export interface PageRequest {
  /** What stands for `:id` in the path, percent-decoded. */
  readonly id: string;
  readonly query: ReadonlyMap<string, string>;
  /** The way from this page to the root of the dashboard, empty or `../`. */
  readonly root: string;
}

/** A page as it is shown. */
export interface Page {
  /** Default 200. */
  readonly status?: number;
  readonly title: string;
  readonly main: Html;
}

/** A page of the dashboard: reads and shows. */
export interface PageDefinition {
  /** From the root of the dashboard; a last segment `:id` stands for any. */
  readonly path: string;
  /** Its name in the navigation; without one it is reached through other pages. */
  readonly nav?: string;
  handle(request: PageRequest, services: DashboardServices): Promise<Page>;
}

/** Declares a page. */
export function definePage(definition: PageDefinition): PageDefinition {
  return definition;
}

/** A field of the query that is one of a closed set; absent and empty are `undefined`. */
export function oneOf<const T extends string>(
  query: ReadonlyMap<string, string>,
  field: string,
  known: readonly T[],
): T | undefined {
  const value = text(query, field);
  if (value === undefined) return undefined;
  const found = known.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new BrokerError(
    'InvalidRequest',
    `The filter "${field}" cannot be "${value}". Use one of ${known.join(', ')}.`,
  );
}

/** A field of the query; empty is absent. */
export function text(query: ReadonlyMap<string, string>, field: string): string | undefined {
  const value = query.get(field);
  return value === '' ? undefined : value;
}
