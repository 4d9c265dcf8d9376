import type { PageDefinition } from './page.ts';
import { bindingsPage } from './pages/bindings.ts';
import { catalogPage } from './pages/catalog.ts';
import { instanceByQueryPage, instancePage } from './pages/instance.ts';
import { instancesPage } from './pages/instances.ts';
import { operationsPage } from './pages/operations.ts';
import { requestsPage } from './pages/requests.ts';

/** Every page of the dashboard, in the order of its navigation. */
export const pages: readonly PageDefinition[] = [
  catalogPage,
  instancesPage,
  instancePage,
  instanceByQueryPage,
  bindingsPage,
  operationsPage,
  requestsPage,
];
