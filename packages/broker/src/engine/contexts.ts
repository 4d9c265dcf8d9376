import type { CatalogService } from '../catalog/catalog.ts';
import type {
  BindContext,
  BindingResult,
  BindingView,
  Deferral,
  HandlerContext,
  InstanceResult,
  InstanceView,
  ProvisionContext,
  StepContext,
  UnbindContext,
  UpdateContext,
} from '../catalog/handlers.ts';
import type { PlanDefinition } from '../catalog/plan.ts';
import { copied, type JsonObject } from '../json.ts';
import type { Writer } from '../store/database.ts';
import type { BindingRecord, InstanceRecord, OperationRecord } from './records.ts';

/** Everything that a handler's context is made of. */
export interface Situation {
  readonly service: CatalogService;
  readonly operation: OperationRecord;
  readonly instance: InstanceRecord;
  readonly binding: BindingRecord | undefined;
  readonly predecessor: BindingRecord | undefined;
  /** Made when it is asked for: few handlers do. */
  readonly signal: () => AbortSignal;
  readonly transaction: Writer | undefined;
}

// Parameters are checked against the plan's schema before a handler sees them; its type parameter repeats that.
type Checked = never;

/** The context of a provision handler. */
export function provisionContext(situation: Situation): ProvisionContext<Checked, string> {
  return extended(situation, { parameters: copied(situation.instance.parameters) as Checked });
}

/** The context of an update handler. */
export function updateContext(situation: Situation): UpdateContext<Checked, string> {
  const { operation, instance, service } = situation;
  const target = operation.update;
  const asked = target?.requestedMaintenance;
  return extended(situation, {
    parameters: (target?.parameters && copied(target.parameters)) as Checked,
    mergedParameters: copied(target?.mergedParameters ?? instance.parameters),
    maintenanceVersion: asked === instance.maintenanceVersion ? undefined : asked,
    previous: {
      plan: planDefinition(service, instance.planId),
      parameters: copied(instance.parameters),
      maintenanceVersion: instance.maintenanceVersion,
    },
  });
}

/** The context of a deprovision handler. */
export function handlerContext(situation: Situation): HandlerContext {
  const { service, operation, instance, signal, transaction } = situation;
  return {
    service: { id: service.definition.id, name: service.definition.name },
    plan: planDefinition(service, operation.update?.planId ?? instance.planId),
    instance: instanceView(instance),
    context: copied(operation.context),
    originatingIdentity: operation.originatingIdentity,
    requestIdentity: operation.requestIdentity,
    acceptsIncomplete: operation.acceptsIncomplete,
    get signal() {
      return signal();
    },
    transaction,
    fencingToken: operation.fence,
    defer: (step, data = null, options = {}): Deferral => ({ kind: 'deferred', step, data, options }),
  };
}

/** The context of a bind handler. */
export function bindContext(situation: Situation): BindContext<Checked, string> {
  const binding = bindingViewOf(situation);
  return extended(situation, {
    parameters: binding.parameters as Checked,
    binding,
    predecessor: situation.predecessor && bindingView(situation.predecessor),
    shared: isShared(situation),
  });
}

/** The context of an unbind handler. */
export function unbindContext(situation: Situation): UnbindContext<string> {
  return extended(situation, { binding: bindingViewOf(situation) });
}

/** The context of a step. */
export function stepContext(situation: Situation): StepContext {
  const { operation, instance, binding, predecessor } = situation;
  return extended(situation, {
    operation: operation.kind,
    data: copied(operation.data),
    attempt: operation.attempts,
    binding: binding && bindingView(binding),
    predecessor: predecessor && bindingView(predecessor),
    shared: isShared(situation),
    mergedParameters: copied(operation.update?.mergedParameters ?? instance.parameters),
    done: (result: InstanceResult & BindingResult = {}) => ({ kind: 'done' as const, result }),
  });
}

/** Assigned, not spread: a copy would have made the signal. */
function extended<More extends object>(situation: Situation, more: More): HandlerContext & NoInfer<More> {
  return Object.assign(handlerContext(situation), more);
}

/** The plan, or a stand-in for one that the catalog has lost: its instances can still be deleted. */
function planDefinition(service: CatalogService, planId: string): PlanDefinition {
  return (
    service.plans.get(planId)?.definition ?? {
      id: planId,
      name: planId,
      description: 'This plan is no longer in the catalog.',
    }
  );
}

function instanceView(instance: InstanceRecord): InstanceView {
  const { id, lineage, organizationGuid, spaceGuid } = instance;
  const [parameters, context, state] = [
    copied(instance.parameters),
    copied(instance.context),
    copied(instance.state),
  ];
  return { id, lineage, parameters, context, organizationGuid, spaceGuid, state };
}

function bindingView({ id, parameters, bindResource, appGuid, state }: BindingRecord): BindingView {
  return {
    id,
    parameters: copied(parameters),
    bindResource: copied(bindResource),
    appGuid,
    state: copied(state),
  };
}

function bindingViewOf({ binding, operation }: Situation): BindingView {
  if (binding === undefined) throw new Error(`The operation "${operation.id}" has lost its binding.`);
  return bindingView(binding);
}

/** The platform tells the space of the application and the space of the instance; a shared instance has two. */
function isShared({ binding, operation, instance }: Situation): boolean {
  const application = text(binding?.bindResource, 'space_guid');
  const home =
    text(operation.context, 'space_guid') ?? text(instance.context, 'space_guid') ?? instance.spaceGuid;
  return application !== undefined && home !== '' && application !== home;
}

function text(object: JsonObject | undefined, key: string): string | undefined {
  const value = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
