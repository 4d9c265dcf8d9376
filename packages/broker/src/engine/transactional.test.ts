import { expect } from 'chai';
import type { Kysely } from 'kysely';
import { expectAnswer, pause } from '../client.test-support.ts';
import { BrokerError } from '../errors.ts';
import type { Writer } from '../store/database.ts';
import { openStore, type OpenStore } from '../store/open-store.ts';
import { type PostgresServer, startPostgres } from '../store/postgres.test-support.ts';
import { ids, lazy, order, path, query, workshop } from '../workshop.test-support.ts';

interface Tables {
  readonly note: { instance_id: string; text: string };
}

const key = 'ab'.repeat(32);

/** What a service of this test keeps beside the broker's own tables. */
function notesIn({ database }: OpenStore) {
  const reader = database.reader<Tables>();
  return {
    migrate: () =>
      database.migrate('note', {
        '0001_note': {
          up: async (db: Kysely<unknown>) => {
            await db.schema
              .createTable('note')
              .addColumn('instance_id', 'text')
              .addColumn('text', 'text')
              .execute();
          },
        },
      }),
    add: (instanceId: string, text: string, writer: Writer = database) =>
      writer.write<Tables, undefined>(`note ${instanceId}`, async (db) => {
        await db.insertInto('note').values({ instance_id: instanceId, text }).execute();
        return undefined;
      }),
    all: async () => (await reader.selectFrom('note').select('text').execute()).map(({ text }) => text),
  };
}

