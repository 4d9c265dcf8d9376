import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ProgressRow, Rows } from './rows.ts';
import type { BrokerTables } from './schema.ts';
import { createStatement, type QueryRunner, type Statement } from './statement.ts';
import type { Store, StoreReads, Transaction } from './store.ts';

type OfConnection<Read> = Read extends (...values: infer Values) => infer Result
  ? (db: QueryRunner, ...values: Values) => Result
  : never;

/** Reads by key, by whichever connection: a transaction sees its own writes. */
export type Reads = {
  readonly [Name in keyof StoreReads | 'progress']: OfConnection<Store[Name]>;
} & { readonly heldLease: OfConnection<Transaction['heldLease']> };

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
      .orderBy('id', 'desc')
      .limit(sql.lit(1)),
  );
  const heldLease = createStatement(
    // The columns hold only what the store wrote there.
    builder
      .selectFrom('osb_operation')
      .select(['fence', 'status', 'mode'])
      .where('id', '=', '')
      .$castTo<Lease>(),
  );
  const ofInstance = progressStatement(builder, sql`resource.id = ${''}`, 'osb_instance');
  const ofBinding = progressStatement(
    builder,
    sql`resource.instance_id = ${''} and resource.id = ${''}`,
    'osb_binding',
  );
  const first = <Row, T>([row]: readonly Row[], to: (row: Row) => T) => row && to(row);
  return {
    instance: async (db, id) => first(await instance(db, [id]), rows.toInstance),
    binding: async (db, instanceId, id) => first(await binding(db, [instanceId, id]), rows.toBinding),
    operation: async (db, id) => first(await operation(db, [id]), rows.toOperation),
    heldLease: async (db, id) => (await heldLease(db, [id]))[0],
    latestOperation: async (db, instanceId, bindingId) =>
      first(await latest(db, [instanceId, bindingId]), rows.toOperation),
    progress: async (db, instanceId, bindingId, operationId) => {
      const named = operationId ?? null;
      const [row] =
        bindingId === ''
          ? await ofInstance(db, [instanceId, named])
          : await ofBinding(db, [instanceId, bindingId, named]);
      const found = row?.id != null && row.instance_id === instanceId && row.binding_id === bindingId;
      return {
        exists: row?.newest != null,
        operation: found ? rows.toProgress(row as ProgressRow) : undefined,
      };
    },
  };
}

type Lease = NonNullable<Awaited<ReturnType<Transaction['heldLease']>>>;

type Joined = ProgressRow & {
  readonly newest: string;
  readonly instance_id: string;
  readonly binding_id: string;
};

/** One statement for what polls need: each one costs the locks of a transaction of its own. */
function progressStatement(
  builder: Kysely<BrokerTables>,
  isResource: RawBuilder<unknown>,
  table: 'osb_instance' | 'osb_binding',
): Statement<{ readonly [Column in keyof Joined]: Joined[Column] | null }> {
  const query = sql<{ readonly [Column in keyof Joined]: Joined[Column] | null }>`
    select resource.operation_id as newest, o.id, o.instance_id, o.binding_id, o.kind, o.status, o.mode,
      o.description, o.run_after, case when o.status = 'failed' then o.document end as document
    from (select 1 as one) as one
    left join ${sql.table(table)} as resource on ${isResource}
    left join osb_operation as o on o.id = coalesce(${null}, resource.operation_id)`;
  return createStatement({ compile: () => query.compile(builder) });
}
