import { testUser } from '../../client.test-support.ts';
import { startReferenceBroker } from '../reference-broker.ts';

/** A broker that the test of the PostgreSQL offering starts and kills. */

const { url } = await startReferenceBroker({
  dataDir: process.env['FOLDER'] ?? '',
  postgresServiceUrl: process.env['SERVER'] ?? '',
  users: [testUser],
  leaseMs: 300,
});
process.stdout.write(`${url}\n`);
