import type { CompiledQuery, Kysely } from 'kysely';

/** A row with its columns as keys; the names come from this package, never from users. */
type Row = Readonly<Record<string, unknown>>;

/** What runs statements: a Kysely, whatever its tables. */
export interface QueryRunner {
  executeQuery(query: CompiledQuery): Promise<unknown>;
}

/** Columns of a table. */
export interface Columns {
  /** What a row is found by. */
  readonly key: readonly string[];
  /** What never changes: leaving it out of updates spares the indexes over it. */
  readonly fixed: readonly string[];
  readonly changing: readonly string[];
}

/** Writes rows of one table with statements that are built once: building them costs more than running them. */
export interface RowWriter<R> {
  insert(db: QueryRunner, row: R): Promise<void>;
  update(db: QueryRunner, row: R): Promise<void>;
}

/** Builds the statements from the names of the columns, with the placeholders of the builder's dialect. */
export function createRowWriter<R extends object>(
  builder: Kysely<Record<string, Record<string, string>>>,
  table: string,
  { key, fixed, changing }: Columns,
): RowWriter<R> {
  const inserted = [...key, ...fixed, ...changing];
  const placeholders = (columns: readonly string[]) =>
    Object.fromEntries(columns.map((column) => [column, column]));
  const insert = builder.insertInto(table).values(placeholders(inserted)).compile();
  let update = builder.updateTable(table).set(placeholders(changing));
  for (const column of key) update = update.where(column, '=', column);
  const updated = [...changing, ...key];
  const updateQuery = update.compile();
  const run = async (db: QueryRunner, query: CompiledQuery, columns: readonly string[], row: Row) => {
    await db.executeQuery({ ...query, parameters: columns.map((column) => row[column]) });
  };
  return {
    // A row has exactly the columns of its table.
    insert: (db, row) => run(db, insert, inserted, row as Row),
    update: (db, row) => run(db, updateQuery, updated, row as Row),
  };
}
