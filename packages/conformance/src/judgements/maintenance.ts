import type { Plan } from '../engine/catalog-model.ts';
import { readCatalog } from '../engine/catalog-model.ts';
import type { BrokerClient } from '../engine/client.ts';

/** A semantic version that no catalog has. */
export const unmatchedVersion = '0.0.0-osbconformance.1';

/** True when the catalog, fetched once more, still gives the plan this version (HC-33). */
export async function catalogKeeps(broker: BrokerClient, plan: Plan, version: string): Promise<boolean> {
  const { json } = await broker.catalog({ role: 'setup' });
  // The version of the target decides only which fields are read, and this one is read from 2.15 on.
  const offering = readCatalog(json, '2.17').find(({ id }) => id === plan.offering.id);
  return offering?.plans.find(({ id }) => id === plan.id)?.maintenanceVersion === version;
}
