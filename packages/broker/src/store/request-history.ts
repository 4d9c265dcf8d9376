import type { Kysely } from 'kysely';
import { requests } from './listings.ts';
import { pageOf } from './paging.ts';
import type { Reads } from './reads.ts';
import type { RequestDocument, Rows } from './rows.ts';
import type { BrokerTables } from './schema.ts';
import type { SqlTransaction, Writers } from './sql-transaction.ts';
import type { Store } from './store.ts';

/** What a page of the history has to open stays small. */
const mostPerBatch = 32;
const mostExpected = 10_000;

/** What the history is kept with. */
export interface HistoryParts {
  readonly reader: Kysely<BrokerTables>;
  readonly rows: Rows;
  readonly reads: Reads;
  readonly writers: Writers;
  readonly write: (work: (db: Kysely<BrokerTables>) => Promise<void>) => Promise<void>;
}

/** The history of requests in a SQL database. */
export interface RequestHistory extends Pick<Store, 'recordRequests' | 'listRequests'> {
  /** Told what a transaction has found: spares a look for the lineages of instances whose requests come next. */
  expect(found: Pick<SqlTransaction, 'lineages' | 'removed'>): void;
}

/** Keeps a row for each request, and what is sealed of them in batches. */
export function createRequestHistory({ reader, rows, reads, writers, write }: HistoryParts): RequestHistory {
  let expected = new Map<string, string>();
  const documents = async (ids: readonly string[]) => {
    const found =
      ids.length === 0
        ? []
        : await reader
            .selectFrom('osb_request_batch')
            .select(['id', 'document'])
            .where('id', 'in', ids)
            .execute();
    return new Map<string, readonly RequestDocument[]>(
      found.map((batch) => [batch.id, rows.toRequests(batch)]),
    );
  };
  return {
    expect: ({ lineages, removed }) => {
      if (expected.size > mostExpected) expected.clear();
      for (const [id, lineage] of lineages) {
        if (lineage === undefined || removed.includes(id)) expected.delete(id);
        else expected.set(id, lineage);
      }
    },
    recordRequests: (records) => {
      const known = expected;
      expected = new Map();
      return write(async (db) => {
        for (let from = 0; from < records.length; from += mostPerBatch) {
          const { batch, requests } = rows.requests(records.slice(from, from + mostPerBatch));
          await writers.requestBatch.insert(db, batch);
          for (const request of requests) {
            const id = request.instance_id;
            const lineage = known.get(id) ?? (await reads.lineage(db, id));
            await writers.request.insert(db, { ...request, lineage });
          }
        }
      });
    },
    listRequests: async (filter, page) => {
      const { instanceId } = filter;
      const lineage = instanceId === undefined ? undefined : await reads.lineage(reader, instanceId);
      const { items, ...next } = await pageOf(reader, requests(filter, lineage), page, (row) => row);
      const batches = await documents([...new Set(items.map(({ batch_id }) => batch_id))]);
      return {
        ...next,
        // What was forgotten meanwhile is left out.
        items: items.flatMap((row) => {
          const document = batches.get(row.batch_id)?.[row.position];
          return document === undefined ? [] : [rows.toRequest(row, document)];
        }),
      };
    },
  };
}
