import {
  type Compilable,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** The part of `node:sqlite` (and of its package for older versions of Node) that is used. */
export interface SqliteHandle {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

/** A prepared statement. */
export interface SqliteStatement {
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  columns(): readonly { readonly name: string }[];
  /** Node 22 has it from 22.16 on. */
  setReturnArrays?(enabled: boolean): void;
}

/** The built-in module, or the package that has the same interface for older versions of Node. */
interface SqliteModule {
  readonly DatabaseSync: new (path: string) => SqliteHandle;
}

let loading: Promise<SqliteModule> | undefined;

async function sqliteModule(): Promise<SqliteModule> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const builtIn = major > 22 || (major === 22 && minor >= 13);
  const name = builtIn ? 'node:sqlite' : '@photostructure/sqlite';
  // Node tells whoever loads its SQLite that it may change: that is ours to see to, not the user's.
  const { emitWarning } = process;
  const others = (...told: readonly unknown[]) => {
    if (String(told[0]).startsWith('SQLite is an experimental feature')) return;
    Reflect.apply(emitWarning, process, told);
  };
  process.emitWarning = others;
  try {
    // Both modules have this class; their types differ in details that are not used.
    return (await import(name)) as SqliteModule;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Opens a database file as SQLite does by itself. */
export async function openSqliteFile(path: string): Promise<SqliteHandle> {
  const { DatabaseSync } = await (loading ??= sqliteModule());
  return new DatabaseSync(path);
}

/** Opens a database file with durable commits: WAL, and a sync of the log at each commit. */
export async function openSqlite(path: string): Promise<SqliteHandle> {
  const handle = await openSqliteFile(path);
  handle.exec('PRAGMA busy_timeout = 5000');
  handle.exec('PRAGMA journal_mode = WAL');
  handle.exec('PRAGMA synchronous = FULL');
  handle.exec('PRAGMA foreign_keys = ON');
  handle.exec('PRAGMA cache_size = -16000');
  // Fewer and larger checkpoints: each of them syncs the database file.
  handle.exec('PRAGMA wal_autocheckpoint = 8000');
  return handle;
}

const cachedStatements = 200;

interface Prepared {
  readonly statement: SqliteStatement;
  /** Makes an object of a row; `undefined` when the statement answers none. */
  readonly toRow: ((row: unknown) => unknown) | undefined;
  /** Statements with `returning` do both. */
  readonly writes: boolean;
}

/** Who is asked and told about statements. */
export interface SqliteWatch {
  /** What is read is handed out once this resolves. */
  readonly durable?: () => Promise<void> | undefined;
  /** Called before each statement that only reads. */
  readonly onRead?: () => void;
  /** Called before each statement that may write. */
  readonly onWrite?: () => void;
}

/** One connection. Statements are kept prepared, since preparing costs more than running most of them. */
class SqliteConnection implements DatabaseConnection {
  readonly #handle: SqliteHandle;
  readonly #watch: Required<SqliteWatch>;
  readonly #statements = new Map<string, Prepared>();

  constructor(handle: SqliteHandle, watch: SqliteWatch) {
    this.#handle = handle;
    this.#watch = { durable: () => undefined, onRead: () => undefined, onWrite: () => undefined, ...watch };
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { statement, toRow, writes } = this.#prepare(query.sql);
    if (writes) this.#watch.onWrite();
    else this.#watch.onRead();
    const parameters = query.parameters.map(bindable);
    if (toRow !== undefined) {
      // Rows have the shape of the query, which Kysely derived.
      const rows = statement.all(...parameters).map(toRow) as Row[];
      return this.#watch.durable()?.then(() => ({ rows })) ?? Promise.resolve({ rows });
    }
    const { changes } = statement.run(...parameters);
    return Promise.resolve({ rows: [], numAffectedRows: BigInt(changes) });
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('This connection does not stream.');
  }

  #prepare(sql: string): Prepared {
    let entry = this.#statements.get(sql);
    if (entry === undefined) {
      const statement = this.#handle.prepare(sql);
      entry = { statement, toRow: rowReader(statement), writes: !/^\s*select\b/i.test(sql) };
      if (this.#statements.size >= cachedStatements) {
        const [oldest] = this.#statements.keys();
        if (oldest !== undefined) this.#statements.delete(oldest);
      }
      this.#statements.set(sql, entry);
    }
    return entry;
  }
}

/** Rows come as arrays where that is possible: making objects of them takes half the time when it is done here. */
function rowReader(statement: SqliteStatement): Prepared['toRow'] {
  const names = statement.columns().map(({ name }) => name);
  if (names.length === 0) return undefined;
  if (statement.setReturnArrays === undefined) return (row) => row;
  statement.setReturnArrays(true);
  return (values) => {
    const row: Record<string, unknown> = {};
    // The names come from this package and from services, never from users.
    for (let at = 0; at < names.length; at += 1) row[names[at] ?? ''] = (values as readonly unknown[])[at];
    return row;
  };
}

/** Booleans and `undefined` are bound differently by different versions of Node. */
function bindable(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value;
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Kysely over one connection that its owner does not share between transactions. What is compiled already goes straight
 * to the connection: there is nothing to acquire, and on the way through Kysely a small statement costs more than in
 * SQLite.
 */
export function openKysely(handle: SqliteHandle, watch: SqliteWatch = {}): Kysely<unknown> {
  return new DirectKysely(new SqliteConnection(handle, watch));
}

class DirectKysely extends Kysely<unknown> {
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    super({ dialect: dialectOf(connection) });
    this.#connection = connection;
  }

  override executeQuery<Row>(query: CompiledQuery<Row> | Compilable<Row>): Promise<QueryResult<Row>> {
    return this.#connection.executeQuery<Row>('sql' in query ? query : query.compile());
  }
}

function dialectOf(connection: SqliteConnection): Dialect {
  const run = async (sql: string) => {
    await connection.executeQuery(CompiledQuery.raw(sql));
  };
  const driver: Driver = {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: () => run('begin immediate'),
    commitTransaction: () => run('commit'),
    rollbackTransaction: () => run('rollback'),
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => driver,
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
