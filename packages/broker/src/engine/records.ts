import type { OriginatingIdentity } from '@osb-kit/spec/protocol';
import type { Json, JsonObject } from '../json.ts';

/** What is done to a resource. */
export type OperationKind = 'provision' | 'update' | 'deprovision' | 'bind' | 'unbind';

/** `failed` is a resource whose creation failed and may have left something: it does not exist, and can be deleted. */
export type InstanceStatus = 'provisioning' | 'ready' | 'updating' | 'deprovisioning' | 'failed';

/** As {@link InstanceStatus}, for bindings. */
export type BindingStatus = 'binding' | 'ready' | 'unbinding' | 'failed';

/** A service instance as it is stored; while an operation runs, as it was before. A creation stores what is asked for. */
export interface InstanceRecord {
  readonly id: string;
  /** The id of the operation that created it, or created the first one with its id: grows with time, never changes. */
  readonly lineage: string;
  readonly serviceId: string;
  readonly planId: string;
  readonly status: InstanceStatus;
  /** The operation that was started on it last. */
  readonly operationId: string;
  /** False after an update or deprovision that broke it. */
  readonly usable: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly parameters: JsonObject;
  readonly context: JsonObject;
  readonly organizationGuid: string;
  readonly spaceGuid: string;
  readonly maintenanceVersion: string | undefined;
  readonly dashboardUrl: string | undefined;
  readonly metadata: JsonObject | undefined;
  readonly state: Json;
}

/** A service binding as it is stored. */
export interface BindingRecord {
  readonly instanceId: string;
  readonly id: string;
  readonly status: BindingStatus;
  readonly operationId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number | undefined;
  readonly parameters: JsonObject;
  readonly context: JsonObject;
  readonly bindResource: JsonObject;
  readonly appGuid: string | undefined;
  readonly predecessorId: string | undefined;
  /** The answer to bind and fetch, in wire form, without `parameters`; empty until it is created. */
  readonly body: JsonObject;
  readonly state: Json;
}

/** What an update is to make of an instance. */
export interface UpdateTarget {
  readonly planId: string;
  readonly parameters: JsonObject | undefined;
  readonly mergedParameters: JsonObject;
  /** The version to record; equals the present one when no maintenance is asked for. */
  readonly maintenanceVersion: string | undefined;
  /** The version that the request named. */
  readonly requestedMaintenance: string | undefined;
  readonly context: JsonObject | undefined;
}

/** The part of a resource that an operation changes as it begins. */
export interface Before {
  readonly status: InstanceStatus | BindingStatus;
  readonly operationId: string;
}

/** What an asynchronous operation tells about an instance in advance. */
export interface Announced {
  readonly dashboardUrl?: string;
  readonly metadata?: JsonObject;
}

/** An operation as it is stored: written before its handler runs, and kept after it ended. */
export interface OperationRecord {
  readonly id: string;
  readonly kind: OperationKind;
  readonly instanceId: string;
  /** Empty for operations on instances. */
  readonly bindingId: string;
  readonly status: 'running' | 'succeeded' | 'failed';
  /** `inline` while the request that started it waits for its handler. */
  readonly mode: 'inline' | 'deferred';
  /** The step to run next; `undefined` is the handler itself. */
  readonly step: string | undefined;
  /** Progress or failure text for last_operation. */
  readonly description: string | undefined;
  /** Tries of the present step. */
  readonly attempts: number;
  /** Epoch milliseconds before which no worker takes it. */
  readonly runAfter: number;
  /** Epoch milliseconds until which `leaseOwner` alone works on it; 0 is nobody. */
  readonly leaseUntil: number;
  readonly leaseOwner: string;
  /** Grows with each lease; a write under an older one is refused. */
  readonly fence: number;
  /** A cancelled operation whose lease must end first. */
  readonly blockedBy: string | undefined;
  readonly createdAt: number;
  readonly finishedAt: number | undefined;
  /** What the resource was before, to go back to when nothing came of the operation. */
  readonly before: Before | undefined;
  readonly update: UpdateTarget | undefined;
  /** What the first answer said about the instance, and is true of it once the operation succeeds. */
  readonly announced: Announced;
  readonly data: Json;
  readonly acceptsIncomplete: boolean;
  readonly context: JsonObject;
  readonly originatingIdentity: OriginatingIdentity | undefined;
  readonly requestIdentity: string | undefined;
  readonly instanceUsable: boolean | undefined;
  readonly updateRepeatable: boolean | undefined;
}
