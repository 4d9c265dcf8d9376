import type { Compilable, CompiledQuery, QueryResult } from 'kysely';

/** What runs statements: a Kysely, whatever its tables, in a transaction or not. */
export interface QueryRunner {
  executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>>;
}

/** A query whose text is built once; its values follow the order of its placeholders. */
export type Statement<Row> = (db: QueryRunner, values: readonly unknown[]) => Promise<readonly Row[]>;

/** Builds a statement from a query with any values in it: building queries costs more than running most of them. */
export function createStatement<Row>(query: Pick<Compilable<Row>, 'compile'>): Statement<Row> {
  const { query: node, queryId, sql }: CompiledQuery<Row> = query.compile();
  return async (db, values) =>
    (await db.executeQuery<Row>({ query: node, queryId, sql, parameters: values })).rows;
}
