import type { OriginatingIdentity } from '@osb-kit/spec/protocol';
import type { BindingRecord, BindingStatus, InstanceRecord, OperationRecord } from '../engine/records.ts';
import type { Json } from '../json.ts';
import type { Writer } from './database.ts';
import type { BindingSummary, InstanceSummary, OperationSummary } from './summaries.ts';

/** Reads of the store. In a {@link Transaction} they see its own writes. */
export interface StoreReads {
  instance(id: string): Promise<InstanceRecord | undefined>;
  binding(instanceId: string, id: string): Promise<BindingRecord | undefined>;
  operation(id: string): Promise<OperationRecord | undefined>;
  /** The operation started last on an instance, or on a binding when `bindingId` is not empty. */
  latestOperation(instanceId: string, bindingId: string): Promise<OperationRecord | undefined>;
}

/** A unit of work: all of it is durable when the promise of {@link Store.transact} resolves, or none of it happened. */
export interface Transaction extends StoreReads {
  /** For what services write into the same database. */
  readonly writer: Writer;
  /** The statuses of the bindings that an instance has, one per binding. */
  bindingStatuses(instanceId: string): Promise<readonly BindingStatus[]>;
  /** The lineage of an instance that is there or was; `undefined` for an id that is new. */
  lineage(instanceId: string): Promise<string | undefined>;
  insertInstance(record: InstanceRecord): Promise<unknown>;
  updateInstance(record: InstanceRecord): Promise<unknown>;
  removeInstance(id: string): Promise<void>;
  insertBinding(record: BindingRecord): Promise<unknown>;
  updateBinding(record: BindingRecord): Promise<unknown>;
  removeBinding(instanceId: string, id: string): Promise<void>;
  removeBindings(instanceId: string): Promise<void>;
  insertOperation(record: OperationRecord): Promise<void>;
  /** With the record as it is stored, what has not changed is not encrypted again. */
  updateOperation(record: OperationRecord, stored?: OperationRecord): Promise<unknown>;
  /** Who may write what came of an operation, and what others have changed about it meanwhile. */
  heldLease(operationId: string): Promise<
    | {
        readonly fence: number;
        readonly status: OperationRecord['status'];
        readonly mode: OperationRecord['mode'];
      }
    | undefined
  >;
  removeOperation(id: string): Promise<void>;
}

/** A lease that is held: which operation, and under which fencing token. */
export interface HeldLease {
  readonly operationId: string;
  readonly fence: number;
}

/** Who takes work on, when, and for how long. */
export interface ClaimRequest {
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  /** Operations that this process works on already, whatever has become of their leases. */
  readonly except: readonly string[];
}

/** An operation that was leased, or one that cannot be read: its key is not among those that the store was opened with. */
export type Claim =
  { readonly operation: OperationRecord } | { readonly unreadable: string; readonly error: unknown };

/** A page of a listing, newest first. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Hand it back to get the next page; absent on the last one. */
  readonly next?: string;
}

/** What a listing may be narrowed by. */
export interface InstanceFilter {
  readonly serviceId?: string | undefined;
  readonly planId?: string | undefined;
  readonly status?: InstanceRecord['status'] | undefined;
  readonly platform?: string | undefined;
  /** The beginning of an id. */
  readonly idPrefix?: string | undefined;
}

/** What a listing of operations may be narrowed by. */
export interface OperationFilter {
  readonly instanceId?: string | undefined;
  readonly status?: OperationRecord['status'] | undefined;
  readonly kind?: OperationRecord['kind'] | undefined;
}

/** A mutating request of a known user, kept as an audit trail and as history. */
export interface RequestRecord {
  readonly at: number;
  readonly method: string;
  readonly route: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly instanceId: string;
  readonly bindingId: string;
  readonly status: number;
  readonly error: string | undefined;
  readonly ms: number;
  readonly user: string;
  readonly requestIdentity: string | undefined;
  readonly originatingIdentity: OriginatingIdentity | undefined;
  readonly body: Json | undefined;
}

/** What a listing of requests may be narrowed by. */
export interface RequestFilter {
  readonly instanceId?: string | undefined;
  readonly method?: string | undefined;
  /** The first digit of the status: 2, 4 or 5. */
  readonly statusClass?: number | undefined;
}

/** Where a listing starts and how long it is. */
export interface PageRequest {
  readonly after?: string | undefined;
  /** Default 50, at most 500. */
  readonly limit?: number;
}

/** What last_operation tells of an operation. */
export type OperationProgress = Pick<
  OperationRecord,
  'kind' | 'status' | 'mode' | 'description' | 'runAfter' | 'instanceUsable' | 'updateRepeatable'
>;

/** Durable state of a broker: instances, bindings and operations. */
export interface Store extends StoreReads {
  /**
   * What polls need, in less work than the records take: whether the resource exists, and how the named operation on
   * it goes, or the one that was started last.
   */
  progress(
    instanceId: string,
    bindingId: string,
    operationId: string | undefined,
  ): Promise<{ readonly exists: boolean; readonly operation: OperationProgress | undefined }>;
  /** Runs `work` alone among all work on this instance, on all replicas; it may run more than once, and the last time counts. */
  transact<T>(instanceId: string, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Epoch milliseconds by the clock that all replicas go by. */
  now(): number;
  /** Leases one operation that is due and that nobody works on, under a new fencing token. */
  claim(request: ClaimRequest): Promise<Claim | undefined>;
  /** Prolongs leases; answers those that are still held and whose operation still runs. */
  renew(leases: readonly HeldLease[], leaseUntil: number): Promise<ReadonlySet<string>>;
  /** Gives a lease back. */
  release(lease: HeldLease): Promise<void>;
  /** Forgets operations that ended before `before` and are the latest of no resource, and requests sent before it. */
  purge(before: number): Promise<number>;
  /** A page takes bounded work: with a rare filter it may hold few items, or none, and have a next one. */
  listInstances(filter: InstanceFilter, page: PageRequest): Promise<Page<InstanceSummary>>;
  listBindings(instanceId: string | undefined, page: PageRequest): Promise<Page<BindingSummary>>;
  listOperations(filter: OperationFilter, page: PageRequest): Promise<Page<OperationSummary>>;
  recordRequests(records: readonly RequestRecord[]): Promise<void>;
  listRequests(
    filter: RequestFilter,
    page: PageRequest,
  ): Promise<Page<RequestRecord & { readonly id: string }>>;
  /** How many there are, for dashboards and metrics. */
  counts(): Promise<{ instances: number; bindings: number; running: number }>;
  /** A named value, such as the fingerprint of the catalog. */
  meta(key: string): Promise<string | undefined>;
  setMeta(key: string, value: string): Promise<void>;
  /** Throws when the store cannot serve, or does not within five seconds; after a write has failed, it writes. */
  ready(): Promise<void>;
  /** Called once by each broker before it serves: throws where several may not, and another one does. */
  serve?(): Promise<void>;
  close(): Promise<void>;
}
