import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of the tests' own. */
export interface PostgresServer {
  /** Creates an empty database and answers its URL. */
  database(): string;
  stop(): Promise<void>;
}

const installed = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs, or why there is none. */
function programs(): string | undefined {
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
  return versions
    .map((version) => join(installed, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/**
 * Starts a server on a socket in a temporary folder; `undefined`, with a printed reason, where none is installed. With
 * `passwords` it asks everybody for one except the user `test`.
 */
export async function startPostgres({ passwords = false } = {}): Promise<PostgresServer | undefined> {
  const bin = programs();
  if (bin === undefined) {
    process.stdout.write(`    (skipped: no PostgreSQL server below ${installed})\n`);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'osb-pg-'));
  const user = unprivileged();
  chmodSync(folder, 0o700);
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid);
  const options = { ...user, cwd: folder, stdio: 'ignore' as const };
  const data = join(folder, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    options,
  );
  if (passwords) {
    writeFileSync(join(data, 'pg_hba.conf'), 'local all test trust\nlocal all all scram-sha-256\n');
  }
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=60', '-c', 'fsync=off'],
    options,
  );
  const psql = (database: string, sql: string) =>
    execFileSync(join(bin, 'psql'), ['-h', folder, '-U', 'test', '-qtc', sql, database], options);
  await answering(() => psql('postgres', 'select 1'));
  return {
    database: () => {
      const name = `t${randomUUID().replaceAll('-', '')}`;
      psql('postgres', `create database ${name}`);
      return `postgres://test@localhost/${name}?host=${encodeURIComponent(folder)}`;
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

async function answering(probe: () => void): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      probe();
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
