import type { Sealed } from './cipher.ts';

/** Tables of the broker. Times are epoch milliseconds; `document` is sealed JSON. */
export interface BrokerTables {
  readonly osb_instance: {
    id: string;
    service_id: string;
    plan_id: string;
    status: string;
    operation_id: string;
    usable: number;
    /** What the context names; empty when it names none. */
    platform: string;
    /** The id of the operation that created it, which grows with time: what is indexed by it grows at its end. */
    lineage: string;
    created_at: number;
    updated_at: number;
    document: Sealed;
  };
  readonly osb_binding: {
    instance_id: string;
    id: string;
    status: string;
    operation_id: string;
    created_at: number;
    updated_at: number;
    expires_at: number | null;
    document: Sealed;
  };
  readonly osb_operation: {
    id: string;
    kind: string;
    instance_id: string;
    binding_id: string;
    status: string;
    mode: string;
    step: string | null;
    description: string | null;
    attempts: number;
    run_after: number;
    lease_until: number;
    lease_owner: string;
    fence: number;
    blocked_by: string | null;
    /** That of its instance. */
    lineage: string;
    created_at: number;
    finished_at: number | null;
    document: Sealed;
  };
  readonly osb_request: {
    id: string;
    created_at: number;
    method: string;
    status: number;
    instance_id: string;
    binding_id: string;
    /** That of its instance; the instance's id where there never was one. */
    lineage: string;
    batch_id: string;
    /** Its place in the batch, from 0. */
    position: number;
  };
  /** Requests that were recorded together, with their documents in one list. */
  readonly osb_request_batch: {
    id: string;
    /** When the last of them came. */
    created_at: number;
    document: Sealed;
  };
  readonly osb_meta: { key: string; value: string };
}
