import type { BindingResult, Deferral, InstanceResult, StepOutcome } from '../catalog/handlers.ts';
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
    return unexpected(parts, operation, error, surroundings);
  }
}

/** A failure that the author did not foresee: a waiting platform is told at once, a step is tried again. */
function unexpected(
  { log, maximumAttempts, now }: RunnerParts,
  operation: OperationRecord,
  error: unknown,
  { signal }: Surroundings,
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
  if (operation.mode === 'deferred' && (signal().aborted || attempts < maximumAttempts)) {
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
