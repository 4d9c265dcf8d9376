import type { Insertable, Kysely } from 'kysely';
import type { Cipher } from './cipher.ts';
import type { Database } from './database.ts';
import { requests } from './listings.ts';
import { pageOf } from './paging.ts';
import type { Reads } from './reads.ts';
import { createRequestRows } from './request-rows.ts';
import { createRowInserter } from './row-writer.ts';
import type { BrokerTables } from './schema.ts';
import type { SqlTransaction } from './sql-transaction.ts';
import type { Store } from './store.ts';

type Row<Table extends keyof BrokerTables> = Insertable<BrokerTables[Table]>;

/** What a page of the history has to open stays small. */
const mostPerBatch = 32;
const mostExpected = 10_000;

/** What the history is kept with. */
export interface HistoryParts {
  readonly database: Database;
  readonly cipher: Cipher;
  readonly reads: Reads;
}

/** The history of requests in a SQL database. */
export interface RequestHistory extends Pick<Store, 'recordRequests' | 'listRequests'> {
  /** Told what a transaction has found: spares a look for the lineages of instances whose requests come next. */
  expect(found: Pick<SqlTransaction, 'lineages' | 'removed'>): void;
}

/** Keeps a row for each request, and what is sealed of them in batches. */
export function createRequestHistory({ database, cipher, reads }: HistoryParts): RequestHistory {
  const rows = createRequestRows(cipher);
  const reader = database.reader<BrokerTables>();
  const builder = database.reader<Record<string, Record<string, string>>>();
  const batches = createRowInserter<Row<'osb_request_batch'>>(builder, 'osb_request_batch', [
    'id',
    'created_at',
    'document',
  ]);
  const entries = createRowInserter<Row<'osb_request'>>(builder, 'osb_request', [
    ...['id', 'created_at', 'method', 'status', 'instance_id', 'binding_id', 'lineage'],
    ...['batch_id', 'position'],
  ]);
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
    return new Map(found.map((batch) => [batch.id, rows.documents(batch)]));
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
      return database.write(undefined, async (db: Kysely<BrokerTables>) => {
        for (let from = 0; from < records.length; from += mostPerBatch) {
          const { batch, requests } = rows.toRows(records.slice(from, from + mostPerBatch));
          await batches.insert(db, batch);
          for (const request of requests) {
            const id = request.instance_id;
            const lineage = known.get(id) ?? (await reads.lineage(db, id));
            await entries.insert(db, { ...request, lineage });
          }
        }
      });
    },
    listRequests: async (filter, page) => {
      const { instanceId } = filter;
      const lineage = instanceId === undefined ? undefined : await reads.lineage(reader, instanceId);
      const { items, ...next } = await pageOf(reader, requests(filter, lineage), page, (row) => row);
      const sealed = await documents([...new Set(items.map(({ batch_id }) => batch_id))]);
      return {
        ...next,
        // What was forgotten meanwhile is left out.
        items: items.flatMap((row) => {
          const document = sealed.get(row.batch_id)?.[row.position];
          return document === undefined ? [] : [rows.toRequest(row, document)];
        }),
      };
    },
  };
}
