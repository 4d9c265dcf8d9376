import type { Kysely } from 'kysely';
import type { BindingRecord, BindingStatus, InstanceRecord, OperationRecord } from '../engine/records.ts';
import type { Database } from './database.ts';
import type { Reads } from './reads.ts';
import { createRowWriter, type RowWriter } from './row-writer.ts';
import type { Rows } from './rows.ts';
import type { BrokerTables } from './schema.ts';
import { createStatement, type Statement } from './statement.ts';
import type { Transaction } from './store.ts';

/** Statements that are built once per store. */
export interface Writers {
  readonly instance: RowWriter<ReturnType<Rows['instance']>>;
  readonly binding: RowWriter<ReturnType<Rows['binding']>>;
  readonly operation: RowWriter<ReturnType<Rows['operation']>>;
  /** All but the document. */
  readonly operationState: RowWriter<ReturnType<Rows['operationState']>>;
  readonly removeOperation: Statement<unknown>;
}

const operationState = [
  ...['status', 'mode', 'step', 'description', 'attempts', 'run_after', 'lease_until', 'lease_owner'],
  ...['fence', 'blocked_by', 'finished_at'],
] as const;

/** Builds the statements that write. */
export function createWriters(db: Kysely<Record<string, Record<string, string>>>): Writers {
  return {
    instance: createRowWriter(db, 'osb_instance', {
      key: ['id'],
      fixed: ['created_at', 'lineage'],
      changing: [
        ...[
          'service_id',
          'plan_id',
          'status',
          'operation_id',
          'usable',
          'platform',
          'updated_at',
          'document',
        ],
      ],
    }),
    binding: createRowWriter(db, 'osb_binding', {
      key: ['instance_id', 'id'],
      fixed: ['created_at'],
      changing: ['status', 'operation_id', 'updated_at', 'expires_at', 'document'],
    }),
    operation: createRowWriter(db, 'osb_operation', {
      key: ['id'],
      fixed: ['kind', 'instance_id', 'binding_id', 'created_at', 'lineage'],
      changing: [...operationState, 'document'],
    }),
    operationState: createRowWriter(db, 'osb_operation', {
      key: ['id'],
      fixed: [],
      changing: operationState,
    }),
    removeOperation: createStatement(db.deleteFrom('osb_operation').where('id', '=', '')),
  };
}

/** Statements of a store, and how their rows are read. */
interface Parts {
  readonly database: Database;
  readonly rows: Rows;
  readonly reads: Reads;
  readonly writers: Writers;
}

/** A class, since many transactions are made and each uses few of the methods. */
export class SqlTransaction implements Transaction {
  readonly #db: Kysely<BrokerTables>;
  readonly #parts: Parts;
  /** Of the instances that this transaction is about, one as a rule. */
  readonly lineages = new Map<string, string | undefined>();
  /** Instances that are gone: their lineages are known only if an operation tells of them. */
  readonly removed: string[] = [];

  constructor(db: Kysely<BrokerTables>, parts: Parts) {
    this.#db = db;
    this.#parts = parts;
  }

  get writer() {
    return this.#parts.database.within(this.#db);
  }

  async instance(id: string) {
    const { instance, lineage } = await this.#parts.reads.instanceAndLineage(this.#db, id);
    this.lineages.set(id, lineage);
    return instance;
  }

  binding(instanceId: string, id: string) {
    return this.#parts.reads.binding(this.#db, instanceId, id);
  }

  operation(id: string) {
    return this.#parts.reads.keptOperation(this.#db, id);
  }

  latestOperation(instanceId: string, bindingId: string) {
    return this.#parts.reads.latestOperation(this.#db, instanceId, bindingId);
  }

  async bindingStatuses(instanceId: string) {
    const found = await this.#db
      .selectFrom('osb_binding')
      .select('status')
      .where('instance_id', '=', instanceId)
      .execute();
    // The column holds only what this module wrote.
    return found.map(({ status }) => status as BindingStatus);
  }

  async lineage(instanceId: string) {
    if (!this.lineages.has(instanceId)) await this.instance(instanceId);
    return this.lineages.get(instanceId);
  }

  insertInstance(record: InstanceRecord) {
    this.lineages.set(record.id, record.lineage);
    return this.#parts.writers.instance.insert(this.#db, this.#parts.rows.instance(record));
  }

  updateInstance(record: InstanceRecord) {
    return this.#parts.writers.instance.update(this.#db, this.#parts.rows.instance(record));
  }

  async removeInstance(id: string) {
    await this.lineage(id);
    this.removed.push(id);
    await this.#db.deleteFrom('osb_instance').where('id', '=', id).execute();
  }

  insertBinding(record: BindingRecord) {
    return this.#parts.writers.binding.insert(this.#db, this.#parts.rows.binding(record));
  }

  updateBinding(record: BindingRecord) {
    return this.#parts.writers.binding.update(this.#db, this.#parts.rows.binding(record));
  }

  async removeBinding(instanceId: string, id: string) {
    await this.#db
      .deleteFrom('osb_binding')
      .where('instance_id', '=', instanceId)
      .where('id', '=', id)
      .execute();
  }

  async removeBindings(instanceId: string) {
    await this.#db.deleteFrom('osb_binding').where('instance_id', '=', instanceId).execute();
  }

  async insertOperation(record: OperationRecord) {
    const lineage = (await this.lineage(record.instanceId)) ?? record.instanceId;
    const { rows, writers } = this.#parts;
    await writers.operation.insert(this.#db, rows.operation(record, lineage));
  }

  updateOperation(record: OperationRecord, stored?: OperationRecord) {
    const { rows, writers } = this.#parts;
    if (stored !== undefined && rows.hasSameDocument(record, stored)) {
      return writers.operationState.update(this.#db, rows.operationState(record));
    }
    return writers.operation.update(this.#db, rows.operation(record));
  }

  heldLease(operationId: string) {
    return this.#parts.reads.heldLease(this.#db, operationId);
  }

  async removeOperation(id: string) {
    await this.#parts.writers.removeOperation(this.#db, [id]);
  }
}
