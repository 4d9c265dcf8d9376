import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { openSqlite } from '../../../packages/broker/src/store/sqlite-driver.ts';

/**
 * What a server costs that does nothing but answer: `GET /bytes` sends the bytes of a file, any other path reads one row
 * of a SQLite file by the last segment of the path and sends it as JSON. Arguments: the file, and the SQLite file.
 */
const [, , file = '', database = ''] = process.argv;
const bytes = readFileSync(file);
const db = await openSqlite(database);
db.exec('create table if not exists operation (id text primary key, state text not null, description text)');
db.exec(`insert or ignore into operation values ('one', 'succeeded', 'Done.')`);
const read = db.prepare('select state, description from operation where id = ?');

const server = createServer((request, response) => {
  if (request.url === '/bytes') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
    response.end(bytes);
    return;
  }
  const [row] = read.all(request.url?.split('/').pop() ?? '');
  const body = Buffer.from(JSON.stringify(row ?? {}));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  process.stdout.write(`listens at http://127.0.0.1:${port};\n`);
});
