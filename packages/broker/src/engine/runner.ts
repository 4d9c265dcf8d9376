import type { Catalog } from '../catalog/catalog.ts';
import type { BindingResult, Deferral, InstanceResult, StepOutcome } from '../catalog/handlers.ts';
import { BrokerError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Store, Transaction } from '../store/store.ts';
import { bindingBody } from './binding-body.ts';
import {
  bindContext,
  handlerContext,
  provisionContext,
  type Situation,
  stepContext,
  unbindContext,
  updateContext,
} from './contexts.ts';
import type { Leases } from './leases.ts';
import type { BindingRecord, InstanceRecord, OperationRecord } from './records.ts';
import { asyncRequired } from './refusals.ts';
import { type Changes, type Ending, settle } from './settle.ts';

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

/** Runs the handler or step of a leased operation once, and writes what came of it. */
export async function runJob(parts: RunnerParts, job: Job): Promise<Run> {
  const { store, leases, log } = parts;
  const { operation } = job;
  const signal = leases.hold(operation.id, operation.fence);
  try {
    const ending = await endingOf(parts, job, signal);
    const changes = await store.transact(operation.instanceId, (tx) => commit(parts, tx, job, ending));
    if (changes === undefined) {
      await store.release({ operationId: operation.id, fence: operation.fence });
      parts.wake(parts.now());
      return { kind: 'superseded' };
    }
    logEnding(log, operation, ending);
    if (changes.operation?.status === 'running') parts.wake(changes.operation.runAfter);
    return { kind: 'settled', ending, changes };
  } finally {
    leases.drop(operation.id);
  }
}

async function endingOf(parts: RunnerParts, job: Job, signal: AbortSignal): Promise<Ending> {
  const { operation, instance } = job;
  const inline = operation.mode === 'inline';
  try {
    const service = parts.catalog.services.get(instance.serviceId);
    if (service === undefined) {
      throw new BrokerError(
        'InvalidRequest',
        `The catalog has no service offering with the id "${instance.serviceId}" any more.`,
      );
    }
    const outcome = await invoke({ ...job, service, signal });
    if (outcome?.kind !== 'deferred') {
      const result = outcome?.result ?? {};
      if (operation.kind === 'bind') bindingBody(result, service.definition.requires ?? []);
      return { kind: 'done', result };
    }
    if (inline && !operation.acceptsIncomplete) {
      return { kind: 'failed', error: asyncRequired(), clean: true };
    }
    return { kind: 'deferred', deferral: outcome };
  } catch (error) {
    if (error instanceof BrokerError) {
      return { kind: 'failed', error, clean: inline && error.status < 500 };
    }
    return unexpected(parts, operation, error, signal);
  }
}

/** A failure that the author did not foresee: a waiting platform is told at once, a step is tried again. */
function unexpected(
  { log, maximumAttempts, now }: RunnerParts,
  operation: OperationRecord,
  error: unknown,
  signal: AbortSignal,
): Ending {
  const { id, kind, step, attempts, instanceId } = operation;
  log.error(
    {
      err: error,
      operation: id,
      kind,
      step,
      attempts,
      instance: instanceId,
      request_identity: operation.requestIdentity,
    },
    'a handler failed',
  );
  if (operation.mode === 'deferred' && (signal.aborted || attempts < maximumAttempts)) {
    return { kind: 'retry', at: now() + Math.min(100 * 2 ** attempts, 30_000) };
  }
  const failure = new BrokerError(
    'InternalError',
    'The service broker failed to do this. Its log has the reason.',
    { cause: error },
  );
  return { kind: 'failed', error: failure, clean: false };
}

type Outcome =
  { readonly kind: 'done'; readonly result: InstanceResult & BindingResult } | Deferral | undefined;

async function invoke(situation: Situation): Promise<Outcome> {
  const { operation, service } = situation;
  const { definition } = service;
  if (operation.step !== undefined) return invokeStep(situation, operation.step);
  switch (operation.kind) {
    case 'provision':
      return outcomeOf(await definition.provision(provisionContext(situation)));
    case 'update':
      return outcomeOf(await definition.update?.(updateContext(situation)));
    case 'deprovision':
      return outcomeOf(await definition.deprovision(handlerContext(situation)));
    case 'bind':
      return outcomeOf(await definition.bind?.(bindContext(situation)));
    case 'unbind':
      return outcomeOf(await definition.unbind?.(unbindContext(situation)));
  }
}

async function invokeStep(situation: Situation, name: string): Promise<StepOutcome> {
  const steps = new Map(Object.entries(situation.service.definition.steps ?? {}));
  const step = steps.get(name);
  if (step === undefined) {
    throw new Error(
      `The offering "${situation.service.definition.name}" has no step "${name}". Declare it in steps.`,
    );
  }
  return step(stepContext(situation));
}

function outcomeOf(returned: InstanceResult | BindingResult | Deferral | undefined): Outcome {
  if (returned === undefined) return undefined;
  return 'kind' in returned ? returned : { kind: 'done', result: returned };
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
  if (lease?.fence !== operation.fence || lease.status !== 'running') return undefined;
  // Under this fence nobody else changes more of it than whether it is polled.
  const fresh: OperationRecord = { ...operation, mode: lease.mode };
  const requires = parts.catalog.services.get(job.instance.serviceId)?.definition.requires ?? [];
  const subject = { operation: fresh, instance: job.instance, binding: job.binding, requires };
  const changes = settle(subject, ending, parts.now());
  await write(tx, job, changes);
  return changes;
}

async function write(
  tx: Transaction,
  { operation, instance, binding }: Job,
  changes: Changes,
): Promise<void> {
  if (changes.instance === null) {
    await tx.removeInstance(instance.id);
    await tx.removeBindings(instance.id);
  } else if (changes.instance !== undefined) await tx.updateInstance(changes.instance);
  if (changes.binding === null) await tx.removeBinding(instance.id, binding?.id ?? '');
  else if (changes.binding !== undefined) await tx.updateBinding(changes.binding);
  if (changes.operation === null) await tx.removeOperation(operation.id);
  else await tx.updateOperation(changes.operation, operation);
}

function logEnding(log: Logger, operation: OperationRecord, ending: Ending): void {
  const { id, kind, instanceId, bindingId, requestIdentity } = operation;
  const fields = {
    operation: id,
    kind,
    instance: instanceId,
    binding: bindingId,
    request_identity: requestIdentity,
  };
  if (ending.kind === 'failed') log.warn({ ...fields, code: ending.error.code }, 'operation failed');
  else log.info({ ...fields, ending: ending.kind }, 'operation advanced');
}
