import type { Json, JsonObject } from '../json.ts';
import { areBindingsRetrievable, isBindable } from './capabilities.ts';
import type { Service } from './define-service.ts';
import type { PlanDefinition } from './plan.ts';

/** The body of `GET /v2/catalog` for these offerings (spec.md#catalog-management). */
export function wireCatalog(services: readonly Service[]): JsonObject {
  return { services: services.map(wireService) };
}

function wireService(service: Service): JsonObject {
  return present({
    id: service.id,
    name: service.name,
    description: service.description,
    tags: service.tags,
    requires: service.requires,
    bindable: isBindable(service),
    instances_retrievable: service.instancesRetrievable ?? true,
    bindings_retrievable: areBindingsRetrievable(service),
    allow_context_updates: service.allowContextUpdates,
    metadata: service.metadata,
    dashboard_client: service.dashboardClient && {
      id: service.dashboardClient.id,
      secret: service.dashboardClient.secret,
      ...(service.dashboardClient.redirectUri !== undefined && {
        redirect_uri: service.dashboardClient.redirectUri,
      }),
    },
    plan_updateable: service.planUpdateable,
    plans: service.plans.map(wirePlan),
  });
}

function wirePlan(plan: PlanDefinition): JsonObject {
  const { provision, update, bind } = plan.schemas ?? {};
  const instance = present({
    create: provision && { parameters: provision },
    update: update && { parameters: update },
  });
  const schemas = present({
    service_instance: (provision ?? update) ? instance : undefined,
    service_binding: bind && { create: { parameters: bind } },
  });
  return present({
    id: plan.id,
    name: plan.name,
    description: plan.description,
    metadata: plan.metadata,
    free: plan.free,
    bindable: plan.bindable,
    binding_rotatable: plan.bindingRotatable,
    plan_updateable: plan.planUpdateable,
    schemas: plan.schemas === undefined ? undefined : schemas,
    maximum_polling_duration: plan.maximumPollingDuration,
    maintenance_info: plan.maintenanceInfo,
  });
}

/** Leaves out what is not set. Authors' metadata and schemas are JSON by contract, as they are sent as JSON. */
function present(fields: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<
    string,
    Json
  >;
}
