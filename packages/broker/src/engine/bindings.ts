import { serviceOf } from '../catalog/catalog.ts';
import { BrokerError } from '../errors.ts';
import type { Transaction } from '../store/store.ts';
import { cancelCreation, type EngineParts, handedOut, newOperation, pending } from './begin.ts';
import { type BindTarget, boundInstance, decideBind, decideUnbind } from './decide-binding.ts';
import type { BindOutcome, DeleteOutcome } from './outcomes.ts';
import type { BindingRecord, OperationRecord } from './records.ts';
import { asyncRequired, concurrent, invalidParameters } from './refusals.ts';
import type { BindRequest, DeleteRequest, RequestMeta } from './requests.ts';
import { finish, queue, start, type Started } from './start.ts';

/** Which binding of which instance. */
export interface BindingIds {
  readonly instanceId: string;
  readonly bindingId: string;
}

type Begun =
  | Started
  | { readonly kind: 'resent'; readonly operation: OperationRecord }
  | { readonly kind: 'queued'; readonly operation: OperationRecord; readonly creation: string };

/** Creates a binding, or the successor of one. */
export async function bind(
  parts: EngineParts,
  ids: BindingIds,
  request: BindRequest,
  meta: RequestMeta,
): Promise<BindOutcome> {
  const { instanceId, bindingId } = ids;
  const begun = await parts.store.transact(
    instanceId,
    async (tx): Promise<Begun | { kind: 'unchanged'; binding: BindingRecord }> => {
      const found = await tx.instance(instanceId);
      const service = serviceOf(parts.catalog, boundInstance(found, instanceId).serviceId);
      const current = await tx.binding(instanceId, bindingId);
      const predecessor =
        request.predecessorId === undefined ? undefined : await tx.binding(instanceId, request.predecessorId);
      const decision = decideBind(
        { instance: found, current, predecessor, service, now: parts.now() },
        request,
        ids,
      );
      if (decision.kind === 'resent') return resent(tx, current, meta);
      if (decision.kind === 'unchanged' && current !== undefined)
        return { kind: 'unchanged', binding: current };
      if (decision.kind !== 'start') throw concurrent('binding', bindingId);
      const { instance, target } = decision;
      const plan = service.plans.get(instance.planId);
      const violations = plan?.check.bind(target.parameters) ?? [];
      if (violations.length > 0) throw invalidParameters(violations);
      if (plan?.definition.requiresApp === true && target.appGuid === undefined) throw requiresApp();
      const operation = newOperation(parts, {
        kind: 'bind',
        instanceId,
        bindingId,
        context: request.context,
        meta,
        ...(current && { before: { status: current.status, operationId: current.operationId } }),
      });
      const binding = newBinding(ids, target, operation, current);
      return start(parts, tx, { operation, instance, binding, predecessor }, current === undefined);
    },
  );
  switch (begun.kind) {
    case 'unchanged':
      return begun;
    case 'resent':
    case 'queued':
      return { kind: 'accepted', operation: begun.operation };
    case 'started': {
      const run = await finish(parts, begun);
      const operation = pending(run, begun.job.operation);
      if (operation !== undefined) return { kind: 'accepted', operation: forPlatform(operation, meta) };
      const binding = run.kind === 'settled' ? run.changes.binding : undefined;
      if (!binding) throw concurrent('binding', bindingId);
      return { kind: 'created', binding };
    }
  }
}

/** Deletes a binding; a creation that is in progress is stopped first. */
export async function unbind(
  parts: EngineParts,
  { instanceId, bindingId }: BindingIds,
  request: DeleteRequest,
  meta: RequestMeta,
): Promise<DeleteOutcome> {
  const service = parts.catalog.services.get(request.serviceId);
  const begun = await parts.store.transact(instanceId, async (tx): Promise<Begun> => {
    const found = await tx.instance(instanceId);
    const current = await tx.binding(instanceId, bindingId);
    const decision = decideUnbind({ instance: found, current, service }, request, bindingId);
    if (decision.kind === 'resent') return resent(tx, current, meta);
    const { instance, current: existing } = decision;
    const creation = decision.kind === 'cancel' ? await cancellable(parts, tx, existing, meta) : undefined;
    const operation = newOperation(parts, {
      kind: 'unbind',
      instanceId,
      bindingId,
      context: existing.context,
      before: {
        status: creation === undefined ? existing.status : 'failed',
        operationId: existing.operationId,
      },
      meta,
      ...(creation && { after: creation }),
    });
    const binding: BindingRecord = { ...existing, status: 'unbinding', operationId: operation.id };
    const job = { operation, instance, binding, predecessor: undefined };
    if (creation === undefined) return start(parts, tx, job, false);
    await queue(tx, job);
    return { kind: 'queued', operation, creation: creation.id };
  });
  switch (begun.kind) {
    case 'resent':
      return { kind: 'accepted', operation: begun.operation };
    case 'queued':
      parts.leases.abort(begun.creation);
      parts.wake(parts.now());
      return { kind: 'accepted', operation: begun.operation };
    case 'started': {
      const operation = pending(await finish(parts, begun), begun.job.operation);
      if (operation === undefined) return { kind: 'deleted' };
      return { kind: 'accepted', operation: forPlatform(operation, meta) };
    }
  }
}

function newBinding(
  { instanceId, bindingId }: BindingIds,
  target: BindTarget,
  operation: OperationRecord,
  failed: BindingRecord | undefined,
): BindingRecord {
  return {
    instanceId,
    id: bindingId,
    status: 'binding',
    operationId: operation.id,
    createdAt: operation.createdAt,
    updatedAt: operation.createdAt,
    expiresAt: undefined,
    context: operation.context,
    ...target,
    body: {},
    state: failed?.state ?? null,
  };
}

async function cancellable(
  parts: EngineParts,
  tx: Transaction,
  binding: BindingRecord,
  meta: RequestMeta,
): Promise<OperationRecord> {
  const creation = await tx.operation(binding.operationId);
  if (creation?.mode !== 'deferred' || !meta.acceptsIncomplete) throw concurrent('binding', binding.id);
  await cancelCreation(parts, tx, creation);
  return creation;
}

async function resent(
  tx: Transaction,
  current: BindingRecord | undefined,
  meta: RequestMeta,
): Promise<Begun> {
  const operation = current && (await tx.operation(current.operationId));
  if (operation === undefined) throw concurrent('binding', current?.id ?? '');
  if (meta.acceptsIncomplete) return { kind: 'resent', operation: await handedOut(tx, operation) };
  throw operation.mode === 'deferred' ? asyncRequired() : concurrent('binding', operation.bindingId);
}

function forPlatform(operation: OperationRecord, meta: RequestMeta): OperationRecord {
  if (!meta.acceptsIncomplete) throw concurrent('binding', operation.bindingId);
  return operation;
}

function requiresApp(): BrokerError {
  return new BrokerError(
    'RequiresApp',
    'This service gives credentials to applications only. Send the application in bind_resource.app_guid.',
  );
}
