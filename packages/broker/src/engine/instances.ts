import { type CatalogService, planOf, serviceOf } from '../catalog/catalog.ts';
import type { MaintenanceInfo } from '../catalog/plan.ts';
import { BrokerError } from '../errors.ts';
import type { Transaction } from '../store/store.ts';
import { cancelCreation, type EngineParts, handedOut, newOperation, pending } from './begin.ts';
import { decideDeprovision, decideProvision, decideUpdate } from './decide-instance.ts';
import type { DeleteOutcome, ProvisionOutcome, UpdateOutcome } from './outcomes.ts';
import type { InstanceRecord, OperationRecord } from './records.ts';
import { asyncRequired, concurrent, invalidParameters } from './refusals.ts';
import type { DeleteRequest, ProvisionRequest, RequestMeta, UpdateRequest } from './requests.ts';
import type { Job, Run } from './runner.ts';
import { finish, queue, start, type Started } from './start.ts';

interface Resent {
  readonly kind: 'resent';
  readonly operation: OperationRecord;
}

/** Creates an instance, or finds that it exists already. */
export async function provision(
  parts: EngineParts,
  id: string,
  request: ProvisionRequest,
  meta: RequestMeta,
): Promise<ProvisionOutcome> {
  const plan = planOf(serviceOf(parts.catalog, request.serviceId), request.planId);
  const violations = plan.check.provision(request.parameters);
  if (violations.length > 0) throw invalidParameters(violations);
  refuseOtherMaintenance(plan.definition.maintenanceInfo, request.maintenanceVersion);
  const begun = await parts.store.transact(
    id,
    async (tx): Promise<Started | Resent | { kind: 'unchanged'; instance: InstanceRecord }> => {
      const current = await tx.instance(id);
      const decision = decideProvision(current, request, id);
      if (decision.kind === 'resent') return resent(tx, current, meta);
      if (decision.kind === 'unchanged' && current !== undefined)
        return { kind: 'unchanged', instance: current };
      const operation = newOperation(parts, {
        kind: 'provision',
        instanceId: id,
        context: request.context,
        meta,
        ...(current && { before: { status: current.status, operationId: current.operationId } }),
      });
      const instance: InstanceRecord = {
        id,
        lineage: current?.lineage ?? (await tx.lineage(id)) ?? operation.id,
        serviceId: request.serviceId,
        planId: request.planId,
        status: 'provisioning',
        operationId: operation.id,
        usable: true,
        createdAt: operation.createdAt,
        updatedAt: operation.createdAt,
        parameters: request.parameters,
        context: request.context,
        organizationGuid: request.organizationGuid,
        spaceGuid: request.spaceGuid,
        maintenanceVersion: plan.definition.maintenanceInfo?.version,
        dashboardUrl: undefined,
        metadata: undefined,
        state: current?.state ?? null,
      };
      return start(parts, tx, jobOf(operation, instance), current === undefined);
    },
  );
  if (begun.kind === 'unchanged') return begun;
  if (begun.kind === 'resent') return { kind: 'accepted', operation: begun.operation };
  const run = await finish(parts, begun);
  const operation = pending(run, begun.job.operation);
  if (operation !== undefined) return { kind: 'accepted', operation: forPlatform(operation, meta) };
  return { kind: 'created', instance: settled(run, begun.job.instance) };
}

/** Changes plan, parameters, maintenance version or context of an instance. */
export async function update(
  parts: EngineParts,
  id: string,
  request: UpdateRequest,
  meta: RequestMeta,
): Promise<UpdateOutcome> {
  const service = serviceOf(parts.catalog, request.serviceId);
  if (request.planId !== undefined) planOf(service, request.planId);
  const begun = await parts.store.transact(
    id,
    async (tx): Promise<Started | Resent | { kind: 'unchanged' }> => {
      const current = await tx.instance(id);
      const operation = current && (await tx.operation(current.operationId));
      const bindings = await tx.bindingStatuses(id);
      if (current !== undefined) refuseInvalidUpdate(service, current, request);
      const decision = decideUpdate({ current, operation, bindings, service }, request, id);
      if (decision.kind === 'resent') return resent(tx, current, meta);
      if (decision.kind === 'unchanged') return { kind: 'unchanged' };
      const started = newOperation(parts, {
        kind: 'update',
        instanceId: id,
        update: decision.target,
        context: request.context ?? decision.current.context,
        before: { status: decision.current.status, operationId: decision.current.operationId },
        meta,
      });
      const instance: InstanceRecord = { ...decision.current, status: 'updating', operationId: started.id };
      return start(parts, tx, jobOf(started, instance), false);
    },
  );
  if (begun.kind === 'unchanged') return begun;
  if (begun.kind === 'resent') return { kind: 'accepted', operation: begun.operation };
  const run = await finish(parts, begun);
  const operation = pending(run, begun.job.operation);
  if (operation !== undefined) return { kind: 'accepted', operation: forPlatform(operation, meta) };
  return { kind: 'updated', instance: settled(run, begun.job.instance) };
}

