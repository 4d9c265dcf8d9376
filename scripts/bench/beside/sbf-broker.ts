import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * A broker on `@sap/sbf`, SAP's framework for brokers on Express, that keeps its instances in a Map: credentials and audit
 * log, which need services of SAP's platform, are off. Arguments are the folder that the framework is installed in, user
 * name and password.
 */
const [, , folder = '', user = '', password = ''] = process.argv;

type Framework = new (options: Record<string, unknown>) => {
  readonly app: { listen(port: number, host: string, ready: () => void): { address(): { port: number } } };
};
type Done = (error: unknown, result: Record<string, unknown>) => void;

// The package has no types of its own.
const Broker = createRequire(join(folder, 'package.json'))('@sap/sbf') as Framework;
const instances = new Map<string, unknown>();
const { app } = new Broker({
  autoCredentials: false,
  enableAuditLog: false,
  brokerCredentials: { [user]: password },
  catalog: {
    services: [
      {
        id: '5d2f7c1e-0b7a-4a45-9c55-3a5f5b0f8f11',
        name: 'thing',
        description: 'A thing.',
        bindable: false,
        plans: [{ id: '1c0b5b7e-52d4-4f36-93c1-9d2f8a3f0f22', name: 'small', description: 'Small.' }],
      },
    ],
  },
  hooks: {
    onBind: (_params: unknown, done: Done) => {
      done(null, {});
    },
    onProvision: (params: Readonly<Record<string, unknown>>, done: Done) => {
      const id = String(params['instance_id']);
      instances.set(id, params);
      done(null, { dashboard_url: `http://127.0.0.1/${id}` });
    },
  },
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens at http://127.0.0.1:${server.address().port};\n`);
});
