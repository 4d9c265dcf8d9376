import { randomBytes } from 'node:crypto';
import type { Client, Pool } from 'pg';
import type { Logger } from '../../logger.ts';
import { names } from './names.ts';
import { scramVerifier } from './scram.ts';

/** What a binding may do in its database. */
export type Access = 'owner' | 'reader';

/** A role that was created, with the only copy of its password. */
export interface Account {
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** What a database is doing. */
export interface DatabaseFigures {
  readonly name: string;
  /** `undefined` where the broker's role may not know it. */
  readonly bytes: number | undefined;
  readonly connections: number;
  readonly connectionLimit: number;
  /** Roles of bindings. */
  readonly roles: number;
}

/** Databases and roles on a PostgreSQL server. Each call may be repeated after a crash, and ends in the same state. */
export interface PostgresServer {
  createDatabase(instanceId: string, connectionLimit: number): Promise<void>;
  /** Ends the connections to it. */
  dropDatabase(instanceId: string): Promise<void>;
  /** Creates the role of a binding; if it is there already, it gets a new password. */
  createRole(instanceId: string, bindingId: string, access: Access): Promise<Account>;
  /** Ends the role's connections; what it owned goes to the instance. */
  dropRole(instanceId: string, bindingId: string): Promise<void>;
  /** `undefined` when there is no such database. */
  figures(instanceId: string): Promise<DatabaseFigures | undefined>;
  close(): Promise<void>;
}

const duplicate = new Set(['42P04', '42710', '23505']);

/** Connects to a server as a role that may create databases and roles; it need not be a superuser. */
export async function connectPostgresServer(url: string, log: Logger): Promise<PostgresServer> {
  const { default: pg } = await import('pg');
  const limits = { connectionTimeoutMillis: 10_000, statement_timeout: 60_000 };
  const pool = new pg.Pool({ connectionString: url, max: 4, ...limits });
  pool.on('error', (error) => {
    log.warn({ err: error }, 'a connection to the PostgreSQL server of the databases ended');
  });
  await refuseUnfit(pool).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const inside = async (database: string, work: (client: Client) => Promise<void>) => {
    const target = new URL(url);
    target.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: target.href, ...limits });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    createDatabase: async (instanceId, connectionLimit) => {
      const name = names.instance(instanceId);
      await createRole(pool, name);
      await pool.query(`grant ${name} to current_user`);
      if (!(await databaseExists(pool, name))) {
        await unless(duplicate, () =>
          pool.query(`create database ${name} owner ${name} template template0 encoding 'UTF8'`),
        );
      }
      await pool.query(`alter database ${name} connection limit ${String(connectionLimit)}`);
      await pool.query(`revoke all on database ${name} from public`);
      await inside(name, async (client) => {
        await client.query('revoke create on schema public from public');
      });
    },
    dropDatabase: async (instanceId) => {
      const name = names.instance(instanceId);
      await pool.query(`drop database if exists ${name} with (force)`);
      const { rows } = await pool.query<{ rolname: string }>(
        `select rolname from pg_roles where rolname = $1 or starts_with(rolname, $1 || '_') order by length(rolname) desc`,
        [name],
      );
      // These are names of this module's making.
      for (const { rolname } of rows) await dropRole(pool, rolname);
    },
    createRole: async (instanceId, bindingId, access) => {
      const database = names.instance(instanceId);
      const username = names.binding(instanceId, bindingId);
      const password = randomBytes(24).toString('base64url');
      const verifier = await scramVerifier(password);
      await createRole(pool, username);
      await pool.query(`grant connect on database ${database} to ${username}`);
      if (access === 'owner') {
        await pool.query(`grant ${database} to ${username}`);
        // What one binding creates, all of them may use, also when it is gone.
        await pool.query(`alter role ${username} in database ${database} set role ${database}`);
      } else {
        await inside(database, async (client) => {
          await client.query(`grant usage on schema public to ${username}`);
          await client.query(`grant select on all tables in schema public to ${username}`);
          await client.query(
            `alter default privileges for role ${database} in schema public grant select on tables to ${username}`,
          );
        });
      }
      // A verifier is Base64 with $ and colons: nothing in it has to be escaped.
      await pool.query(`alter role ${username} login password '${verifier}'`);
      return { database, username, password };
    },
    dropRole: async (instanceId, bindingId) => {
      const database = names.instance(instanceId);
      const username = names.binding(instanceId, bindingId);
      if (!(await roleExists(pool, username))) return;
      await pool.query(`alter role ${username} nologin`);
      await pool.query(`grant ${username} to current_user`);
      await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
        username,
      ]);
      if (await databaseExists(pool, database)) {
        await inside(database, async (client) => {
          await client.query(`reassign owned by ${username} to ${database}`);
          await client.query(`drop owned by ${username}`);
        });
      }
      await dropRole(pool, username);
    },
    figures: (instanceId) => figuresOf(pool, names.instance(instanceId)),
    close: () => pool.end(),
  };
}

const oldestVersion = 130_000;

/** Finds out at the start what would otherwise fail at each provision. */
async function refuseUnfit(db: Pool): Promise<void> {
  const { rows } = await db.query<{ fit: boolean; version: number; role: string }>(
    `select rolsuper or (rolcreatedb and rolcreaterole) as fit, rolname as role,
      current_setting('server_version_num')::int as version from pg_roles where rolname = current_user`,
  );
  const { fit, version, role } = rows[0] ?? { fit: false, version: 0, role: '' };
  if (version < oldestVersion) {
    throw new RangeError('The PostgreSQL server of the databases is older than 13. Use a newer one.');
  }
  if (!fit) {
    throw new RangeError(
      `The role "${role}" may not create databases and roles. Run: alter role "${role}" createdb createrole`,
    );
  }
}

async function figuresOf(db: Pool, database: string): Promise<DatabaseFigures | undefined> {
  const { rows } = await db.query<Omit<DatabaseFigures, 'bytes'> & { bytes: number | null }>(
    `select datname as name, datconnlimit as "connectionLimit",
      case when has_database_privilege(datname, 'connect') then pg_database_size(datname)::float8 end as bytes,
      (select count(*)::int from pg_stat_activity where datname = $1) as connections,
      (select count(*)::int from pg_roles where starts_with(rolname, $1 || '_')) as roles
      from pg_database where datname = $1`,
    [database],
  );
  const [row] = rows;
  return row && { ...row, bytes: row.bytes ?? undefined };
}

async function createRole(db: Pool, name: string): Promise<void> {
  if (await roleExists(db, name)) return;
  await unless(duplicate, () => db.query(`create role ${name} nologin`));
}

/** Takes away what the role has outside its database, which is nothing unless somebody gave it something. */
async function dropRole(db: Pool, name: string): Promise<void> {
  await db.query(`grant ${name} to current_user`);
  await db.query(`drop owned by ${name}`);
  await db.query(`drop role if exists ${name}`);
}

async function roleExists(db: Pool, name: string): Promise<boolean> {
  return (await db.query('select 1 from pg_roles where rolname = $1', [name])).rows.length > 0;
}

async function databaseExists(db: Pool, name: string): Promise<boolean> {
  return (await db.query('select 1 from pg_database where datname = $1', [name])).rows.length > 0;
}

/** Ignores that another replica, or this one before a crash, was first. */
async function unless(codes: ReadonlySet<string>, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !codes.has(code)) throw error;
  }
}
