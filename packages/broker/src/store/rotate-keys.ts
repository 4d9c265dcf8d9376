import type { Kysely } from 'kysely';
import type { Cipher, Sealed } from './cipher.ts';
import type { Database } from './database.ts';
import { isNothing, places } from './rows.ts';
import type { BrokerTables } from './schema.ts';

const batch = 500;

/**
 * Seals everything that is stored under an older key again, under the newest one, batch by batch, while the broker
 * runs. Answers how many rows it rewrote; then the older keys can be taken away.
 */
export async function resealAll(database: Database, cipher: Cipher): Promise<number> {
  let rewritten = 0;
  for (const table of tables) {
    let after = '';
    for (;;) {
      const rows = await database.write<BrokerTables, readonly SealedRow[]>(undefined, async (db) => {
        const found = await table.page(db, after);
        for (const row of found) {
          if (isNothing(row.document) || cipher.isCurrent(row.document)) continue;
          await table.replace(db, row, cipher.seal(cipher.open(row.document, row.place), row.place));
          rewritten += 1;
        }
        return found;
      });
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.cursor;
    }
  }
  return rewritten;
}

interface SealedRow {
  readonly document: Sealed;
  readonly place: string;
  /** Orders the rows of a table. */
  readonly cursor: string;
  readonly id: string;
  readonly instanceId: string;
}

interface SealedTable {
  page(db: Kysely<BrokerTables>, after: string): Promise<readonly SealedRow[]>;
  /** Replaces a document unless it has changed since. */
  replace(db: Kysely<BrokerTables>, row: SealedRow, document: Sealed): Promise<unknown>;
}

function byId(
  name: 'osb_instance' | 'osb_operation' | 'osb_request_batch',
  place: (id: string) => string,
): SealedTable {
  return {
    page: async (db, after) => {
      const rows = await db
        .selectFrom(name)
        .select(['id', 'document'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(batch)
        .execute();
      return rows.map(({ id, document }) => ({ id, document, place: place(id), cursor: id, instanceId: '' }));
    },
    replace: (db, row, document) =>
      db
        .updateTable(name)
        .set({ document })
        .where('id', '=', row.id)
        .where('document', '=', row.document)
        .execute(),
  };
}

const separator = '\n';

const bindings: SealedTable = {
  page: async (db, after) => {
    const [instanceId = '', bindingId = ''] = after.split(separator);
    const rows = await db
      .selectFrom('osb_binding')
      .select(['instance_id', 'id', 'document'])
      .where(({ eb, or, and }) =>
        or([
          eb('instance_id', '>', instanceId),
          and([eb('instance_id', '=', instanceId), eb('id', '>', bindingId)]),
        ]),
      )
      .orderBy('instance_id')
      .orderBy('id')
      .limit(batch)
      .execute();
    return rows.map(({ instance_id, id, document }) => ({
      id,
      instanceId: instance_id,
      document,
      place: places.binding(instance_id, id),
      cursor: `${instance_id}${separator}${id}`,
    }));
  },
  replace: (db, row, document) =>
    db
      .updateTable('osb_binding')
      .set({ document })
      .where('instance_id', '=', row.instanceId)
      .where('id', '=', row.id)
      .where('document', '=', row.document)
      .execute(),
};

const tables: readonly SealedTable[] = [
  byId('osb_instance', places.instance),
  bindings,
  byId('osb_operation', places.operation),
  byId('osb_request_batch', places.requestBatch),
];
