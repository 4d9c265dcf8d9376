import { type Catalog } from '../catalog/catalog.ts';
import { BrokerError } from '../errors.ts';
import type { OperationProgress, Store } from '../store/store.ts';
import type { LastOperation } from './outcomes.ts';
import type { BindingRecord, InstanceRecord } from './records.ts';
import { notFound } from './refusals.ts';

interface QueryParts {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly now: () => number;
}

/** An instance that exists and can be fetched (spec.md#fetching-a-service-instance). */
export async function fetchInstance({ catalog, store }: QueryParts, id: string): Promise<InstanceRecord> {
  const instance = await store.instance(id);
  if (instance === undefined || instance.status === 'provisioning' || instance.status === 'failed') {
    throw notFound('instance', id);
  }
  const service = catalog.services.get(instance.serviceId)?.definition;
  if (service?.instancesRetrievable === false) {
    throw new BrokerError('NotFound', `Instances of "${service.name}" cannot be fetched.`);
  }
  return instance;
}

/** A binding that exists and can be fetched (spec.md#fetching-a-service-binding). */
export async function fetchBinding(
  { catalog, store }: QueryParts,
  instanceId: string,
  bindingId: string,
): Promise<BindingRecord> {
  const binding = await store.binding(instanceId, bindingId);
  if (binding === undefined || binding.status === 'binding' || binding.status === 'failed') {
    throw notFound('binding', bindingId);
  }
  const instance = await store.instance(instanceId);
  const service = catalog.services.get(instance?.serviceId ?? '')?.definition;
  if (service?.bindingsRetrievable === false) {
    throw new BrokerError(
      'NotFound',
      `Bindings of "${service.name}" cannot be fetched: they are shown in the answer to bind only.`,
    );
  }
  return binding;
}

/** The state of the operation named, or of the newest one (spec.md#polling-last-operation-for-service-instances). */
export async function lastOperation(
  { store, now }: QueryParts,
  instanceId: string,
  bindingId: string,
  operationId: string | undefined,
): Promise<LastOperation> {
  const { exists, operation } = await store.progress(instanceId, bindingId, operationId);
  const id = bindingId === '' ? instanceId : bindingId;
  const kind = bindingId === '' ? 'instance' : 'binding';
  if (exists) {
    if (operation !== undefined) return view(operation, now());
    throw new BrokerError(
      'InvalidRequest',
      `The service ${kind} "${id}" knows no operation "${operationId ?? ''}". Send the operation that the broker answered with.`,
    );
  }
  const left =
    operation ?? (operationId === undefined ? await store.latestOperation(instanceId, bindingId) : undefined);
  if (left === undefined || !outlivesItsResource(left)) throw notFound(kind, id);
  return view(left, now());
}

/** A deletion that was polled for, and a creation that came to nothing, can be asked about when all is gone. */
function outlivesItsResource({ kind, mode, status }: OperationProgress): boolean {
  if (mode !== 'deferred') return false;
  return kind === 'deprovision' || kind === 'unbind' || status === 'failed';
}

function view(operation: OperationProgress, now: number): LastOperation {
  const { kind, status, description, instanceUsable, updateRepeatable, runAfter } = operation;
  const waitMs = status === 'running' ? runAfter - now : 0;
  return {
    kind,
    state: status === 'running' ? 'in progress' : status,
    description: description === '' ? undefined : description,
    instanceUsable: status === 'failed' ? instanceUsable : undefined,
    updateRepeatable: status === 'failed' ? updateRepeatable : undefined,
    retryAfterSeconds: waitMs >= 1000 ? Math.ceil(waitMs / 1000) : undefined,
  };
}
