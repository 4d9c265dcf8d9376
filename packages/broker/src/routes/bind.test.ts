import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectAnswer } from '../client.test-support.ts';
import { lazy, onStage, planIds, type PlanName, queueId } from '../reference/reference.test-support.ts';

describe('PUT /v2/service_instances/:instance_id/service_bindings/:binding_id', () => {
  const stage = onStage();
  const path = (instance: string, binding: string) =>
    `/v2/service_instances/${instance}/service_bindings/${binding}`;
  const body = (plan: PlanName, more: Readonly<Record<string, unknown>> = {}) => ({
    service_id: queueId,
    plan_id: planIds[plan],
    ...more,
  });
  const bind = (instance: string, binding: string, wanted: unknown, query = lazy) =>
    stage().send('PUT', path(instance, binding) + query, { body: wanted });

  it('creates credentials at once, the same for the same request', async () => {
    const instance = await stage().instance('small');
    const binding = randomUUID();
    const wanted = body('small', { bind_resource: { app_guid: 'app' }, app_guid: 'app', 'x.y/z': {} });
    const created = await bind(instance, binding, wanted);
    expectAnswer(created, 201);
    expect(created.body['credentials']).to.include.keys('uri', 'username', 'password');
    expect(created.body['endpoints']).to.be.an('array').with.length(1);
    const again = await bind(instance, binding, wanted);
    expectAnswer(again, 200);
    expect(again.body).to.deep.equal(created.body);
    expectAnswer(await bind(instance, binding, body('small', { bind_resource: { app_guid: 'other' } })), 409);
    expectAnswer(
      await bind(instance, binding, { ...wanted, parameters: { role: 'consumer' } }),
      409,
      'Conflict',
    );
    const fetched = await stage().send('GET', path(instance, binding));
    expect(fetched.body).to.deep.equal({ ...created.body, parameters: {} });
  });

  it('creates credentials of their own for each binding', async () => {
    const instance = await stage().instance('small');
    const [one, two] = [await stage().binding(instance, 'small'), await stage().binding(instance, 'small')];
    const [first, second] = await Promise.all(
      [one, two].map((id) => stage().send('GET', path(instance, id))),
    );
    expect(first?.body['credentials']).to.not.deep.equal(second?.body['credentials']);
  });

  it('creates step by step on an asynchronous plan, and shows nothing before', async () => {
    const instance = await stage().instance('durable');
    const binding = randomUUID();
    const accepted = await bind(instance, binding, body('durable'));
    expectAnswer(accepted, 202);
    expect(accepted.body).to.have.keys(['operation']);
    const again = await bind(instance, binding, body('durable'));
    expectAnswer(again, 202);
    expect(again.body).to.deep.equal(accepted.body);
    expectAnswer(await bind(instance, binding, body('durable', { parameters: { role: 'consumer' } })), 409);
    expectAnswer(await stage().send('GET', path(instance, binding)), 404);
    expectAnswer(
      await stage().remove(`/v2/service_instances/${instance}`, 'durable'),
      422,
      'ConcurrencyError',
    );
    const ended = await stage().settle(path(instance, binding), accepted.body['operation']);
    expect(ended.body).to.deep.equal({ state: 'succeeded' });
    const fetched = await stage().send('GET', path(instance, binding));
    expect(fetched.body['credentials']).to.include.keys('username', 'password');
    expect(fetched.body['metadata']).to.have.keys(['expires_at', 'renew_before']);
    expect(JSON.stringify(fetched.body['metadata'])).to.match(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"/);
    expectAnswer(await bind(instance, binding, body('durable')), 200);
  });

  it('creates at once, on that plan too, for platforms that know no asynchronous bindings', async () => {
    const instance = await stage().instance('durable');
    const created = await bind(instance, randomUUID(), body('durable'), '');
    expectAnswer(created, 201);
    expect(created.body['credentials']).to.include.keys('username', 'password');
  });

  const refusals: readonly [string, number, string | undefined, () => unknown][] = [
    ['truncated JSON', 400, undefined, () => '{"service_id": '],
    ['no service_id', 400, undefined, () => ({ plan_id: planIds.small })],
    ['no plan_id', 400, undefined, () => ({ service_id: queueId })],
    ['an unknown plan', 400, undefined, () => ({ service_id: queueId, plan_id: randomUUID() })],
    ['an unknown service', 400, undefined, () => ({ service_id: randomUUID(), plan_id: planIds.small })],
    ['an empty app_guid', 400, undefined, () => body('small', { app_guid: '' })],
    ['an array as bind_resource', 400, undefined, () => body('small', { bind_resource: [] })],
    ['a wrong parameter', 400, 'InvalidParameters', () => body('small', { parameters: { role: 'king' } })],
  ];
  for (const [name, status, error, wanted] of refusals) {
    it(`refuses ${name}, and keeps nothing`, async () => {
      const instance = await stage().instance('small');
      const binding = randomUUID();
      expectAnswer(await bind(instance, binding, wanted()), status, error);
      expectAnswer(await stage().send('GET', path(instance, binding)), 404);
      expectAnswer(await stage().remove(path(instance, binding), 'small'), 410);
      expectAnswer(await bind(instance, binding, body('small')), 201);
    });
  }

  it('refuses an instance that does not exist or cannot be bound', async () => {
    expectAnswer(await bind(randomUUID(), randomUUID(), body('small')), 404);
    const board = {
      service_id: '7f0c5d6e-51a8-4f0f-b8a8-6d1c1b9f4d01',
      plan_id: '5b8c2b1e-0d3a-4a5c-8f21-9c7f2a6e3d02',
    };
    const id = randomUUID();
    expectAnswer(await stage().put(id, stage().order('small', board)), 201);
    expectAnswer(await bind(id, randomUUID(), board), 400);
  });

  it('refuses while the instance is being created', async () => {
    const id = randomUUID();
    expectAnswer(await stage().put(id, stage().order('durable')), 202);
    expectAnswer(await bind(id, randomUUID(), body('durable')), 422, 'ConcurrencyError');
  });

  it('needs an application where the plan says so', async () => {
    const secret = {
      service_id: '9c3e5a7b-1d2f-4e6a-8c4b-0a1b2c3d4e09',
      plan_id: '62f1e0d9-c8b7-4a6f-95e4-d3c2b1a0f910',
    };
    const id = randomUUID();
    expectAnswer(await stage().put(id, stage().order('small', secret)), 201);
    expectAnswer(await bind(id, randomUUID(), secret), 422, 'RequiresApp');
    const binding = randomUUID();
    const wanted = { ...secret, bind_resource: { app_guid: 'app' } };
    const shown = await bind(id, binding, wanted);
    expectAnswer(shown, 201);
    // Shown again to who asks for it again: the catalog does not say otherwise.
    const again = await bind(id, binding, wanted);
    expectAnswer(again, 200);
    expect(again.body).to.deep.equal(shown.body);
    expect((await stage().send('GET', '/v2/catalog')).text).to.not.match(/, once\b/);
    expectAnswer(await stage().send('GET', path(id, binding)), 404);
    expectAnswer(await bind(id, randomUUID(), { ...secret, app_guid: 'app' }), 201);
  });

  const special: readonly [string, string, string][] = [
    ['a3a1de21-7d20-4dbd-9a86-2b8a2b7c5e03', 'c0f6a9d4-3f8e-4f6f-9d65-1d3c5b7a9e04', 'syslog_drain_url'],
    ['1f9f0f62-94a5-4f2a-a7a5-e3b0c8d7f105', '8e4b7a90-6c1d-4b39-9f12-a5d6c7e8f906', 'route_service_url'],
    ['d2b6c8a4-0e5f-4c7a-8b9d-f1e2d3c4b507', '36c9d8e7-f6a5-4b4c-93d2-e1f0a9b8c708', 'volume_mounts'],
  ];
  for (const [service_id, plan_id, field] of special) {
    it(`answers with ${field} where that is the kind of binding`, async () => {
      const id = randomUUID();
      expectAnswer(await stage().put(id, stage().order('small', { service_id, plan_id })), 201);
      const binding = randomUUID();
      const created = await bind(id, binding, { service_id, plan_id });
      expectAnswer(created, 201);
      expect(created.body).to.have.keys([field]);
      const fetched = await stage().send('GET', path(id, binding));
      expect(fetched.body[field]).to.deep.equal(created.body[field]);
    });
  }

  describe('with predecessor_binding_id', () => {
    for (const plan of ['small', 'durable'] as const) {
      it(`creates a successor with parameters of the old one and credentials of its own (${plan})`, async () => {
        const instance = await stage().instance(plan);
        const old = await stage().binding(instance, plan, { parameters: { role: 'consumer' } });
        for (const form of [
          { ...body(plan), predecessor_binding_id: old },
          { predecessor_binding_id: old },
        ]) {
          const id = randomUUID();
          const answer = await bind(instance, id, form);
          if (plan === 'durable') {
            expectAnswer(answer, 202);
            await stage().settle(path(instance, id), answer.body['operation']);
          } else expectAnswer(answer, 201);
          const [before, after] = await Promise.all(
            [old, id].map((one) => stage().send('GET', path(instance, one))),
          );
          expect(before?.status).to.equal(200);
          expect(after?.body['parameters']).to.deep.equal({ role: 'consumer' });
          expect(after?.body['credentials']).to.have.keys(Object.keys(before?.body['credentials'] ?? {}));
          expect(after?.body['credentials']).to.not.deep.equal(before?.body['credentials']);
          expectAnswer(await bind(instance, id, form), 200);
        }
        expectAnswer(await stage().remove(path(instance, old), plan), plan === 'small' ? 200 : 202);
      });
    }

    it('answers a rotation that is sent again after the predecessor is gone', async () => {
      const instance = await stage().instance('small');
      const old = await stage().binding(instance, 'small', { parameters: { role: 'consumer' } });
      const id = randomUUID();
      expectAnswer(await bind(instance, id, { predecessor_binding_id: old }), 201);
      expectAnswer(await stage().remove(path(instance, old), 'small'), 200);
      expectAnswer(await bind(instance, id, { predecessor_binding_id: old }), 200);
    });

    it('refuses a predecessor that does not exist, is of another instance or cannot be rotated', async () => {
      const instance = await stage().instance('small');
      const elsewhere = await stage().binding(await stage().instance('small'), 'small');
      for (const predecessor_binding_id of [randomUUID(), elsewhere, '__proto__']) {
        expectAnswer(await bind(instance, randomUUID(), body('small', { predecessor_binding_id })), 400);
      }
      const drain = {
        service_id: 'a3a1de21-7d20-4dbd-9a86-2b8a2b7c5e03',
        plan_id: 'c0f6a9d4-3f8e-4f6f-9d65-1d3c5b7a9e04',
      };
      const id = randomUUID();
      await stage().put(id, stage().order('small', drain));
      const old = randomUUID();
      expectAnswer(await bind(id, old, drain), 201);
      expectAnswer(await bind(id, randomUUID(), { predecessor_binding_id: old }), 400);
    });
  });
});
