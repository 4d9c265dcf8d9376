import type { CatalogPlan, CatalogService } from '../catalog/catalog.ts';
import { BrokerError } from '../errors.ts';
import { sameJson } from '../json.ts';
import type { BindingStatus, InstanceRecord, OperationRecord, UpdateTarget } from './records.ts';
import { concurrent, gone, notFound } from './refusals.ts';
import type { ProvisionRequest, UpdateRequest } from './requests.ts';

/** What a request means for a resource in its present state. Refusals are thrown. */
export type Decision<Start> =
  ({ readonly kind: 'start' } & Start) | { readonly kind: 'unchanged' } | { readonly kind: 'resent' };

/** Decides on a provision: offering, plan, organization, space and parameters make two requests the same, nothing else. */
export function decideProvision(
  current: InstanceRecord | undefined,
  request: ProvisionRequest,
  id: string,
): Decision<unknown> {
  if (current === undefined || current.status === 'failed') return { kind: 'start' };
  if (current.status === 'deprovisioning') throw concurrent('instance', id);
  const difference = differenceOf(current, request);
  if (difference !== undefined) {
    throw new BrokerError(
      'Conflict',
      `The service instance "${id}" exists with another ${difference}. Use a new id, or update the instance.`,
    );
  }
  switch (current.status) {
    case 'provisioning':
      return { kind: 'resent' };
    case 'updating':
      throw concurrent('instance', id);
    case 'ready':
      return { kind: 'unchanged' };
  }
}

function differenceOf(current: InstanceRecord, request: ProvisionRequest): string | undefined {
  if (current.serviceId !== request.serviceId) return 'service offering';
  if (current.planId !== request.planId) return 'plan';
  if (current.organizationGuid !== request.organizationGuid) return 'organization';
  if (current.spaceGuid !== request.spaceGuid) return 'space';
  return sameJson(current.parameters, request.parameters) ? undefined : 'set of parameters';
}

/** What {@link decideUpdate} looks at. */
export interface UpdateSituation {
  readonly current: InstanceRecord | undefined;
  readonly operation: OperationRecord | undefined;
  readonly bindings: readonly BindingStatus[];
  readonly service: CatalogService;
}

/** Decides on an update (spec.md#updating-a-service-instance). */
export function decideUpdate(
  { current, operation, bindings, service }: UpdateSituation,
  request: UpdateRequest,
  id: string,
): Decision<{ current: InstanceRecord; target: UpdateTarget }> {
  if (current === undefined || current.status === 'failed') throw notFound('instance', id);
  refuseOtherService(current, request.serviceId);
  const target = updateTarget(current, request, service);
  if (current.status === 'updating') {
    if (operation?.update !== undefined && sameTarget(operation.update, target)) return { kind: 'resent' };
    throw concurrent('instance', id);
  }
  if (current.status !== 'ready' || bindings.some(isBusy)) throw concurrent('instance', id);
  const change = changeOf(current, target);
  if (change.plan) refusePlanChange(service, current);
  if (!change.plan && !change.parameters && !change.maintenance && !change.context)
    return { kind: 'unchanged' };
  const contextOnly = !change.plan && !change.parameters && !change.maintenance;
  if (contextOnly && asksForMore(request)) {
    // It asks for what is there already, in a context that is news.
    return service.definition.update === undefined
      ? { kind: 'unchanged' }
      : { kind: 'start', current, target };
  }
  if (contextOnly && service.definition.allowContextUpdates !== true) {
    throw new BrokerError(
      'UpdateNotSupported',
      `The service offering "${service.definition.name}" takes no updates of the context alone: its catalog entry lacks allow_context_updates.`,
      { updateRepeatable: false },
    );
  }
  if (!contextOnly && service.definition.update === undefined) {
    throw new BrokerError(
      'UpdateNotSupported',
      `Instances of the service offering "${service.definition.name}" cannot be updated.`,
      { updateRepeatable: false },
    );
  }
  return { kind: 'start', current, target };
}

/** Platforms may send empty parameters where there are none. */
function asksForMore({ parameters, maintenanceVersion }: UpdateRequest): boolean {
  return maintenanceVersion !== undefined || Object.keys(parameters ?? {}).length > 0;
}

