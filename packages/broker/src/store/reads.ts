import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { InstanceRecord } from '../engine/records.ts';
import type { Database } from './database.ts';
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
} & {
  readonly heldLease: OfConnection<Transaction['heldLease']>;
  /** As `operation`, and nobody else changes it until the transaction ends. */
  readonly keptOperation: OfConnection<Transaction['operation']>;
  /** What an instance's operations and requests are indexed by, also when it is gone; its id where there never was one. */
  readonly lineage: (db: QueryRunner, instanceId: string) => Promise<string>;
  /** Both at once, for transactions that go on to write. */
  readonly instanceAndLineage: (
    db: QueryRunner,
    id: string,
  ) => Promise<{ readonly instance: InstanceRecord | undefined; readonly lineage: string | undefined }>;
};

/** Builds the statements once, with the placeholders of the builder's dialect. */
export function createReads(builder: Kysely<BrokerTables>, rows: Rows, dialect: Database['dialect']): Reads {
  // Who changes an operation keeps it until the end of the transaction: leases are taken without the instance's lock.
  const keeping = dialect === 'postgres' ? sql`for update` : sql``;
  const instance = createStatement(builder.selectFrom('osb_instance').selectAll().where('id', '=', ''));
  const binding = createStatement(
    builder.selectFrom('osb_binding').selectAll().where('instance_id', '=', '').where('id', '=', ''),
  );
  const operation = createStatement(builder.selectFrom('osb_operation').selectAll().where('id', '=', ''));
  const latest = createStatement(
    builder
      .selectFrom('osb_operation')
      .selectAll()
      .where('lineage', '=', '')
      .where('instance_id', '=', '')
      .where('binding_id', '=', '')
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(sql.lit(1)),
  );
  const keptOperation = createStatement(
    builder.selectFrom('osb_operation').selectAll().where('id', '=', '').modifyEnd(keeping),
  );
  const heldLease = createStatement(
    // The columns hold only what the store wrote there.
    builder
      .selectFrom('osb_operation')
      .select(['fence', 'status', 'mode'])
      .where('id', '=', '')
      .modifyEnd(keeping)
      .$castTo<Lease>(),
  );
  const known = sql`coalesce(i.lineage, (select o.lineage from osb_operation as o
    where o.kind = 'deprovision' and o.instance_id = ${''} order by o.created_at desc limit ${sql.lit(1)})) as known`;
  const found = sql`from (select 1) as one left join osb_instance as i on i.id = ${''}`;
  const lineages = createStatement<Known>({
    compile: () => sql<Known>`select ${known} ${found}`.compile(builder),
  });
  const instances = createStatement<InstanceRead>({
    compile: () => sql<InstanceRead>`select i.*, ${known} ${found}`.compile(builder),
  });
  const lineage = async (db: QueryRunner, id: string) => (await lineages(db, [id, id]))[0]?.known ?? id;
  const ofInstance = progressStatements(builder, sql`resource.id = ${''}`, 'osb_instance');
  const ofBinding = progressStatements(
    builder,
    sql`resource.instance_id = ${''} and resource.id = ${''}`,
    'osb_binding',
  );
  const first = <Row, T>([row]: readonly Row[], to: (row: Row) => T) => row && to(row);
  return {
    instance: async (db, id) => first(await instance(db, [id]), rows.toInstance),
    binding: async (db, instanceId, id) => first(await binding(db, [instanceId, id]), rows.toBinding),
    operation: async (db, id) => first(await operation(db, [id]), rows.toOperation),
    keptOperation: async (db, id) => first(await keptOperation(db, [id]), rows.toOperation),
    heldLease: async (db, id) => (await heldLease(db, [id]))[0],
    lineage,
    instanceAndLineage: async (db, id) => {
      const [row] = await instances(db, [id, id]);
      return {
        instance: row?.id == null ? undefined : rows.toInstance(row),
        lineage: row?.known ?? undefined,
      };
    },
    latestOperation: async (db, instanceId, bindingId) =>
      first(await latest(db, [await lineage(db, instanceId), instanceId, bindingId]), rows.toOperation),
    progress: async (db, instanceId, bindingId, operationId) => {
      const ofResource = bindingId === '' ? ofInstance : ofBinding;
      const key = bindingId === '' ? [instanceId] : [instanceId, bindingId];
      let [row] =
        operationId === undefined
          ? []
          : await ofResource.named(db, [...key, operationId, instanceId, bindingId]);
      if (row === undefined) [row] = await ofResource.newest(db, key);
      const found = row?.id != null && (operationId ?? row.id) === row.id;
      return {
        exists: row?.newest != null,
        operation: found ? rows.toProgress(row as ProgressRow) : undefined,
      };
    },
  };
}

type InstanceRow = Selectable<BrokerTables['osb_instance']>;
interface Known {
  readonly known: string | null;
}
type InstanceRead = (InstanceRow | { readonly id: null }) & Known;

type Lease = NonNullable<Awaited<ReturnType<Transaction['heldLease']>>>;

type Joined = ProgressRow & { readonly newest: string };

type JoinedRead = { readonly [Column in keyof Joined]: Joined[Column] | null };

/** What polls need in one statement, since each one costs the locks of a transaction: of an operation by its id, which is what platforms ask for, or of the resource's newest. */
function progressStatements(
  builder: Kysely<BrokerTables>,
  isResource: RawBuilder<unknown>,
  table: 'osb_instance' | 'osb_binding',
): { readonly named: Statement<JoinedRead>; readonly newest: Statement<JoinedRead> } {
  const progress = sql`o.id, o.kind, o.status, o.mode, o.description, o.run_after,
    case when o.status = 'failed' then o.document end as document`;
  const resource = sql`${sql.table(table)} as resource`;
  const named = sql<JoinedRead>`
    select (select resource.operation_id from ${resource} where ${isResource}) as newest, ${progress}
    from osb_operation as o where o.id = ${''} and o.instance_id = ${''} and o.binding_id = ${''}`;
  const newest = sql<JoinedRead>`
    select resource.operation_id as newest, ${progress}
    from ${resource} left join osb_operation as o on o.id = resource.operation_id
    where ${isResource}`;
  return {
    named: createStatement({ compile: () => named.compile(builder) }),
    newest: createStatement({ compile: () => newest.compile(builder) }),
  };
}
