import type { Permission } from '../catalog/define-service.ts';
import type { BindingResult, Deferral, InstanceMetadata, InstanceResult } from '../catalog/handlers.ts';
import type { BrokerError } from '../errors.ts';
import type { Json, JsonObject } from '../json.ts';
import { bindingBody } from './binding-body.ts';
import type { Announced, BindingRecord, InstanceRecord, OperationRecord } from './records.ts';

/** How one run of a handler or step ended. */
export type Ending =
  | { readonly kind: 'done'; readonly result: InstanceResult & BindingResult }
  | { readonly kind: 'deferred'; readonly deferral: Deferral }
  /** `clean`: nothing was done, so that nothing is left to clean up. */
  | { readonly kind: 'failed'; readonly error: BrokerError; readonly clean: boolean }
  | { readonly kind: 'retry'; readonly at: number };

/** What is to be written; `undefined` leaves a record alone, `null` removes it. */
export interface Changes {
  readonly operation: OperationRecord | null;
  readonly instance?: InstanceRecord | null;
  readonly binding?: BindingRecord | null;
}

/** The records that an ending changes. */
export interface Subject {
  readonly operation: OperationRecord;
  readonly instance: InstanceRecord;
  readonly binding: BindingRecord | undefined;
  readonly requires: readonly Permission[];
}

/** Works out what an ending makes of the records. Pure; throws when a result breaks the contract of its catalog. */
export function settle(subject: Subject, ending: Ending, now: number): Changes {
  const { operation } = subject;
  switch (ending.kind) {
    case 'retry':
      return { operation: { ...operation, leaseUntil: 0, runAfter: ending.at } };
    case 'deferred':
      return { operation: deferred(operation, ending.deferral, now), ...keptState(subject, ending) };
    case 'done':
      return done(subject, ended(operation, 'succeeded', now), ending.result, now);
    case 'failed':
      return failed(subject, ending, now);
  }
}

/** What a run left for later handlers, whatever becomes of its operation. */
function stateLeftBy(ending: Ending): Json | undefined {
  if (ending.kind === 'deferred') return ending.deferral.options.state;
  return ending.kind === 'done' ? ending.result.state : undefined;
}

/** State that is there before the operation ends: whoever cleans up after a failure has to know of it. */
export function keptState(
  { instance, binding }: Pick<Subject, 'instance' | 'binding'>,
  ending: Ending,
): Pick<Changes, 'instance' | 'binding'> {
  const state = stateLeftBy(ending);
  if (state === undefined) return {};
  return binding === undefined ? { instance: { ...instance, state } } : { binding: { ...binding, state } };
}

function ended(operation: OperationRecord, status: 'succeeded' | 'failed', now: number): OperationRecord {
  return {
    ...operation,
    leaseUntil: 0,
    leaseOwner: '',
    status,
    step: undefined,
    description: undefined,
    data: null,
    finishedAt: now,
  };
}

function deferred(
  operation: OperationRecord,
  { step, data, options }: Deferral,
  now: number,
): OperationRecord {
  return {
    ...operation,
    leaseUntil: 0,
    mode: 'deferred',
    step,
    data,
    description: options.description ?? operation.description,
    attempts: 0,
    runAfter: now + (options.afterMs ?? 0),
    announced: { ...operation.announced, ...announcement(options) },
  };
}

function announcement({ dashboardUrl, metadata }: InstanceResult): Announced {
  if (metadata === undefined) return dashboardUrl === undefined ? {} : { dashboardUrl };
  const announced = { metadata: wireMetadata(metadata) };
  return dashboardUrl === undefined ? announced : { dashboardUrl, ...announced };
}

function wireMetadata({ labels, attributes }: InstanceMetadata): JsonObject {
  if (labels === undefined) return attributes === undefined ? {} : { attributes };
  return attributes === undefined ? { labels } : { labels, attributes };
}

function done(
  { instance, binding, requires }: Subject,
  operation: OperationRecord,
  result: InstanceResult & BindingResult,
  now: number,
): Changes {
  const told = announcement(result);
  const dashboardUrl = told.dashboardUrl ?? operation.announced.dashboardUrl;
  const metadata = told.metadata ?? operation.announced.metadata;
  const settled: InstanceRecord = {
    ...instance,
    status: 'ready',
    updatedAt: now,
    dashboardUrl: dashboardUrl ?? instance.dashboardUrl,
    metadata: metadata ?? instance.metadata,
    state: result.state === undefined ? instance.state : result.state,
  };
  switch (operation.kind) {
    case 'provision':
      return { operation, instance: settled };
    case 'update': {
      const { update } = operation;
      return {
        operation,
        instance: {
          ...settled,
          usable: true,
          planId: update?.planId ?? instance.planId,
          parameters: update?.mergedParameters ?? instance.parameters,
          maintenanceVersion: update?.maintenanceVersion ?? instance.maintenanceVersion,
          context: update?.context ?? instance.context,
        },
      };
    }
    case 'deprovision':
      return { operation, instance: null };
    case 'bind':
      if (binding === undefined) return { operation };
      return {
        operation,
        binding: {
          ...binding,
          status: 'ready',
          updatedAt: now,
          body: bindingBody(result, requires),
          expiresAt: result.expiresAt?.getTime(),
          state: result.state === undefined ? binding.state : result.state,
        },
      };
    case 'unbind':
      return { operation, binding: null };
  }
}

function failed(
  { operation: running, instance, binding }: Subject,
  ending: { error: BrokerError; clean: boolean },
  now: number,
): Changes {
  const { kind, before, mode } = running;
  const { error } = ending;
  // Once somebody polls it, a failure must be found.
  const clean = ending.clean && mode === 'inline';
  const usable = kind === 'update' || kind === 'deprovision' ? error.instanceUsable : undefined;
  const operation: OperationRecord = {
    ...ended(running, 'failed', now),
    description: error.message,
    instanceUsable: usable,
    updateRepeatable: kind === 'update' ? error.updateRepeatable : undefined,
  };
  const forget = clean && before === undefined;
  const back = clean && before !== undefined ? { operationId: before.operationId } : {};
  switch (kind) {
    case 'provision':
      return {
        operation: forget ? null : operation,
        instance: forget ? null : { ...instance, status: 'failed', updatedAt: now },
      };
    case 'update':
    case 'deprovision':
      return {
        operation: clean ? null : operation,
        instance: {
          ...instance,
          ...back,
          // Only instance operations store an instance's status as what was before.
          status: (before?.status ?? 'ready') as InstanceRecord['status'],
          usable: usable ?? instance.usable,
          updatedAt: now,
        },
      };
    case 'bind':
      if (binding === undefined) return { operation };
      return {
        operation: forget ? null : operation,
        binding: forget ? null : { ...binding, status: 'failed', updatedAt: now },
      };
    case 'unbind':
      if (binding === undefined) return { operation };
      return {
        operation: clean ? null : operation,
        binding: {
          ...binding,
          ...back,
          status: (before?.status ?? 'ready') as BindingRecord['status'],
          updatedAt: now,
        },
      };
  }
}