function updateTarget(
  current: InstanceRecord,
  request: UpdateRequest,
  service: CatalogService,
): UpdateTarget {
  const planId = request.planId ?? current.planId;
  const catalogVersion = service.plans.get(planId)?.definition.maintenanceInfo?.version;
  const keptVersion = planId === current.planId ? current.maintenanceVersion : catalogVersion;
  return {
    planId,
    parameters: request.parameters,
    mergedParameters: { ...current.parameters, ...request.parameters },
    maintenanceVersion: request.maintenanceVersion ?? keptVersion,
    requestedMaintenance: request.maintenanceVersion,
    context: request.context,
  };
}

function sameTarget(running: UpdateTarget, asked: UpdateTarget): boolean {
  return (
    running.planId === asked.planId &&
    running.requestedMaintenance === asked.requestedMaintenance &&
    sameJson(running.parameters ?? {}, asked.parameters ?? {})
  );
}

function changeOf(current: InstanceRecord, target: UpdateTarget) {
  return {
    plan: target.planId !== current.planId,
    parameters: !sameJson(target.mergedParameters, current.parameters),
    maintenance: target.maintenanceVersion !== current.maintenanceVersion,
    context: target.context !== undefined && !sameJson(target.context, current.context),
  };
}

function refusePlanChange(service: CatalogService, current: InstanceRecord): void {
  const plan = service.plans.get(current.planId);
  const updateable = plan?.planUpdateable ?? service.definition.planUpdateable ?? false;
  if (updateable) return;
  throw new BrokerError(
    'PlanChangeNotSupported',
    `Instances of the plan "${plan?.definition.name ?? current.planId}" cannot change to another plan.`,
    { updateRepeatable: false },
  );
}

/** What {@link decideDeprovision} looks at. */
export interface DeprovisionSituation {
  readonly current: InstanceRecord | undefined;
  readonly bindings: readonly BindingStatus[];
}

/** Decides on a deprovision; `cancel` ends a creation that is in progress first. */
export function decideDeprovision(
  { current, bindings }: DeprovisionSituation,
  request: { readonly serviceId: string; readonly planId: string },
  service: CatalogService | undefined,
  id: string,
):
  | { kind: 'start'; current: InstanceRecord }
  | { kind: 'cancel'; current: InstanceRecord }
  | { kind: 'resent' } {
  if (current === undefined) throw gone('instance', id);
  refuseOtherService(current, request.serviceId);
  refuseForeignPlan(current, request.planId, service);
  switch (current.status) {
    case 'deprovisioning':
      return { kind: 'resent' };
    case 'updating':
      throw concurrent('instance', id);
    case 'provisioning':
      return { kind: 'cancel', current };
    case 'ready':
    case 'failed':
      if (bindings.some(isBusy)) throw concurrent('instance', id);
      if (bindings.includes('ready')) {
        throw new BrokerError(
          'BindingsExist',
          `The service instance "${id}" still has service bindings. Delete them first.`,
        );
      }
      return { kind: 'start', current };
  }
}

/** Refuses a request whose offering is not the one of the instance. */
export function refuseOtherService(current: InstanceRecord, serviceId: string): void {
  if (current.serviceId === serviceId) return;
  throw new BrokerError(
    'InvalidRequest',
    `The service instance "${current.id}" belongs to the service offering "${current.serviceId}", not to "${serviceId}".`,
  );
}

/** Refuses a plan id that is neither the instance's nor another one of its offering: a platform may be out of date. */
export function refuseForeignPlan(
  current: InstanceRecord,
  planId: string,
  service: { readonly plans: ReadonlyMap<string, CatalogPlan> } | undefined,
): void {
  if (current.planId === planId || service?.plans.has(planId) === true) return;
  throw new BrokerError(
    'InvalidRequest',
    `The service instance "${current.id}" has the plan "${current.planId}", not "${planId}".`,
  );
}

function isBusy(status: BindingStatus): boolean {
  return status === 'binding' || status === 'unbinding';
}