/** Deletes an instance; a creation that is in progress is stopped first. */
export async function deprovision(
  parts: EngineParts,
  id: string,
  request: DeleteRequest,
  meta: RequestMeta,
): Promise<DeleteOutcome> {
  const service = parts.catalog.services.get(request.serviceId);
  const begun = await parts.store.transact(
    id,
    async (
      tx,
    ): Promise<Started | Resent | { kind: 'queued'; operation: OperationRecord; creation: string }> => {
      const current = await tx.instance(id);
      const bindings = await tx.bindingStatuses(id);
      const decision = decideDeprovision({ current, bindings }, request, service, id);
      if (decision.kind === 'resent') return resent(tx, current, meta);
      const instance = decision.current;
      const creation = decision.kind === 'cancel' ? await cancellable(parts, tx, instance, meta) : undefined;
      const operation = newOperation(parts, {
        kind: 'deprovision',
        instanceId: id,
        context: instance.context,
        before: {
          status: creation === undefined ? instance.status : 'failed',
          operationId: instance.operationId,
        },
        meta,
        ...(creation && { after: creation }),
      });
      const deleting: InstanceRecord = { ...instance, status: 'deprovisioning', operationId: operation.id };
      const job = jobOf(operation, deleting);
      if (creation === undefined) return start(parts, tx, job, false);
      await queue(tx, job);
      return { kind: 'queued', operation, creation: creation.id };
    },
  );
  if (begun.kind === 'resent') return { kind: 'accepted', operation: begun.operation };
  if (begun.kind === 'queued') {
    parts.leases.abort(begun.creation);
    parts.wake(parts.now());
    return { kind: 'accepted', operation: begun.operation };
  }
  const run = await finish(parts, begun);
  const operation = pending(run, begun.job.operation);
  return operation === undefined
    ? { kind: 'deleted' }
    : { kind: 'accepted', operation: forPlatform(operation, meta) };
}

function jobOf(operation: OperationRecord, instance: InstanceRecord): Job {
  return { operation, instance, binding: undefined, predecessor: undefined };
}

async function cancellable(
  parts: EngineParts,
  tx: Transaction,
  instance: InstanceRecord,
  meta: RequestMeta,
): Promise<OperationRecord> {
  const creation = await tx.operation(instance.operationId);
  if (creation?.mode !== 'deferred' || !meta.acceptsIncomplete) throw concurrent('instance', instance.id);
  await cancelCreation(parts, tx, creation);
  return creation;
}

/** The running operation for a request that was sent again, which must be able to wait for it. */
async function resent(
  tx: Transaction,
  current: InstanceRecord | undefined,
  meta: RequestMeta,
): Promise<Resent> {
  const operation = current && (await tx.operation(current.operationId));
  if (operation === undefined) throw concurrent('instance', current?.id ?? '');
  if (meta.acceptsIncomplete) return { kind: 'resent', operation: await handedOut(tx, operation) };
  throw operation.mode === 'deferred' ? asyncRequired() : concurrent('instance', operation.instanceId);
}

/** An operation that another process took over can only be waited for by who accepts that. */
function forPlatform(operation: OperationRecord, meta: RequestMeta): OperationRecord {
  if (!meta.acceptsIncomplete) throw concurrent('instance', operation.instanceId);
  return operation;
}

function settled(run: Run, instance: InstanceRecord): InstanceRecord {
  return run.kind === 'settled' ? (run.changes.instance ?? instance) : instance;
}

function refuseInvalidUpdate(service: CatalogService, current: InstanceRecord, request: UpdateRequest): void {
  const plan = service.plans.get(request.planId ?? current.planId);
  if (plan === undefined || current.serviceId !== request.serviceId) return;
  const violations = request.parameters === undefined ? [] : plan.check.update(request.parameters);
  if (violations.length > 0) throw invalidParameters(violations);
  refuseOtherMaintenance(plan.definition.maintenanceInfo, request.maintenanceVersion);
}

function refuseOtherMaintenance(offered: MaintenanceInfo | undefined, asked: string | undefined): void {
  if (asked === undefined || asked === offered?.version) return;
  throw new BrokerError(
    'MaintenanceInfoConflict',
    offered === undefined
      ? `The request names the maintenance version "${asked}", and the plan has no maintenance_info. Fetch the catalog again.`
      : `The request names the maintenance version "${asked}", and the plan has "${offered.version}". Fetch the catalog again.`,
  );
}
