import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import pg from 'pg';
import { type Answer, createClient, expectAnswer, pause, testUser } from '../../client.test-support.ts';
import { bundleChild, createReplica } from '../../crash/replica.test-support.ts';
import { isJsonObject } from '../../json.ts';
import { silentLogger } from '../../logger.ts';
import { type PostgresServer, startPostgres } from '../../store/postgres.test-support.ts';
import { type ReferenceBroker, startReferenceBroker } from '../reference-broker.ts';
import { home, lazy, text } from '../reference.test-support.ts';
import { names } from './names.ts';
import { connectPostgresServer } from './postgres-server.ts';

const serviceId = '7b0c5f7e-4d0b-4b53-8f9d-6c3f0a8b2d00';
const [small, large] = ['7b0c5f7e-4d0b-4b53-8f9d-6c3f0a8b2d01', '7b0c5f7e-4d0b-4b53-8f9d-6c3f0a8b2d02'];
const order = (plan = small, more = {}) => ({
  service_id: serviceId,
  plan_id: plan,
  organization_guid: 'org',
  space_guid: 'home',
  context: home,
  ...more,
});
const ids = (plan = small) => `service_id=${serviceId}&plan_id=${plan}`;
const path = (instance: string, binding?: string) =>
  `/v2/service_instances/${encodeURIComponent(instance)}` +
  (binding === undefined ? '' : `/service_bindings/${encodeURIComponent(binding)}`);

/** Runs one statement as an application does, over a connection of its own. */
async function query(uri: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: uri });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function refused(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  throw new Error('It was not refused.');
}

function uriOf({ body, text: shown }: Answer): string {
  const { credentials } = body;
  if (!isJsonObject(credentials)) throw new Error(shown);
  return text(credentials['uri']);
}

