import type { Catalog } from '../catalog/catalog.ts';
import type { Logger } from '../logger.ts';
import type { Store, Transaction } from '../store/store.ts';
import { endingOf } from './invoke.ts';
import type { Leases } from './leases.ts';
import type { BindingRecord, InstanceRecord, OperationRecord } from './records.ts';
import { type Changes, type Ending, keptState, settle } from './settle.ts';

/** What a runner works with. */
export interface RunnerParts {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly leases: Leases;
  readonly log: Logger;
  readonly now: () => number;
  /** Tries of a step before its operation fails. */
  readonly maximumAttempts: number;
  /** Called when an operation may be due. */
  readonly wake: (at: number) => void;
}

/** How a run went: `superseded` when the lease was lost or the operation cancelled, so that nothing was written. */
export type Run =
  | { readonly kind: 'settled'; readonly ending: Ending; readonly changes: Changes }
  | { readonly kind: 'superseded' };

/** An operation with the resource it works on. */
export interface Job {
  readonly operation: OperationRecord;
  readonly instance: InstanceRecord;
  readonly binding: BindingRecord | undefined;
  readonly predecessor: BindingRecord | undefined;
}

/** How a run went that wrote something. */
export type Settled = Extract<Run, { kind: 'settled' }>;

/** Runs the handler or step of a leased operation once, and writes what came of it. */
export async function runJob(parts: RunnerParts, job: Job): Promise<Run> {
  const { store, leases } = parts;
  const { operation } = job;
  const signal = leases.hold(operation.id, operation.fence, operation.leaseUntil);
  try {
    const ending = await endingOf(parts, job, { signal: () => signal, transaction: undefined });
    const changes = await store.transact(operation.instanceId, (tx) => commit(parts, tx, job, ending));
    if (changes === undefined) {
      await store.release({ operationId: operation.id, fence: operation.fence });
      parts.wake(parts.now());
      return { kind: 'superseded' };
    }
    const run: Settled = { kind: 'settled', ending, changes };
    announce(parts, operation, run);
    return run;
  } finally {
    leases.drop(operation.id, operation.fence);
  }
}

/** Tells log and worker about a run whose changes are in the store. */
export function announce(parts: RunnerParts, operation: OperationRecord, { ending, changes }: Settled): void {
  logEnding(parts.log, operation, ending);
  if (changes.operation?.status === 'running') parts.wake(changes.operation.runAfter);
}

/** Writes an ending, unless the operation is no longer ours: `undefined` then. */
async function commit(
  parts: RunnerParts,
  tx: Transaction,
  job: Job,
  ending: Ending,
): Promise<Changes | undefined> {
  const { operation } = job;
  const lease = await tx.heldLease(operation.id);
  if (lease?.fence !== operation.fence) return undefined;
  if (lease.status !== 'running') {
    await keepState(tx, job, ending);
    return undefined;
  }
  // Under this fence nobody else changes more of it than whether it is polled.
  const changes = changesOf(parts, job, ending, lease.mode);
  await write(tx, job, changes);
  return changes;
}

/** A creation that was cancelled meanwhile: what its last run made is for the deletion that waits to remove. */
async function keepState(tx: Transaction, { instance, binding }: Job, ending: Ending): Promise<void> {
  const current = {
    instance: await tx.instance(instance.id),
    binding: binding && (await tx.binding(instance.id, binding.id)),
  };
  if (current.instance === undefined || (binding !== undefined && current.binding === undefined)) return;
  const kept = keptState({ instance: current.instance, binding: current.binding }, ending);
  if (kept.instance) await tx.updateInstance(kept.instance);
  if (kept.binding) await tx.updateBinding(kept.binding);
}

/** What an ending makes of the records of a job. */
export function changesOf(
  { catalog, now }: RunnerParts,
  { operation, instance, binding }: Job,
  ending: Ending,
  mode: OperationRecord['mode'],
): Changes {
  const requires = catalog.services.get(instance.serviceId)?.definition.requires ?? [];
  const current = operation.mode === mode ? operation : { ...operation, mode };
  return settle({ operation: current, instance, binding, requires }, ending, now());
}

/** Records of a job that the store does not have yet. */
export interface Unstored {
  readonly operation: boolean;
  /** The binding, or the instance where the operation is not on a binding. */
  readonly resource: boolean;
}

const allStored: Unstored = { operation: false, resource: false };

/** Writes what is to become of the records of a job. */
export async function write(
  tx: Transaction,
  { operation, instance, binding }: Job,
  changes: Changes,
  unstored = allStored,
): Promise<void> {
  if (changes.instance === null) {
    await tx.removeInstance(instance.id);
    await tx.removeBindings(instance.id);
  } else if (changes.instance !== undefined) {
    await (unstored.resource ? tx.insertInstance(changes.instance) : tx.updateInstance(changes.instance));
  }
  if (changes.binding === null) await tx.removeBinding(instance.id, binding?.id ?? '');
  else if (changes.binding !== undefined) {
    await (unstored.resource ? tx.insertBinding(changes.binding) : tx.updateBinding(changes.binding));
  }
  if (changes.operation === null) await tx.removeOperation(operation.id);
  else if (unstored.operation) await tx.insertOperation(changes.operation);
  else await tx.updateOperation(changes.operation, operation);
}

/** Tells the log how a run ended. */
export function logEnding(log: Logger, operation: OperationRecord, ending: Ending): void {
  const { id, kind, instanceId, bindingId, requestIdentity } = operation;
  const fields = {
    operation: id,
    kind,
    instance: instanceId,
    binding: bindingId,
    request_identity: requestIdentity,
  };
  if (ending.kind === 'failed') {
    // A refusal that the platform is told at once is nothing to look into.
    const refusal = operation.mode === 'inline' && ending.error.status < 500;
    log[refusal ? 'info' : 'warn']({ ...fields, code: ending.error.code }, 'operation failed');
  } else log.info({ ...fields, ending: ending.kind }, 'operation advanced');
}
