import type { Kysely } from 'kysely';
import { createStatement, type QueryRunner } from './statement.ts';

/** A row with its columns as keys; the names come from this package, never from users. */
type Row = Readonly<Record<string, unknown>>;

/** Columns of a table. */
export interface Columns {
  /** What a row is found by. */
  readonly key: readonly string[];
  /** What never changes: leaving it out of updates spares the indexes over it. */
  readonly fixed: readonly string[];
  readonly changing: readonly string[];
}

/**
 * Writes rows of one table with statements that are built once: building them costs more than running them. `Extra` is
 * what only an insert writes.
 */
export interface RowWriter<R, Extra = unknown> {
  insert(db: QueryRunner, row: R & Extra): Promise<void>;
  update(db: QueryRunner, row: R): Promise<void>;
}

/** Builds the statements from the names of the columns, with the placeholders of the builder's dialect. */
export function createRowWriter<R extends object, Extra = unknown>(
  builder: Kysely<Record<string, Record<string, string>>>,
  table: string,
  { key, fixed, changing }: Columns,
): RowWriter<R, Extra> {
  const inserted = [...key, ...fixed, ...changing];
  const placeholders = (columns: readonly string[]) =>
    Object.fromEntries(columns.map((column) => [column, column]));
  const insert = createStatement(builder.insertInto(table).values(placeholders(inserted)));
  let update = builder.updateTable(table).set(placeholders(changing));
  for (const column of key) update = update.where(column, '=', column);
  const updated = [...changing, ...key];
  const updateRow = createStatement(update);
  const values = (row: Row, columns: readonly string[]) => columns.map((column) => row[column]);
  return {
    // A row has exactly the columns of its table.
    insert: async (db, row) => {
      await insert(db, values(row as Row, inserted));
    },
    update: async (db, row) => {
      await updateRow(db, values(row as Row, updated));
    },
  };
}
