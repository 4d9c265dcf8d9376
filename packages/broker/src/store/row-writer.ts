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

/** Writes new rows of one table. */
export interface RowInserter<R> {
  insert(db: QueryRunner, row: R): Promise<unknown>;
}

/** Writes rows of one table with statements that are built once: building them costs more than running them. */
export interface RowWriter<R> extends RowInserter<R> {
  update(db: QueryRunner, row: R): Promise<unknown>;
}

type Builder = Kysely<Record<string, Record<string, string>>>;

/** Builds the statement from the names of the columns, with the placeholders of the builder's dialect. */
export function createRowInserter<R extends object>(
  builder: Builder,
  table: string,
  columns: readonly string[],
): RowInserter<R> {
  const insert = createStatement(builder.insertInto(table).values(placeholders(columns)));
  return {
    insert: (db, row) => insert(db, valuesOf(row, columns)),
  };
}

/** Builds the statements from the names of the columns, with the placeholders of the builder's dialect. */
export function createRowWriter<R extends object>(
  builder: Builder,
  table: string,
  { key, fixed, changing }: Columns,
): RowWriter<R> {
  let update = builder.updateTable(table).set(placeholders(changing));
  for (const column of key) update = update.where(column, '=', column);
  const updated = [...changing, ...key];
  const updateRow = createStatement(update);
  return {
    ...createRowInserter<R>(builder, table, [...key, ...fixed, ...changing]),
    update: (db, row) => updateRow(db, valuesOf(row, updated)),
  };
}

function placeholders(columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [column, column]));
}

/** A row has exactly the columns of its table. */
function valuesOf(row: object, columns: readonly string[]): readonly unknown[] {
  return columns.map((column) => (row as Row)[column]);
}
