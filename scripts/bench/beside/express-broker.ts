import { timingSafeEqual } from 'node:crypto';
import express from 'express';

/**
 * The least that a broker on Express does: a JSON body, basic authentication, and a Map for a store. It validates
 * nothing and forgets everything; arguments are user name and password.
 */
const [, , user = '', password = ''] = process.argv;
const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
const instances = new Map<string, unknown>();
const app = express();

app.use((request, response, next) => {
  const given = Buffer.from(request.headers.authorization ?? '');
  if (given.length === expected.length && timingSafeEqual(given, expected)) next();
  else response.status(401).json({ description: 'Who are you?' });
});
app.use(express.json());
app.put('/v2/service_instances/:id', (request, response) => {
  const known = instances.has(request.params.id);
  instances.set(request.params.id, request.body);
  response.status(known ? 200 : 201).json({ dashboard_url: `http://127.0.0.1/${request.params.id}` });
});

const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  process.stdout.write(`listens at http://127.0.0.1:${port};\n`);
});
