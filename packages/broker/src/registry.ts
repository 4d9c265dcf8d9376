import type { Route } from './http/route.ts';
import { bindingLastOperation } from './routes/binding-last-operation.ts';
import { bind } from './routes/bind.ts';
import { catalog } from './routes/catalog.ts';
import { deprovision } from './routes/deprovision.ts';
import { fetchBinding } from './routes/fetch-binding.ts';
import { fetchInstance } from './routes/fetch-instance.ts';
import { instanceLastOperation } from './routes/instance-last-operation.ts';
import { provision } from './routes/provision.ts';
import { unbind } from './routes/unbind.ts';
import { update } from './routes/update.ts';

/** Every route of the specification. */
export const routes: readonly Route[] = [
  catalog,
  provision,
  fetchInstance,
  update,
  deprovision,
  instanceLastOperation,
  bind,
  fetchBinding,
  unbind,
  bindingLastOperation,
];
