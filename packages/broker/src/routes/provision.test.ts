import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectAnswer } from '../client.test-support.ts';
import { lazy, onStage, planIds, queueId } from '../reference/reference.test-support.ts';

describe('PUT /v2/service_instances/:instance_id', () => {
  const stage = onStage();
  const instancePath = (id: string) => `/v2/service_instances/${id}`;

  it('creates at once on a synchronous plan, and answers 200 to the same request', async () => {
    const { put, order } = stage();
    const id = randomUUID();
    const first = await put(id, order('small'));
    expectAnswer(first, 201);
    expect(first.body).to.have.keys(['dashboard_url', 'metadata']);
    const again = await put(id, order('small'));
    expectAnswer(again, 200);
    expect(again.body).to.deep.equal(first.body);
  });

  it('compares parameters by meaning, and neither context nor unknown fields', async () => {
    const { put, order } = stage();
    const id = randomUUID();
    expectAnswer(await put(id, order('small', { parameters: { max_messages: 5, lock_seconds: 9 } })), 201);
    const same = order('small', {
      parameters: { lock_seconds: 9, max_messages: 5.0 },
      context: { platform: 'cloudfoundry', instance_name: 'renamed' },
      'vendor.example/x': { a: [1, null] },
    });
    expectAnswer(await put(id, same), 200);
    expectAnswer(
      await put(id, order('small', { parameters: { max_messages: 6, lock_seconds: 9 } })),
      409,
      'Conflict',
    );
    expectAnswer(await put(id, order('durable', { parameters: { max_messages: 5, lock_seconds: 9 } })), 409);
    const other = {
      service_id: 'a3a1de21-7d20-4dbd-9a86-2b8a2b7c5e03',
      plan_id: 'c0f6a9d4-3f8e-4f6f-9d65-1d3c5b7a9e04',
    };
    expectAnswer(await put(id, order('small', other)), 409);
    expectAnswer(await put(id, order('small', { parameters: { max_messages: 5, lock_seconds: 9 } })), 200);
  });

  it('refuses the id for another organization or space, while it is created and afterwards', async () => {
    const { put, order, settle } = stage();
    for (const plan of ['small', 'durable'] as const) {
      const id = randomUUID();
      const first = await put(id, order(plan));
      for (const field of ['organization_guid', 'space_guid']) {
        const answer = await put(id, order(plan, { [field]: 'another' }));
        expectAnswer(answer, 409, 'Conflict');
        expect(answer.body['description']).to.match(/another (organization|space)\. Use a new id/);
      }
      if (first.status === 202) await settle(instancePath(id), first.body['operation']);
      expectAnswer(await put(id, order(plan, { space_guid: 'another' })), 409, 'Conflict');
      expectAnswer(await put(id, order(plan)), 200);
    }
  });

  it('takes absent and empty parameters for the same', async () => {
    const { put, order } = stage();
    const id = randomUUID();
    expectAnswer(await put(id, order('small')), 201);
    expectAnswer(await put(id, order('small', { parameters: {} })), 200);
    expectAnswer(await put(id, order('small', { parameters: null })), 200);
  });

  it('creates step by step on an asynchronous plan', async () => {
    const { put, order, send, settle } = stage();
    const id = randomUUID();
    const accepted = await put(id, order('durable'));
    expectAnswer(accepted, 202);
    expect(accepted.body['operation']).to.match(/^[\w-]{36}$/);
    expect(accepted.body['dashboard_url']).to.be.a('string');
    const again = await put(id, order('durable'));
    expectAnswer(again, 202);
    expect(again.body).to.deep.equal(accepted.body);
    expectAnswer(await put(id, order('small')), 409, 'Conflict');
    expectAnswer(await put(id, order('durable'), ''), 422, 'AsyncRequired');
    expectAnswer(await send('GET', instancePath(id)), 404);
    const ended = await settle(instancePath(id), accepted.body['operation']);
    expect(ended.body).to.deep.equal({ state: 'succeeded' });
    const fetched = await send('GET', instancePath(id));
    expectAnswer(fetched, 200);
    expect(fetched.body['dashboard_url']).to.equal(accepted.body['dashboard_url']);
    expectAnswer(await put(id, order('durable')), 200);
  });

  it('refuses an asynchronous plan without accepts_incomplete=true, and keeps nothing', async () => {
    const { put, order, send, remove } = stage();
    const id = randomUUID();
    for (const query of ['', '?accepts_incomplete=false']) {
      expectAnswer(await put(id, order('durable'), query), 422, 'AsyncRequired');
    }
    expectAnswer(await send('GET', `${instancePath(id)}/last_operation`), 404);
    expectAnswer(await remove(instancePath(id), 'durable'), 410);
  });

  const without = (field: string) =>
    Object.fromEntries(Object.entries(stage().order('small')).filter(([name]) => name !== field));
  const malformed: readonly [string, () => unknown][] = [
    ['truncated JSON', () => '{"service_id": '],
    ['an array', () => '[]'],
    ['a string', () => '"x"'],
    ['nothing', () => ''],
    ['bytes that are not UTF-8', () => '{"service_id": "\u0000"}'],
    ...['service_id', 'plan_id', 'organization_guid', 'space_guid'].map((field): [string, () => unknown] => [
      `no ${field}`,
      () => without(field),
    ]),
    ...['service_id', 'plan_id'].map((field): [string, () => unknown] => [
      `an empty ${field}`,
      () => stage().order('small', { [field]: '' }),
    ]),
    ['a number as service_id', () => stage().order('small', { service_id: 7 })],
    ['a string as parameters', () => stage().order('small', { parameters: 'x' })],
    ['an array as context', () => stage().order('small', { context: [] })],
    ['a string as maintenance_info', () => stage().order('small', { maintenance_info: '1.0.0' })],
    ['maintenance_info without version', () => stage().order('small', { maintenance_info: {} })],
    ['an unknown service', () => stage().order('small', { service_id: randomUUID() })],
    ['an unknown plan', () => stage().order('small', { plan_id: randomUUID() })],
    ['__proto__ as a plan', () => stage().order('small', { plan_id: '__proto__' })],
    [
      'the plan of another service',
      () => stage().order('small', { plan_id: 'c0f6a9d4-3f8e-4f6f-9d65-1d3c5b7a9e04' }),
    ],
    ['a parameter of the wrong type', () => stage().order('small', { parameters: { max_messages: 'many' } })],
    ['an unknown parameter', () => stage().order('small', { parameters: { unheard_of: 1 } })],
  ];
  for (const [name, body] of malformed) {
    it(`answers 400 to ${name}, and keeps nothing`, async () => {
      const id = randomUUID();
      const answer = await stage().put(id, body());
      expectAnswer(answer, 400);
      expect(answer.body['description']).to.be.a('string').and.not.empty;
      expectAnswer(await stage().remove(instancePath(id), 'small'), 410);
    });
  }

  it('says where a parameter is wrong', async () => {
    const answer = await stage().put(
      randomUUID(),
      stage().order('small', { parameters: { max_messages: 0 } }),
    );
    expect(answer.body['description']).to.contain('max_messages').and.to.contain('1');
  });

  it('needs no context', async () => {
    expectAnswer(await stage().put(randomUUID(), without('context')), 201);
  });

  it('refuses another maintenance version and ignores the other fields of maintenance_info', async () => {
    const { put, order } = stage();
    const asked = (maintenance: unknown) =>
      put(randomUUID(), order('small', { maintenance_info: maintenance }));
    expectAnswer(await asked({ version: '0.0.0-other' }), 422, 'MaintenanceInfoConflict');
    expectAnswer(await asked({ version: '1.2.0', description: 'whatever', 'x.example/y': 1 }), 201);
  });

  it('takes ids of unreserved characters that are not GUIDs', async () => {
    const { put, order, send } = stage();
    const id = `osb-conf.${randomUUID()}_~x`;
    expectAnswer(await put(id, order('small')), 201);
    expectAnswer(await send('GET', instancePath(id)), 200);
  });

  it('lets one of many simultaneous requests create, and tells the others', async () => {
    const { put, order } = stage();
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => put(id, order('small'))));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status === 201)).to.have.length(1);
    expect(
      statuses.every((status) => [200, 201, 202].includes(status)),
      String(statuses),
    ).to.be.true;
  });

  it('reads the originating identity, and does without one', async () => {
    const { send, order } = stage();
    const value = Buffer.from('{"user_id":"me"}').toString('base64');
    for (const identity of [`cloudfoundry ${value}`, 'garbage', '']) {
      const answer = await send('PUT', instancePath(randomUUID()) + lazy, {
        body: order('small', { service_id: queueId, plan_id: planIds.small }),
        headers: { 'x-broker-api-originating-identity': identity },
      });
      expectAnswer(answer, 201);
    }
  });
});
