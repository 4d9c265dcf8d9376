import type { CatalogService } from '../catalog/catalog.ts';
import { BrokerError } from '../errors.ts';
import { type Json, type JsonObject, sameJson } from '../json.ts';
import type { BindingRecord, InstanceRecord } from './records.ts';
import { refuseForeignPlan, refuseOtherService, type Decision } from './decide-instance.ts';
import { concurrent, gone, notFound } from './refusals.ts';
import type { BindRequest, DeleteRequest } from './requests.ts';

/** What a binding is asked to be, once a rotation has taken over what its predecessor has. */
export interface BindTarget {
  readonly parameters: JsonObject;
  readonly bindResource: JsonObject;
  readonly appGuid: string | undefined;
  readonly predecessorId: string | undefined;
}

/** What {@link decideBind} looks at. */
export interface BindSituation {
  readonly instance: InstanceRecord | undefined;
  readonly current: BindingRecord | undefined;
  readonly predecessor: BindingRecord | undefined;
  readonly service: CatalogService;
  readonly now: number;
}

/** The instance that a binding is for, or a refusal. */
export function boundInstance(instance: InstanceRecord | undefined, id: string): InstanceRecord {
  if (instance === undefined || instance.status === 'failed') throw notFound('instance', id);
  return instance;
}

/** Decides on a bind or a rotation (spec.md#binding). */
export function decideBind(
  { instance: found, current, predecessor, service, now }: BindSituation,
  request: BindRequest,
  ids: { readonly instanceId: string; readonly bindingId: string },
): Decision<{ instance: InstanceRecord; target: BindTarget }> {
  const instance = boundInstance(found, ids.instanceId);
  if (request.serviceId !== undefined) refuseOtherService(instance, request.serviceId);
  if (request.planId !== undefined && request.planId !== instance.planId) {
    throw new BrokerError(
      'InvalidRequest',
      `The service instance "${instance.id}" has the plan "${instance.planId}", not "${request.planId}".`,
    );
  }
  refuseUnbindable(service, instance);
  // A rotation that is sent again may outlive its predecessor: what it took over then is in the binding itself.
  const resent = current !== undefined && current.predecessorId === request.predecessorId;
  const target = bindTarget(
    request,
    predecessor ?? (resent && request.predecessorId !== undefined ? current : undefined),
  );
  if (current !== undefined && current.status !== 'failed') {
    if (current.status === 'unbinding') throw concurrent('binding', current.id);
    if (!sameBinding(current, target)) {
      throw new BrokerError(
        'Conflict',
        `The service binding "${current.id}" exists with other parameters or for another application. Use a new id.`,
      );
    }
    return { kind: current.status === 'binding' ? 'resent' : 'unchanged' };
  }
  if (request.predecessorId !== undefined) refusePredecessor(service, instance, predecessor, request, now);
  if (instance.status !== 'ready') throw concurrent('instance', instance.id);
  return { kind: 'start', instance, target };
}

function bindTarget(request: BindRequest, predecessor: BindingRecord | undefined): BindTarget {
  return {
    parameters: request.parameters ?? predecessor?.parameters ?? {},
    bindResource: bindResourceOf(request.bindResource, predecessor?.bindResource),
    appGuid: request.appGuid ?? predecessor?.appGuid,
    predecessorId: request.predecessorId,
  };
}

function sameBinding(current: BindingRecord, target: BindTarget): boolean {
  const scope = (resource: JsonObject): Json => [
    own(resource, 'app_guid'),
    own(resource, 'route'),
    own(resource, 'space_guid'),
  ];
  return (
    current.appGuid === target.appGuid &&
    current.predecessorId === target.predecessorId &&
    sameJson(current.parameters, target.parameters) &&
    sameJson(scope(current.bindResource), scope(target.bindResource))
  );
}

function own(object: JsonObject, key: string): Json {
  return Object.hasOwn(object, key) ? (object[key] ?? null) : null;
}

function refuseUnbindable(service: CatalogService, instance: InstanceRecord): void {
  const plan = service.plans.get(instance.planId);
  if (plan?.bindable === true && service.definition.bind !== undefined) return;
  throw new BrokerError(
    'InvalidRequest',
    `Instances of the plan "${plan?.definition.name ?? instance.planId}" cannot be bound.`,
  );
}

function refusePredecessor(
  service: CatalogService,
  instance: InstanceRecord,
  predecessor: BindingRecord | undefined,
  request: BindRequest,
  now: number,
): void {
  const plan = service.plans.get(instance.planId)?.definition;
  if (plan?.bindingRotatable !== true) {
    throw new BrokerError(
      'InvalidRequest',
      `Bindings of the plan "${plan?.name ?? instance.planId}" cannot be rotated. Create a binding without predecessor_binding_id.`,
    );
  }
  const wanted = request.predecessorId ?? '';
  if (predecessor === undefined || predecessor.status === 'failed') {
    throw new BrokerError(
      'InvalidRequest',
      `The service instance "${instance.id}" has no service binding "${wanted}" to succeed. Name one of its bindings in predecessor_binding_id.`,
    );
  }
  if (predecessor.status !== 'ready') throw concurrent('binding', predecessor.id);
  if (predecessor.expiresAt !== undefined && predecessor.expiresAt <= now) {
    throw new BrokerError(
      'InvalidRequest',
      `The service binding "${wanted}" has expired and cannot be rotated. Create a new binding.`,
    );
  }
}

/** Decides on an unbind; `cancel` ends a creation that is in progress first. */
export function decideUnbind(
  situation: {
    readonly instance: InstanceRecord | undefined;
    readonly current: BindingRecord | undefined;
    readonly service: CatalogService | undefined;
  },
  request: DeleteRequest,
  bindingId: string,
): { kind: 'start' | 'cancel'; instance: InstanceRecord; current: BindingRecord } | { kind: 'resent' } {
  const { instance, current, service } = situation;
  if (instance === undefined || current === undefined) throw gone('binding', bindingId);
  refuseOtherService(instance, request.serviceId);
  refuseForeignPlan(instance, request.planId, service);
  switch (current.status) {
    case 'unbinding':
      return { kind: 'resent' };
    case 'binding':
      return { kind: 'cancel', instance, current };
    case 'ready':
    case 'failed':
      if (instance.status === 'updating' || instance.status === 'deprovisioning') {
        throw concurrent('instance', instance.id);
      }
      return { kind: 'start', instance, current };
  }
}

/** A successor is for the space of its predecessor unless it names one: to say less must not give more. */
function bindResourceOf(asked: JsonObject | undefined, before: JsonObject | undefined): JsonObject {
  if (asked === undefined) return before ?? {};
  const space = before?.['space_guid'];
  return space === undefined || Object.hasOwn(asked, 'space_guid') ? asked : { ...asked, space_guid: space };
}
