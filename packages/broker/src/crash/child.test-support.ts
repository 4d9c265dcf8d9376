import { appendFileSync } from 'node:fs';
import { createBroker } from '../broker.ts';
import { defineService } from '../catalog/define-service.ts';
import { testUser } from '../client.test-support.ts';
import type { Writer } from '../store/database.ts';
import { openStore } from '../store/open-store.ts';
import { noteMigrations, type NoteTables } from './notes.test-support.ts';

/** A broker that the crash test starts and kills; it notes when each handler and step begins and ends. */

const environment = (name: string) => process.env[name] ?? '';
const trace = (event: string, key: string) => {
  appendFileSync(
    environment('TRACE'),
    `${JSON.stringify({ event, key, pid: process.pid, at: Date.now() })}\n`,
  );
};
const work = async (key: string, ms: number) => {
  trace('begin', key);
  await new Promise((resolve) => setTimeout(resolve, ms));
  trace('end', key);
};

/** What a transactional service makes: a note for each instance, with it and gone with it. */
const takeNote = (writer: Writer | undefined, instanceId: string) =>
  writer?.write<NoteTables, undefined>(`note ${instanceId}`, async (db) => {
    await db.insertInto('note').values({ instance_id: instanceId }).execute();
    return undefined;
  });
const dropNote = (writer: Writer | undefined, instanceId: string) =>
  writer?.write<NoteTables, undefined>(`note ${instanceId}`, async (db) => {
    await db.deleteFrom('note').where('instance_id', '=', instanceId).execute();
    return undefined;
  });

const schema = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' } as const;
const schemas = { provision: schema, update: schema, bind: schema };

const service = defineService({
  id: 'crash',
  name: 'crash',
  description: 'Is killed all the time.',
  transactional: environment('TRANSACTIONAL') !== '',
  plans: [
    { id: 'now', name: 'now', description: 'At once.', schemas },
    { id: 'later', name: 'later', description: 'In steps.', schemas },
  ],
  async provision({ plan, instance, defer, transaction }) {
    if (plan.id === 'later') return defer('one', null, { afterMs: 5 });
    await takeNote(transaction, instance.id);
    await work(instance.id, 3);
    return { state: 'made' };
  },
  async update({ plan, instance, defer }) {
    if (plan.id === 'later') return defer('one', null, { afterMs: 5 });
    await work(instance.id, 3);
    return undefined;
  },
  async deprovision({ plan, instance, defer, transaction }) {
    if (plan.id === 'later') return defer('one', null, { afterMs: 5 });
    await dropNote(transaction, instance.id);
    await work(instance.id, 3);
    return undefined;
  },
  async bind({ plan, binding, defer }) {
    if (plan.id === 'later') return defer('one', null, { afterMs: 5 });
    await work(binding.id, 3);
    return { credentials: { password: `${binding.id}-${String(Math.random())}` } };
  },
  async unbind({ plan, binding, defer }) {
    if (plan.id === 'later') return defer('one', null, { afterMs: 5 });
    await work(binding.id, 3);
    return undefined;
  },
  steps: {
    one: async ({ instance, binding, defer }) => {
      await work(binding?.id ?? instance.id, 15);
      return defer('two', null, { afterMs: 5 });
    },
    two: async ({ instance, binding, operation, done }) => {
      await work(binding?.id ?? instance.id, 15);
      return operation === 'bind'
        ? done({ credentials: { password: `${binding?.id ?? ''}-${String(Math.random())}` } })
        : done({ state: 'made' });
    },
  },
});

const { store, database } = await openStore({
  encryptionKeys: [environment('KEY')],
  ...(environment('URL') === '' ? { dataDir: environment('FOLDER') } : { url: environment('URL') }),
});
await database.migrate('note', noteMigrations);
const broker = await createBroker({
  services: [service],
  store,
  authentication: [testUser],
  leaseMs: 400,
  pollMs: 40,
});
process.stdout.write(`${await broker.listen()}\n`);
