import type { Plan } from './catalog-model.ts';

/** Plans up to which all are tested. */
export const testedWhole = 40;

/** Plans that are tested of a catalog that has more. */
export const sampleSize = 16;

/**
 * The plans that stand for all of a large catalog, in the order of the catalog: first one of each kind, as far as the
 * catalog tells kinds apart, then one of each offering in turn. The same catalog gives the same sample.
 */
export function samplePlans(plans: readonly Plan[], size = sampleSize): readonly Plan[] {
  if (plans.length <= testedWhole) return plans;
  const ofKinds = new Map<string, Plan>();
  const ofOfferings = new Map<unknown, Plan[]>();
  for (const plan of plans) {
    const kind = kindOf(plan);
    if (!ofKinds.has(kind)) ofKinds.set(kind, plan);
    const siblings = ofOfferings.get(plan.offering);
    if (siblings === undefined) ofOfferings.set(plan.offering, [plan]);
    else siblings.push(plan);
  }
  const chosen = new Set([...ofKinds.values()].slice(0, size));
  const rows = [...ofOfferings.values()];
  // Spread over the catalog: its ends differ more than its neighbours.
  const step = Math.max(1, Math.floor(rows.length / (size - chosen.size || 1)));
  const spread = [...rows.filter((_, at) => at % step === 0), ...rows];
  for (let turn = 0; chosen.size < size; turn++) {
    for (const row of spread) {
      const plan = row[turn];
      if (plan !== undefined && chosen.size < size) chosen.add(plan);
    }
  }
  return plans.filter((plan) => chosen.has(plan));
}

/** What makes checks treat plans differently. */
function kindOf({ offering, schemas, ...plan }: Plan): string {
  return JSON.stringify([
    plan.bindable,
    plan.planUpdateable,
    plan.bindingRotatable,
    plan.maintenanceVersion !== undefined,
    plan.maximumPollingDuration !== undefined,
    [schemas.create, schemas.update, schemas.bind].map((schema) => schema !== undefined),
    offering.instancesRetrievable,
    offering.bindingsRetrievable,
    offering.allowContextUpdates,
    offering.requires,
    offering.plans.length > 1,
  ]);
}
