import type { LastOperation } from '../engine/outcomes.ts';
import type { BindingRecord, InstanceRecord, OperationRecord } from '../engine/records.ts';
import type { RequestMeta } from '../engine/requests.ts';
import type { JsonObject } from '../json.ts';
import { acceptsIncomplete } from './fields.ts';
import type { Reply, RouteRequest } from './route.ts';

/** The part of a mutating request that is not its body. */
export function requestMeta(request: RouteRequest<string>): RequestMeta {
  return {
    acceptsIncomplete: acceptsIncomplete(request.query),
    originatingIdentity: request.originatingIdentity,
    requestIdentity: request.requestIdentity,
  };
}

/** What provision and update say about an instance. */
export function instanceBody({ dashboardUrl, metadata }: InstanceRecord): JsonObject {
  if (dashboardUrl === undefined) return metadata === undefined ? {} : { metadata };
  return metadata === undefined ? { dashboard_url: dashboardUrl } : { dashboard_url: dashboardUrl, metadata };
}

/** What a fetch says about an instance (spec.md#fetching-a-service-instance). */
export function fetchedInstanceBody(instance: InstanceRecord): JsonObject {
  const { serviceId, planId, parameters, maintenanceVersion } = instance;
  return {
    service_id: serviceId,
    plan_id: planId,
    ...instanceBody(instance),
    parameters,
    ...(maintenanceVersion !== undefined && { maintenance_info: { version: maintenanceVersion } }),
  };
}

/** What a fetch says about a binding (spec.md#fetching-a-service-binding). */
export function fetchedBindingBody({ body, parameters }: BindingRecord): JsonObject {
  return { ...body, parameters };
}

/** 202 with the operation to poll, and what it announces about the instance. */
export function accepted({ id, announced }: OperationRecord): Reply {
  const { dashboardUrl, metadata } = announced;
  return {
    status: 202,
    body: {
      operation: id,
      ...(dashboardUrl !== undefined && { dashboard_url: dashboardUrl }),
      ...(metadata !== undefined && { metadata }),
    },
  };
}

/** The answer of both last_operation endpoints. */
export function lastOperationReply(last: LastOperation): Reply {
  const { state, description, instanceUsable, updateRepeatable, retryAfterSeconds } = last;
  return {
    status: 200,
    body: {
      state,
      ...(description !== undefined && { description }),
      ...(instanceUsable !== undefined && { instance_usable: instanceUsable }),
      ...(updateRepeatable !== undefined && { update_repeatable: updateRepeatable }),
    },
    ...(retryAfterSeconds !== undefined && { headers: { 'Retry-After': String(retryAfterSeconds) } }),
  };
}

/** The operation that is polled for; platforms that got none may send an empty one. */
export function operationOf(query: ReadonlyMap<string, string>): string | undefined {
  const operation = query.get('operation');
  return operation === '' ? undefined : operation;
}
