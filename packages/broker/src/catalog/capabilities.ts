import type { Service } from './define-service.ts';
import type { PlanDefinition } from './plan.ts';

/** What the handlers decide where neither plan nor offering says it. */
export function isBindable(service: Service, plan?: PlanDefinition): boolean {
  return plan?.bindable ?? service.bindable ?? service.bind !== undefined;
}

/** Whether instances of this plan can change to another. */
export function isPlanUpdateable(service: Service, plan: PlanDefinition): boolean {
  return plan.planUpdateable ?? service.planUpdateable ?? false;
}

/** Whether bindings can be fetched: where any plan has some, unless the offering says otherwise. */
export function areBindingsRetrievable(service: Service): boolean {
  return service.bindingsRetrievable ?? service.plans.some((plan) => isBindable(service, plan));
}
