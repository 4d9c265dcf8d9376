import type { Insertable, Selectable } from 'kysely';
import type { Cipher } from './cipher.ts';
import { places } from './rows.ts';
import type { BrokerTables } from './schema.ts';
import type { RequestRecord } from './store.ts';
import { timeOrderedId } from './time-ordered-id.ts';

type Request = BrokerTables['osb_request'];
type RequestBatch = BrokerTables['osb_request_batch'];

/** What of a request is sealed. */
export type RequestDocument = Omit<RequestRecord, 'at' | 'method' | 'status' | 'instanceId' | 'bindingId'>;

/** Translates between requests and rows. */
export interface RequestRows {
  /** Sealed together: to seal each by itself would cost more than to store it. */
  toRows(records: readonly RequestRecord[]): {
    readonly batch: Insertable<RequestBatch>;
    /** Without what they are indexed by. */
    readonly requests: readonly Omit<Insertable<Request>, 'lineage'>[];
  };
  /** What is sealed in a batch, by position. */
  documents(batch: Pick<Selectable<RequestBatch>, 'id' | 'document'>): readonly RequestDocument[];
  toRequest(
    row: Omit<Selectable<Request>, 'lineage'>,
    document: RequestDocument,
  ): RequestRecord & { readonly id: string };
}

/** Rows of requests under one cipher. */
export function createRequestRows(cipher: Cipher): RequestRows {
  return {
    toRows: (records) => {
      const latest = records.reduce((newest, { at }) => Math.max(newest, at), 0);
      const id = timeOrderedId(latest);
      const documents = JSON.stringify(records.map(documentOf));
      return {
        batch: { id, created_at: latest, document: cipher.seal(documents, places.requestBatch(id)) },
        requests: records.map(({ at, method, status, instanceId, bindingId }, position) => ({
          id: timeOrderedId(at),
          created_at: at,
          method,
          status,
          instance_id: instanceId,
          binding_id: bindingId,
          batch_id: id,
          position,
        })),
      };
    },
    documents: ({ id, document }) => {
      // Only this module writes them, and their seal proves it.
      const found = JSON.parse(cipher.open(document, places.requestBatch(id))) as
        RequestDocument | readonly RequestDocument[];
      // Older versions sealed each by itself.
      return 'target' in found ? [found] : found;
    },
    toRequest: (row, document) => ({
      ...document,
      id: row.id,
      at: row.created_at,
      method: row.method,
      status: row.status,
      instanceId: row.instance_id,
      bindingId: row.binding_id,
    }),
  };
}

function documentOf(record: RequestRecord): RequestDocument {
  const { route, target, error, ms, user, requestIdentity, originatingIdentity, body } = record;
  return { route, target, error, ms, user, requestIdentity, originatingIdentity, body };
}
