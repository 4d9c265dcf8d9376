import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Client, Pool, PoolClient, PoolConfig } from 'pg';
import { tookTooLong, within } from '../engine/within.ts';
import type { Logger } from '../logger.ts';
import { createRarely } from '../rarely.ts';
import { explained, whyUnavailable } from './postgres-errors.ts';
import { hostsOf } from './postgres-hosts.ts';

/** Milliseconds after which a statement, or the way to a connection, is given up: the server may be silent for ever. */
const longestStatementMs = 5000;

/** Milliseconds for which another connection, or another server, is looked for. */
const longestSearchMs = 5000;

/** PostgreSQL's type number of bigint, which it sends as text: our bigints are times and counts. */
const bigintType = 20;

/** What a pool is made of. */
export interface PoolSetting {
  /** With several hosts, the one that can be written to is used. */
  readonly url: string;
  /** Connections at most. */
  readonly connections: number;
  readonly log: Logger;
  /** Migrations may take any time. */
  readonly isPatient?: boolean;
}

/**
 * A pool of connections that never waits for ever: a statement that takes too long ends its connection, a server that
 * became read-only is left, and who finds no connection waits for one. What the database cannot serve is thrown as a
 * `ServiceUnavailable`.
 */
export async function createPool({
  url,
  connections,
  log,
  isPatient = false,
}: PoolSetting): Promise<PostgresPool> {
  const { default: pg } = await import('pg');
  const hosts = hostsOf(url);
  let host = 0;
  const goOn = () => {
    host = (host + 1) % hosts.length;
  };
  const rarely = createRarely(1000);
  // A connection that the server ends, idle or at work, must not end the process.
  const ended = (error: Error) => {
    rarely((leftOut) => {
      log.warn({ reason: error.message, left_out: leftOut }, 'a connection to PostgreSQL ended');
    });
  };

  class BoundedClient extends pg.Client {
    constructor(config: PoolConfig) {
      super({ ...config, connectionString: hosts[host] });
      this.on('error', ended);
    }

    // The type of `query` has a dozen forms; only one of them answers a promise, and only that one is used.
    override query = ((...given: unknown[]): unknown => {
      const asked: unknown = Reflect.apply(pg.Client.prototype.query, this, given);
      return asked instanceof Promise ? this.#bounded(asked) : asked;
    }) as Client['query'];

    async #bounded(asked: Promise<unknown>): Promise<unknown> {
      try {
        return await (isPatient ? asked : within(longestStatementMs, asked));
      } catch (error) {
        const cause = error === tookTooLong ? new Error('timeout exceeded by a statement') : error;
        if (whyUnavailable(cause) === undefined) throw error;
        // Whatever it still says would be taken for the answer to something else.
        void this.end().catch(() => undefined);
        throw explained(cause);
      }
    }
  }

  const pool: Pool = new pg.Pool({
    max: connections,
    connectionTimeoutMillis: longestStatementMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    types: { getTypeParser: parserOf(pg.types) },
    // The declared type has no parameters; the pool hands its configuration over.
    Client: BoundedClient as unknown as NonNullable<PoolConfig['Client']>,
    ...(hosts.length > 1 && { verify: refuseReadOnly }),
  });
  pool.on('error', ended);
  const connect = async (): Promise<PostgresPoolClient> => {
    const until = performance.now() + longestSearchMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await pool.connect();
      } catch (error) {
        const helps = hosts.length > 1 ? whyUnavailable(error) !== undefined : isShortage(error);
        if (!helps || performance.now() > until) throw explained(error);
        goOn();
        // All hosts are tried at once, and then again a little later.
        if (attempt % hosts.length === 0) await sleep(Math.min(50 * attempt, 500));
      }
    }
  };
  return { connect, end: () => pool.end() };
}

/** Refuses a connection to a server that cannot be written to. */
function refuseReadOnly(client: PoolClient, done: (error?: Error) => void): void {
  client.query<{ writable: boolean }>(isWritable).then(
    ({ rows }) => {
      if (rows[0]?.writable === true) done();
      else done(Object.assign(new Error('This host can only be read from.'), { code: readOnly }));
    },
    (error: unknown) => {
      done(error instanceof Error ? error : new Error(String(error)));
    },
  );
}

const readOnly = '25006';
const isWritable = `select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as writable`;

/** True when the server has no connection left: others give theirs back. */
const isShortage = (error: unknown) => error instanceof Error && 'code' in error && error.code === '53300';

interface TypeParsers {
  // The package declares parsers of `any`; what they parse is text.
  getTypeParser(id: number, format?: 'text' | 'binary'): (text: string) => unknown;
}

function parserOf(types: TypeParsers): TypeParsers['getTypeParser'] {
  return (id, format) => (id === bigintType ? Number : types.getTypeParser(id, format));
}
