import type { JsonObject } from '../json.ts';
import type { Transaction } from '../store/store.ts';
import { timeOrderedId } from '../store/time-ordered-id.ts';
import type { Before, OperationKind, OperationRecord, UpdateTarget } from './records.ts';
import type { RequestMeta } from './requests.ts';
import type { Run, RunnerParts } from './runner.ts';

/** The engine's parts that begin operations. */
export interface EngineParts extends RunnerParts {
  /** Name of this process in leases. */
  readonly owner: string;
}

/** What a new operation is about. */
export interface NewOperation {
  readonly kind: OperationKind;
  readonly instanceId: string;
  readonly bindingId?: string;
  readonly before?: Before;
  readonly update?: UpdateTarget;
  readonly context: JsonObject;
  readonly meta: RequestMeta;
  /** Leaves the handler to the worker, behind the operation that is being cancelled. */
  readonly after?: OperationRecord;
}

/** The intent of an operation: leased to this process, unless it has to wait for another one. */
export function newOperation(parts: EngineParts, of: NewOperation): OperationRecord {
  const now = parts.now();
  const queued = of.after !== undefined;
  return {
    id: timeOrderedId(now),
    kind: of.kind,
    instanceId: of.instanceId,
    bindingId: of.bindingId ?? '',
    status: 'running',
    mode: queued ? 'deferred' : 'inline',
    step: undefined,
    description: undefined,
    attempts: queued ? 0 : 1,
    runAfter: now,
    leaseUntil: queued ? 0 : parts.leases.until(),
    leaseOwner: queued ? '' : parts.owner,
    fence: queued ? 0 : 1,
    blockedBy: of.after?.id,
    createdAt: now,
    finishedAt: undefined,
    before: of.before,
    update: of.update,
    announced: {},
    data: null,
    acceptsIncomplete: of.meta.acceptsIncomplete,
    context: of.context,
    originatingIdentity: of.meta.originatingIdentity,
    requestIdentity: of.meta.requestIdentity,
    instanceUsable: undefined,
    updateRepeatable: undefined,
  };
}

/** Ends a creation so that its resource can be deleted; its lease ends when its step has stopped. */
export async function cancelCreation(
  parts: EngineParts,
  tx: Transaction,
  creation: OperationRecord,
): Promise<void> {
  await tx.updateOperation({
    ...creation,
    status: 'failed',
    description: 'The creation was stopped by a request to delete what it creates.',
    data: null,
    finishedAt: parts.now(),
  });
}

/** An operation that somebody polls is remembered, however the request that started it is answered. */
export async function handedOut(tx: Transaction, operation: OperationRecord): Promise<OperationRecord> {
  if (operation.mode === 'deferred') return operation;
  const polled: OperationRecord = { ...operation, mode: 'deferred' };
  await tx.updateOperation(polled);
  return polled;
}

/** The operation that a run left to be polled, or `undefined` when it is over. Throws what the handler refused. */
export function pending(run: Run, operation: OperationRecord): OperationRecord | undefined {
  if (run.kind === 'superseded') return operation;
  if (run.ending.kind === 'failed') throw run.ending.error;
  if (run.ending.kind === 'done') return undefined;
  return run.changes.operation ?? operation;
}
