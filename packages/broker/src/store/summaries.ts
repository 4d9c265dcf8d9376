import type { BindingRecord, InstanceRecord, OperationRecord } from '../engine/records.ts';

/** What listings tell of an instance: only what is not sealed. */
export interface InstanceSummary extends Pick<
  InstanceRecord,
  'id' | 'serviceId' | 'planId' | 'status' | 'operationId' | 'usable' | 'createdAt' | 'updatedAt'
> {
  /** The platform that its context names, cut after 64 characters; empty when it names none. */
  readonly platform: string;
}

/** What listings tell of a binding: only what is not sealed. */
export type BindingSummary = Pick<
  BindingRecord,
  'instanceId' | 'id' | 'status' | 'operationId' | 'createdAt' | 'updatedAt' | 'expiresAt'
>;

/** What listings tell of an operation: only what is not sealed. */
export type OperationSummary = Pick<
  OperationRecord,
  | 'id'
  | 'kind'
  | 'instanceId'
  | 'bindingId'
  | 'status'
  | 'mode'
  | 'step'
  | 'description'
  | 'attempts'
  | 'createdAt'
  | 'finishedAt'
>;
