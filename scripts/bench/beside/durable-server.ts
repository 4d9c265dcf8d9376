import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { openSqlite, type SqliteHandle } from '../../../packages/broker/src/store/sqlite-driver.ts';

/**
 * The least that a durable provision costs: an instance, an operation and a queue in three tables, one commit and one sync
 * of the disk for all requests that are there, and the answer. It authenticates nobody, validates, encrypts and records
 * nothing. The argument is the SQLite file.
 */
const [, , file = ''] = process.argv;
const db: SqliteHandle = await openSqlite(file);
db.exec('PRAGMA synchronous = NORMAL');
db.exec(`create table instance (id text primary key, plan text, status text, created_at integer, document text);
  create index instance_listed on instance (created_at, id, plan, status);
  create table operation (id text primary key, instance_id text, status text, document text);
  create index operation_listed on operation (id, status);
  create table queue (instance_id text primary key, capacity integer)`);
const known = db.prepare('select id from instance where id = ?');
const insertInstance = db.prepare('insert into instance values (?, ?, ?, ?, ?)');
const insertOperation = db.prepare('insert into operation values (?, ?, ?, ?)');
const insertQueue = db.prepare('insert into queue values (?, ?)');
const [begin, commit] = [db.prepare('begin immediate'), db.prepare('commit')];
const log = await open(`${file}-wal`, 'r+');

interface Job {
  readonly id: string;
  readonly body: string;
  readonly done: () => void;
}

const waiting: Job[] = [];
let busy = false;
let operations = 0;

async function work(): Promise<void> {
  busy = true;
  while (waiting.length > 0) {
    await new Promise((resolve) => setImmediate(resolve));
    const jobs = waiting.splice(0, 128);
    begin.run();
    for (const { id, body } of jobs) {
      known.all(id);
      insertInstance.run(id, 'plan', 'ready', Date.now(), body);
      insertOperation.run(String((operations += 1)).padStart(36, '0'), id, 'succeeded', body);
      insertQueue.run(id, 1000);
    }
    commit.run();
    await log.datasync();
    for (const { done } of jobs) done();
  }
  busy = false;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const id = request.url?.split('/')[3] ?? '';
    const body = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()));
    const done = () => {
      const answer = JSON.stringify({ dashboard_url: `http://127.0.0.1/${id}` });
      response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': answer.length });
      response.end(answer);
    };
    waiting.push({ id, body, done });
    if (!busy) void work();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  process.stdout.write(`listens at http://127.0.0.1:${port};\n`);
});
// A handle that nothing refers to is closed with its statements in use.
process.once('SIGTERM', () => {
  db.close();
  process.exit(0);
});
