import { BrokerError } from '../errors.ts';
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
import { handlerOutcome, type Outcome, stepOutcome } from './outcome.ts';
import type { OperationRecord } from './records.ts';
import { asyncRequired } from './refusals.ts';
import type { Job, RunnerParts } from './runner.ts';
import type { Ending } from './settle.ts';

/** What a handler is given besides its job. */
export type Surroundings = Pick<Situation, 'signal' | 'transaction'>;

/** Calls the handler or step of an operation, and tells how it ended; nothing is written. */
export async function endingOf(parts: RunnerParts, job: Job, surroundings: Surroundings): Promise<Ending> {
  const { operation, instance, binding, predecessor } = job;
  const { signal, transaction } = surroundings;
  const inline = operation.mode === 'inline';
  try {
    const service = parts.catalog.services.get(instance.serviceId);
    if (service === undefined) {
      throw new BrokerError(
        'InvalidRequest',
        `The catalog has no service offering with the id "${instance.serviceId}" any more.`,
      );
    }
    const situation = { service, operation, instance, binding, predecessor, signal, transaction };
    const outcome = await invoke(situation);
    if (outcome.kind === 'done') {
      const { result } = outcome;
      // Throws what the catalog does not permit, and what cannot be stored.
      if (operation.kind === 'bind') JSON.stringify(bindingBody(result, service.definition.requires ?? []));
      return outcome;
    }
    if (inline && !operation.acceptsIncomplete) {
      return { kind: 'failed', error: asyncRequired(), clean: true };
    }
    return { kind: 'deferred', deferral: outcome };
  } catch (error) {
    if (error instanceof BrokerError) {
      // What is to be removed is not there any more: platforms take that for success, and so it is.
      if (error.code === 'Gone' && isRemoval(operation)) return { kind: 'done', result: {} };
      return { kind: 'failed', error, clean: inline && error.status < 500 };
    }
    return unexpected(parts, operation, error, surroundings);
  }
}

function isRemoval({ kind }: OperationRecord): boolean {
  return kind === 'deprovision' || kind === 'unbind';
}

/** A failure that the author did not foresee: a waiting platform is told at once, a step is tried again. */
function unexpected(
  { log, maximumAttempts, now }: RunnerParts,
  operation: OperationRecord,
  error: unknown,
  { signal }: Surroundings,
): Ending {
  const { id, kind, step, attempts, instanceId } = operation;
  const stopped = operation.mode === 'deferred' && signal().aborted;
  const fields = {
    err: error,
    operation: id,
    kind,
    step,
    attempts,
    instance: instanceId,
    request_identity: operation.requestIdentity,
  };
  if (stopped) log.info(fields, 'a step stopped when it was told to');
  else log.error(fields, 'a handler failed');
  if (stopped || (operation.mode === 'deferred' && attempts < maximumAttempts)) {
    return { kind: 'retry', at: now() + Math.min(100 * 2 ** attempts, 30_000) };
  }
  const failure = new BrokerError(
    'InternalError',
    'The service broker failed to do this. Its log has the reason.',
    { cause: error },
  );
  return { kind: 'failed', error: failure, clean: false };
}

async function invoke(situation: Situation): Promise<Outcome> {
  const { step } = situation.operation;
  if (step === undefined) return handlerOutcome(situation, await returned(situation));
  return stepOutcome(situation, step, await returnedByStep(situation, step));
}

/** Handlers of authors who write JavaScript may return anything. */
function returned(situation: Situation): unknown {
  const { operation, service } = situation;
  const { definition } = service;
  switch (operation.kind) {
    case 'provision':
      return definition.provision(provisionContext(situation));
    case 'update':
      return definition.update?.(updateContext(situation));
    case 'deprovision':
      return definition.deprovision(handlerContext(situation));
    case 'bind':
      return definition.bind?.(bindContext(situation));
    case 'unbind':
      return definition.unbind?.(unbindContext(situation));
  }
}

function returnedByStep(situation: Situation, name: string): unknown {
  const steps = new Map(Object.entries(situation.service.definition.steps ?? {}));
  const step = steps.get(name);
  if (step === undefined) {
    throw new Error(
      `The offering "${situation.service.definition.name}" has no step "${name}". Declare it in steps.`,
    );
  }
  return step(stepContext(situation));
}
