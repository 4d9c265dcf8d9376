import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { BrokerTables } from './schema.ts';
import type { Page, PageRequest } from './store.ts';

const defaultLimit = 50;
const mostPerPage = 500;
/** Rows that one statement looks at in search of those that a filter lets through. */
const windowRows = 2000;
/** Windows for one page; a search that found too little by then goes on with the next page. */
const mostWindows = 25;

/** The columns that every listed table has. */
interface Listed {
  readonly created_at: number;
  readonly id: string;
  readonly instance_id?: string;
}

/** Which rows of which table are listed. */
export interface Listing<Row> {
  readonly table: Exclude<keyof BrokerTables, 'osb_meta'>;
  /** What is read of a row, `key` included. */
  readonly columns: RawBuilder<Row>;
  /** Columns that tell rows apart, newest first; an index has them in this order, behind those of `scope`. */
  readonly key: KeyColumns;
  /** A condition on the columns that the index begins with. */
  readonly scope?: RawBuilder<boolean> | undefined;
  /** Conditions that rows are looked at for one by one. */
  readonly filters?: readonly RawBuilder<boolean>[];
}

type KeyColumns = readonly ['created_at', 'id'] | readonly ['created_at', 'id', 'instance_id'];
type Key = readonly (string | number)[];

/**
 * A page of a listing, newest first. It takes bounded work however many rows there are: pages begin at a key, and a
 * filter looks at a bounded number of rows, so that a page may hold few or no items and still have a next one.
 */
export async function pageOf<Row extends Listed, T>(
  db: Kysely<BrokerTables>,
  listing: Listing<Row>,
  page: PageRequest,
  toItem: (row: Row) => T,
): Promise<Page<T>> {
  const limit = Math.min(Math.max(page.limit ?? defaultLimit, 1), mostPerPage);
  const found: Row[] = [];
  let after = keyIn(page.after, listing);
  for (let windows = 0; ; windows += 1) {
    const last = await windowEnd(db, listing, after);
    const room = limit + 1 - found.length;
    const { rows } = await select(listing, { after, last, limit: room }).execute(db);
    found.push(...rows);
    const shown = found.slice(0, limit).map(toItem);
    const end = found[limit - 1];
    if (found.length > limit && end !== undefined) return { items: shown, next: cursor(keyOf(listing, end)) };
    if (last === undefined) return { items: shown };
    if (windows + 1 >= mostWindows) return { items: shown, next: cursor(last) };
    after = last;
    // The embedded store answers at once: without a pause a search would hold up everybody else.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Rows between two keys: `after` left out, `last` included. */
export function select<Row>(
  { table, columns, key, scope, filters = [] }: Listing<Row>,
  { after, last, limit }: { after: Key | undefined; last: Key | undefined; limit: number },
): RawBuilder<Row> {
  const conditions = [
    ...(scope === undefined ? [] : [scope]),
    ...(after === undefined ? [] : [sql`(${columnsOf(key)}) < (${sql.join(after)})`]),
    ...(last === undefined ? [] : [sql`(${columnsOf(key)}) >= (${sql.join(last)})`]),
    ...filters,
  ];
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return sql<Row>`select ${columns} from ${sql.table(table)} ${where} order by ${order(key)} limit ${limit}`;
}

/** The key of the last row of the next window; `undefined` when there are fewer rows, or nothing is filtered. */
async function windowEnd(
  db: Kysely<BrokerTables>,
  listing: Listing<Listed>,
  after: Key | undefined,
): Promise<Key | undefined> {
  if ((listing.filters ?? []).length === 0) return undefined;
  const keys = { ...listing, columns: columnsOf(listing.key), filters: [] };
  const first = select(keys, { after, last: undefined, limit: 1 });
  const { rows } = await sql<Listed>`${first} offset ${windowRows - 1}`.execute(db);
  const [row] = rows;
  return row && keyOf(listing, row);
}

function columnsOf(key: KeyColumns): RawBuilder<Listed> {
  return sql<Listed>`${sql.join(key.map((column) => sql.ref(column)))}`;
}

function order(key: KeyColumns): RawBuilder<unknown> {
  return sql.join(key.map((column) => sql`${sql.ref(column)} desc`));
}

function keyOf({ key }: { readonly key: KeyColumns }, row: Listed): Key {
  return key.map((column) => row[column] ?? '');
}

function cursor(key: Key): string {
  return JSON.stringify(key);
}

/** A cursor comes back from outside: what is none begins at the beginning. */
function keyIn(text: string | undefined, { key }: { readonly key: KeyColumns }): Key | undefined {
  const parts = parsed(text);
  if (!Array.isArray(parts) || parts.length !== key.length) return undefined;
  const [createdAt, ...ids] = parts as readonly unknown[];
  if (!Number.isSafeInteger(createdAt)) return undefined;
  const usable = ids.filter((id) => typeof id === 'string' && !/[\p{Cc}\p{Cs}]/u.test(id));
  return usable.length === ids.length ? [Number(createdAt), ...usable.map(String)] : undefined;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
