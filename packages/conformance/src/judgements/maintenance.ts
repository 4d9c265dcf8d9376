import { supportedUpdates } from '../engine/bodies.ts';
import type { Plan } from '../engine/catalog-model.ts';
import { readCatalog } from '../engine/catalog-model.ts';
import type { Tools } from '../engine/check.ts';
import type { BrokerClient } from '../engine/client.ts';

/** A semantic version that no catalog has. */
export const unmatchedVersion = '0.0.0-osbconformance.1';

/** Skips a check for a broker that declares no updates of the plan and does not offer them. */
export async function updatesOffered({ broker, arrange, expect, world }: Tools, plan: Plan): Promise<void> {
  if (supportedUpdates(plan, world).length > 0) return;
  const { id } = await arrange.instance(plan);
  const control = await broker.update(id, { service_id: plan.offering.id }, { role: 'setup' });
  await arrange.follow(plan, control, { instanceId: id }, 'update');
  expect.applies(
    control.status < 500 && control.status !== 404 && control.status !== 405,
    'The broker neither declares nor offers updates.',
  );
}

/** True when the catalog, fetched once more, still gives the plan this version (HC-33). */
export async function catalogKeeps(broker: BrokerClient, plan: Plan, version: string): Promise<boolean> {
  const { json } = await broker.catalog({ role: 'setup' });
  // The version of the target decides only which fields are read, and this one is read from 2.15 on.
  const offering = readCatalog(json, '2.17').find(({ id }) => id === plan.offering.id);
  return offering?.plans.find(({ id }) => id === plan.id)?.maintenanceVersion === version;
}
