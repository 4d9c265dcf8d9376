import type { Catalog } from '../catalog/catalog.ts';
import type { Html } from './html.ts';
import { bdi, idText } from './parts.ts';

/** The name of an offering, or its id when the catalog has lost it. */
export function offeringName(catalog: Catalog, serviceId: string): Html {
  const name = catalog.services.get(serviceId)?.definition.name;
  return name === undefined ? idText(serviceId) : bdi(name);
}

/** The name of a plan, or its id when the catalog has lost it. */
export function planName(catalog: Catalog, serviceId: string, planId: string): Html {
  const name = catalog.services.get(serviceId)?.plans.get(planId)?.definition.name;
  return name === undefined ? idText(planId) : bdi(name);
}