describe('the PostgreSQL offering', function () {
  this.timeout(60_000);
  let server: PostgresServer | undefined;
  let admin = '';
  before(async function () {
    server = await startPostgres({ passwords: true });
    if (server === undefined) {
      this.skip();
      return;
    }
    admin = server.database();
  });
  after(() => server?.stop());

  const ours = async () => {
    const rows = await query(
      admin,
      `select datname as name from pg_database where datname like 'osb%' union all select rolname from pg_roles where rolname like 'osb%'`,
    );
    return rows.map(({ name }) => name);
  };

  for (const [who, prepare] of [
    ['a superuser', () => Promise.resolve(admin)],
    [
      'a role that may create databases and roles',
      async () => {
        await query(admin, `create role manager login createdb createrole password 'manager'`);
        return admin.replace('//test@', '//manager:manager@');
      },
    ],
  ] as const) {
    describe(`as ${who}`, () => {
      let broker: ReferenceBroker;
      let send: ReturnType<typeof createClient>['send'];
      let settle: ReturnType<typeof createClient>['settle'];
      before(async () => {
        broker = await startReferenceBroker({ postgresServiceUrl: await prepare(), users: [testUser] });
        ({ send, settle } = createClient(broker.url));
      });
      after(() => broker.close());

      it('gives a database to use, to share, to rotate credentials of, and takes all of it back', async () => {
        const id = `__proto__'"; drop table x; ${randomUUID()} 🚀`;
        const accepted = await send('PUT', path(id) + lazy, { body: order() });
        expectAnswer(accepted, 202);
        expect((await settle(path(id), accepted.body['operation'])).body['state']).to.equal('succeeded');

        const first = await send('PUT', path(id, 'first'), { body: order() });
        expectAnswer(first, 201);
        const uri = uriOf(first);
        await query(uri, 'create table orders (id int primary key)');
        await query(uri, 'insert into orders values (1)');
        const second = uriOf(
          await send('PUT', path(id, 'second'), { body: { ...order(), predecessor_binding_id: 'first' } }),
        );
        await query(second, 'insert into orders values (2)');
        await query(second, 'alter table orders add column note text');

        const shared = { ...order(), bind_resource: { app_guid: 'app', space_guid: 'elsewhere' } };
        const reader = uriOf(await send('PUT', path(id, 'third'), { body: shared }));
        expect(await query(reader, 'select id from orders order by id')).to.deep.equal([
          { id: 1 },
          { id: 2 },
        ]);
        expect(await refused(query(reader, 'insert into orders values (3)'))).to.equal('42501');
        expect(await refused(query(reader, 'create table mine (id int)'))).to.equal('42501');
        await query(second, 'create table later (id int)');
        expect(await query(reader, 'select * from later')).to.deep.equal([]);

        const page = (await send('GET', `/dashboard/instances/${encodeURIComponent(id)}`)).text;
        expect(page)
          .to.include(names.instance(id))
          .and.to.match(/Size.*\d+\.\d MiB/s);
        expect(page).to.match(/Connections.*\d+ of 10/s);

        const open = new pg.Client({ connectionString: uri });
        const ended = new Promise<string>((resolve) => open.on('error', ({ message }) => resolve(message)));
        await open.connect();
        expectAnswer(await send('DELETE', `${path(id, 'first')}?${ids()}`), 200);
        expect(await ended).to.match(/terminat/);
        expect(await refused(query(uri, 'select 1'))).to.equal('28P01');
        expect(await query(second, 'select count(*)::int as n from orders')).to.deep.equal([{ n: 2 }]);
        expectAnswer(await send('DELETE', `${path(id, 'third')}?${ids()}`), 200);
        expect(await refused(query(reader, 'select 1'))).to.equal('28P01');

        expectAnswer(await send('PATCH', path(id), { body: { service_id: serviceId, plan_id: large } }), 200);
        expect(
          await query(
            admin,
            `select datconnlimit as n from pg_database where datname = '${names.instance(id)}'`,
          ),
        ).to.deep.equal([{ n: 50 }]);

        expectAnswer(await send('DELETE', `${path(id, 'second')}?${ids(large)}`), 200);
        expectAnswer(await send('DELETE', `${path(id)}?${ids(large)}`), 200);
        expect(await ours()).to.deep.equal([]);
      });

      it('keeps instances apart', async () => {
        const uris: string[] = [];
        for (const id of ['one', 'two']) {
          expectAnswer(await send('PUT', path(id), { body: order() }), 201);
          uris.push(uriOf(await send('PUT', path(id, 'b'), { body: order() })));
        }
        const [one = '', two = ''] = uris;
        const crossed = new URL(one);
        crossed.pathname = new URL(two).pathname;
        expect(await refused(query(crossed.href, 'select 1'))).to.equal('42501');
        for (const sql of [
          `create role evil`,
          `create database evil`,
          `set role ${names.instance('two')}`,
          `alter role ${names.instance('two')} login`,
          `drop database ${names.instance('two')}`,
        ]) {
          expect(await refused(query(one, sql)), sql).to.equal('42501');
        }
        for (const id of ['one', 'two']) {
          expectAnswer(await send('DELETE', `${path(id, 'b')}?${ids()}`), 200);
          expectAnswer(await send('DELETE', `${path(id)}?${ids()}`), 200);
        }
        expect(await ours()).to.deep.equal([]);
      });
    });
  }

  it('is not offered with a role that may not create databases', async () => {
    await query(admin, `create role poor login password 'poor'`);
    const url = admin.replace('//test@', '//poor:poor@');
    await startReferenceBroker({ postgresServiceUrl: url }).then(
      () => expect.fail('It started.'),
      (error: unknown) =>
        expect(error)
          .to.have.property('message')
          .that.matches(/"poor" may not create/),
    );
  });

  it('ends in the same state when each call is repeated, as after a crash', async () => {
    const databases = await connectPostgresServer(admin, silentLogger);
    const twice = async <T>(work: () => Promise<T>) => {
      await work();
      return work();
    };
    try {
      await twice(() => databases.createDatabase('i', 10));
      const { username, password } = await twice(() => databases.createRole('i', 'b', 'owner'));
      const uri = new URL(admin);
      uri.username = username;
      uri.password = password;
      uri.pathname = `/${names.instance('i')}`;
      await query(uri.href, 'create table t (id int)');
      await twice(() => databases.dropRole('i', 'b'));
      await databases.createRole('i', 'left behind', 'reader');
      await twice(() => databases.dropDatabase('i'));
      await twice(() => databases.dropRole('i', 'b'));
      expect(await ours()).to.deep.equal([]);
    } finally {
      await databases.close();
    }
  });

  it('finishes what a killed broker left', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'osb-pg-crash-'));
    const script = await bundleChild(fileURLToPath(new URL('child.test-support.ts', import.meta.url)));
    const replica = createReplica(script, { FOLDER: folder, SERVER: admin });
    try {
      await replica.start();
      for (let round = 0; round < 6; round += 1) {
        const instances = Array.from({ length: 3 }, () => randomUUID());
        const send = (...args: Parameters<ReturnType<typeof createClient>['send']>) =>
          createClient(replica.url)
            .send(...args)
            .catch(() => undefined);
        const provisioned = instances.map((id) => send('PUT', path(id) + lazy, { body: order() }));
        await pause(20 + round * 40);
        await replica.kill();
        await Promise.all(provisioned);
        await replica.start();
        for (const id of instances) {
          await send('PUT', path(id) + lazy, { body: order() });
          expect((await createClient(replica.url).settle(path(id), undefined)).body['state']).to.equal(
            'succeeded',
          );
        }
        const bound = instances.map((id) => send('PUT', path(id, 'b'), { body: order() }));
        await pause(10 + round * 15);
        await replica.kill();
        await Promise.all(bound);
        await replica.start();
        for (const id of instances) {
          let answer = await send('PUT', path(id, 'b'), { body: order() });
          for (let tries = 0; answer?.status === 422 && tries < 100; tries += 1) {
            await pause(50);
            answer = await send('PUT', path(id, 'b'), { body: order() });
          }
          if (answer === undefined) throw new Error('The broker does not answer.');
          expect(await query(uriOf(answer), 'select 1 as one')).to.deep.equal([{ one: 1 }]);
          expectAnswer((await send('DELETE', `${path(id, 'b')}?${ids()}`)) ?? answer, 200);
          await send('DELETE', `${path(id)}?${ids()}`);
        }
      }
      expect(await ours()).to.deep.equal([]);
    } finally {
      await replica.kill();
      rmSync(folder, { recursive: true, force: true });
      rmSync(script, { force: true });
    }
  });
});
