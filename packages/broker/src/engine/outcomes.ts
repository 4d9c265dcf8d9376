import type { BindingRecord, InstanceRecord, OperationRecord } from './records.ts';

/** How a provision ended. */
export type ProvisionOutcome =
  | { readonly kind: 'created'; readonly instance: InstanceRecord }
  | { readonly kind: 'unchanged'; readonly instance: InstanceRecord }
  | { readonly kind: 'accepted'; readonly operation: OperationRecord };

/** How an update ended. */
export type UpdateOutcome =
  | { readonly kind: 'updated'; readonly instance: InstanceRecord }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'accepted'; readonly operation: OperationRecord };

/** How a deprovision or an unbind ended. */
export type DeleteOutcome =
  { readonly kind: 'deleted' } | { readonly kind: 'accepted'; readonly operation: OperationRecord };

/** How a bind or a rotation ended. */
export type BindOutcome =
  | { readonly kind: 'created'; readonly binding: BindingRecord }
  | { readonly kind: 'unchanged'; readonly binding: BindingRecord }
  | { readonly kind: 'accepted'; readonly operation: OperationRecord };

/** What last_operation has to say. */
export interface LastOperation {
  readonly kind: OperationRecord['kind'];
  readonly state: 'in progress' | 'succeeded' | 'failed';
  readonly description: string | undefined;
  readonly instanceUsable: boolean | undefined;
  readonly updateRepeatable: boolean | undefined;
  /** Whole seconds until asking again makes sense, when that is known and worth saying. */
  readonly retryAfterSeconds: number | undefined;
}