for (const kind of ['SQLite', 'PostgreSQL'] as const) {
  describe(`a transactional service on ${kind}`, function () {
    this.timeout(30_000);
    const { open, client } = workshop();
    let postgres: PostgresServer | undefined;
    before(async function () {
      if (kind === 'PostgreSQL' && (postgres = await startPostgres()) === undefined) this.skip();
    });
    after(() => postgres?.stop());

    const prepared = async () => {
      const opened =
        postgres === undefined
          ? await open()
          : await openStore({ url: postgres.database(), encryptionKeys: [key] });
      const notes = notesIn(opened);
      await notes.migrate();
      return { store: opened.store, notes };
    };

    it('keeps what its handlers write together with the operation', async () => {
      const { store, notes } = await prepared();
      const handler =
        (text: string) =>
        async ({ instance, transaction }: { instance: { id: string }; transaction: Writer | undefined }) => {
          await notes.add(instance.id, text, transaction);
          return undefined;
        };
      const { send } = await client(
        {
          transactional: true,
          provision: handler('provision'),
          update: handler('update'),
          bind: handler('bind'),
          unbind: handler('unbind'),
          deprovision: handler('deprovision'),
        },
        { store },
      );
      expectAnswer(await send('PUT', path, { body: order }), 201);
      expectAnswer(await send('PUT', path, { body: order }), 200);
      expectAnswer(await send('PATCH', path, { body: { ...ids, parameters: { a: 1 } } }), 200);
      expect((await send('GET', path)).body['parameters']).to.deep.equal({ a: 1 });
      expectAnswer(await send('PUT', `${path}/service_bindings/b`, { body: ids }), 201);
      expectAnswer(await send('PUT', `${path}/service_bindings/b`, { body: ids }), 200);
      expectAnswer(await send('DELETE', `${path}/service_bindings/b${query}`), 200);
      expectAnswer(await send('DELETE', path + query), 200);
      expectAnswer(await send('DELETE', path + query), 410);
      expect(await notes.all()).to.deep.equal(['provision', 'update', 'bind', 'unbind', 'deprovision']);
      const { items } = await store.listOperations({}, {});
      expect(items.map(({ kind, status }) => `${kind} ${status}`).toReversed()).to.deep.equal(
        ['provision', 'update', 'bind', 'unbind', 'deprovision'].map((kind) => `${kind} succeeded`),
      );
    });

    for (const [name, error, status] of [
      ['refuses', new BrokerError('Unprocessable', 'The quota is used up.'), 422],
      ['fails', new Error('secret detail'), 500],
    ] as const) {
      it(`leaves nothing of a handler that ${name} after it has written, and all of its neighbours`, async () => {
        const { store, notes } = await prepared();
        const { send } = await client(
          {
            transactional: true,
            provision: async ({ instance, transaction }) => {
              await notes.add(instance.id, instance.id, transaction);
              if (instance.id.startsWith('bad')) throw error;
              return undefined;
            },
          },
          { store },
        );
        const named = ['good1', 'bad1', 'good2', 'bad2', 'good3'];
        const answers = await Promise.all(
          named.map((id) => send('PUT', `/v2/service_instances/${id}`, { body: order })),
        );
        expect(answers.map((answer) => answer.status)).to.deep.equal([201, status, 201, status, 201]);
        expect(answers[1]?.text).to.not.contain('secret');
        expect((await notes.all()).toSorted()).to.deep.equal(['good1', 'good2', 'good3']);
        expectAnswer(await send('GET', '/v2/service_instances/bad1'), 404);
        expectAnswer(await send('DELETE', `/v2/service_instances/bad1${query}`), 410);
        expect((await store.counts()).instances).to.equal(3);
      });
    }

    it('calls a handler that fails by itself once, and keeps nothing of a write that failed in part', async () => {
      const { store, notes } = await prepared();
      let calls = 0;
      const { send } = await client(
        {
          transactional: true,
          provision: async ({ instance, transaction }) => {
            calls += 1;
            if (calls === 2) return undefined;
            await notes.add(instance.id, 'first', transaction);
            throw new BrokerError('Unprocessable', 'No.');
          },
          update: async ({ transaction }) => {
            await transaction
              ?.write<Tables, undefined>(undefined, async (db) => {
                await db.insertInto('note').values({ instance_id: 'i', text: 'half' }).execute();
                throw new Error('The other half failed.');
              })
              .catch(() => undefined);
            return undefined;
          },
        },
        { store },
      );
      expectAnswer(await send('PUT', path, { body: order }), 422, 'Unprocessable');
      expect(calls).to.equal(1);
      expectAnswer(await send('PUT', path, { body: order }), 201);
      expectAnswer(await send('PATCH', path, { body: { ...ids, parameters: { a: 1 } } }), 500);
      expect(await notes.all()).to.deep.equal([]);
    });

    it('keeps what a handler writes before it defers, and runs the steps outside', async () => {
      const { store, notes } = await prepared();
      const inSteps: unknown[] = [];
      const { send, settle } = await client(
        {
          transactional: true,
          provision: async ({ instance, transaction, defer }) => {
            await notes.add(instance.id, 'begun', transaction);
            return defer('end', { n: 1 }, { description: 'Half done.' });
          },
          steps: {
            end: async ({ instance, transaction, data, done }) => {
              inSteps.push(transaction, data);
              await notes.add(instance.id, 'ended');
              return done();
            },
          },
        },
        { store },
      );
      expectAnswer(await send('PUT', path, { body: order }), 422, 'AsyncRequired');
      expect(await notes.all()).to.deep.equal([]);
      const accepted = await send('PUT', path + lazy, { body: order });
      expectAnswer(accepted, 202);
      expect((await settle(path, accepted.body['operation'])).body['state']).to.equal('succeeded');
      expect(await notes.all()).to.deep.equal(['begun', 'ended']);
      expect(inSteps).to.deep.equal([undefined, { n: 1 }]);
    });

    it('runs once for requests that come at the same time', async () => {
      const { store } = await prepared();
      let calls = 0;
      const { send } = await client(
        {
          transactional: true,
          provision: async () => {
            calls += 1;
            await pause(20);
            return undefined;
          },
        },
        { store },
      );
      const answers = await Promise.all([1, 2, 3].map(() => send('PUT', path, { body: order })));
      expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([200, 200, 201]);
      expect(calls).to.equal(1);
    });

    it('gives up a handler that waits for what it must not, and serves the others', async () => {
      const { store, notes } = await prepared();
      let late: Promise<unknown> = Promise.resolve();
      const { send } = await client(
        {
          transactional: true,
          provision: async ({ instance, transaction }) => {
            if (instance.id === 'i') {
              await pause(5500);
              late = notes.add(instance.id, 'late', transaction).catch(String);
            }
            return undefined;
          },
        },
        { store },
      );
      const [slow, other] = await Promise.all([
        send('PUT', path, { body: order }),
        pause(50).then(() => send('PUT', '/v2/service_instances/other', { body: order })),
      ]);
      expectAnswer(slow, 500, 'InternalError');
      expectAnswer(other, 201);
      await pause(700);
      expect(await late).to.contain('is over');
      expect(await notes.all()).to.deep.equal([]);
      expectAnswer(await send('DELETE', path + query), 410);
    });
  });
}
