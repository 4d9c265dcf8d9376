import { type Kysely, sql } from 'kysely';
import type { Rows } from './rows.ts';
import type { BrokerTables } from './schema.ts';
import { createStatement, type QueryRunner } from './statement.ts';
import type { Store, StoreReads } from './store.ts';

type OfConnection<Read> = Read extends (...values: infer Values) => infer Result
  ? (db: QueryRunner, ...values: Values) => Result
  : never;

/** Reads by key, by whichever connection: a transaction sees its own writes. */
export type Reads = {
  readonly [Name in keyof StoreReads | 'progress']: OfConnection<Store[Name]>;
};

/** Builds the statements once, with the placeholders of the builder's dialect. */
export function createReads(builder: Kysely<BrokerTables>, rows: Rows): Reads {
  const instance = createStatement(builder.selectFrom('osb_instance').selectAll().where('id', '=', ''));
  const binding = createStatement(
    builder.selectFrom('osb_binding').selectAll().where('instance_id', '=', '').where('id', '=', ''),
  );
  const operation = createStatement(builder.selectFrom('osb_operation').selectAll().where('id', '=', ''));
  const latest = createStatement(
    builder
      .selectFrom('osb_operation')
      .selectAll()
      .where('instance_id', '=', '')
      .where('binding_id', '=', '')
      .orderBy('created_at', 'desc')
      .limit(sql.lit(1)),
  );
  const newestOfInstance = createStatement(
    builder.selectFrom('osb_instance').select('operation_id').where('id', '=', ''),
  );
  const newestOfBinding = createStatement(
    builder
      .selectFrom('osb_binding')
      .select('operation_id')
      .where('instance_id', '=', '')
      .where('id', '=', ''),
  );
  const first = <Row, T>([row]: readonly Row[], to: (row: Row) => T) => row && to(row);
  return {
    instance: async (db, id) => first(await instance(db, [id]), rows.toInstance),
    binding: async (db, instanceId, id) => first(await binding(db, [instanceId, id]), rows.toBinding),
    operation: async (db, id) => first(await operation(db, [id]), rows.toOperation),
    latestOperation: async (db, instanceId, bindingId) =>
      first(await latest(db, [instanceId, bindingId]), rows.toOperation),
    progress: async (db, instanceId, bindingId, operationId) => {
      const [resource] =
        bindingId === ''
          ? await newestOfInstance(db, [instanceId])
          : await newestOfBinding(db, [instanceId, bindingId]);
      const id = operationId ?? resource?.operation_id;
      const [row] = id === undefined ? [] : await operation(db, [id]);
      const found = row?.instance_id === instanceId && row.binding_id === bindingId ? row : undefined;
      return { exists: resource !== undefined, operation: found && rows.toProgress(found) };
    },
  };
}
