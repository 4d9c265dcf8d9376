import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectAnswer } from '../client.test-support.ts';
import { home, onStage, planIds, queueId } from '../reference/reference.test-support.ts';

describe('PATCH /v2/service_instances/:instance_id', () => {
  const stage = onStage();
  const path = (id: string) => `/v2/service_instances/${id}`;
  const fetched = async (id: string) => (await stage().send('GET', path(id))).body;
  const service = { service_id: queueId };

  it('changes parameters, keeps the others, and keeps all without parameters', async () => {
    const id = await stage().instance('small', { parameters: { max_messages: 5, lock_seconds: 9 } });
    expectAnswer(await stage().patch(id, { ...service, parameters: { max_messages: 7 } }), 200);
    expect((await fetched(id))['parameters']).to.deep.equal({ max_messages: 7, lock_seconds: 9 });
    expectAnswer(await stage().patch(id, { ...service, context: { ...home, instance_name: 'x' } }), 200);
    const after = await fetched(id);
    expect(after['parameters']).to.deep.equal({ max_messages: 7, lock_seconds: 9 });
    expect(after['plan_id']).to.equal(planIds.small);
    const again = await stage().put(
      id,
      stage().order('small', { parameters: { max_messages: 7, lock_seconds: 9 } }),
    );
    expectAnswer(again, 200);
  });

  it('changes the plan step by step; the instance is as it was until then', async () => {
    const id = await stage().instance('small');
    const change = {
      ...service,
      plan_id: planIds.durable,
      previous_values: { plan_id: planIds.small, 'x.y': 1 },
    };
    expectAnswer(await stage().patch(id, change, ''), 422, 'AsyncRequired');
    expect((await fetched(id))['plan_id']).to.equal(planIds.small);
    const accepted = await stage().patch(id, change);
    expectAnswer(accepted, 202);
    const again = await stage().patch(id, change);
    expectAnswer(again, 202);
    expect(again.body).to.deep.equal(accepted.body);
    expectAnswer(
      await stage().patch(id, { ...service, parameters: { max_messages: 3 } }),
      422,
      'ConcurrencyError',
    );
    expectAnswer(await stage().put(id, stage().order('small')), 422, 'ConcurrencyError');
    expectAnswer(await stage().remove(path(id), 'small'), 422, 'ConcurrencyError');
    const binding = await stage().send(
      'PUT',
      `${path(id)}/service_bindings/${randomUUID()}?accepts_incomplete=true`,
      {
        body: { ...service, plan_id: planIds.small },
      },
    );
    expectAnswer(binding, 422, 'ConcurrencyError');
    expect((await fetched(id))['plan_id']).to.equal(planIds.small);
    expect((await stage().settle(path(id), accepted.body['operation'])).body).to.deep.equal({
      state: 'succeeded',
    });
    const after = await fetched(id);
    expect(after['plan_id']).to.equal(planIds.durable);
    expect(after['maintenance_info']).to.deep.equal({ version: '2.1.0' });
    expect(after['dashboard_url']).to.equal(accepted.body['dashboard_url']);
  });

  it('refuses a plan change that the plan does not declare, and says so', async () => {
    const id = await stage().instance('durable');
    const refused = await stage().patch(id, { ...service, plan_id: planIds.small });
    expectAnswer(refused, 422, 'PlanChangeNotSupported');
    expect(refused.body['update_repeatable']).to.equal(false);
    expect(refused.body['description']).to.be.a('string');
    expect((await fetched(id))['plan_id']).to.equal(planIds.durable);
  });

  it('answers 200 to what changes nothing', async () => {
    const id = await stage().instance('small', { parameters: { max_messages: 5 } });
    const current = { ...service, plan_id: planIds.small, parameters: { max_messages: 5 } };
    for (const body of [current, service, { ...service, maintenance_info: { version: '1.2.0' } }]) {
      const answer = await stage().patch(id, body);
      expectAnswer(answer, 200);
      expect(answer.body).to.deep.equal({});
    }
  });

  it('refuses another maintenance version of the plan, before anything changes', async () => {
    const id = await stage().instance('small');
    const wrong = { maintenance_info: { version: '0.0.0-other' } };
    expectAnswer(await stage().patch(id, { ...service, ...wrong }), 422, 'MaintenanceInfoConflict');
    expectAnswer(
      await stage().patch(id, { ...service, plan_id: planIds.durable, ...wrong }),
      422,
      'MaintenanceInfoConflict',
    );
    expect((await fetched(id))['plan_id']).to.equal(planIds.small);
  });

  it('applies nothing of an update that is partly wrong', async () => {
    const id = await stage().instance('small', { parameters: { max_messages: 5 } });
    const before = await fetched(id);
    const half = { ...service, plan_id: planIds.durable, parameters: { max_messages: 'many' } };
    expectAnswer(await stage().patch(id, half), 400);
    expectAnswer(await stage().patch(id, { ...service, plan_id: randomUUID() }), 400);
    expectAnswer(await stage().patch(id, { service_id: randomUUID() }), 400);
    expectAnswer(await stage().patch(id, { service_id: 'a3a1de21-7d20-4dbd-9a86-2b8a2b7c5e03' }), 400);
    expect(await fetched(id)).to.deep.equal(before);
  });

  for (const body of [
    '{"service_id": ',
    '[]',
    '{}',
    '{"service_id":""}',
    `{"service_id":"${queueId}","previous_values":[]}`,
  ]) {
    it(`answers 400 to ${body}`, async () => {
      expectAnswer(await stage().patch(await stage().instance('small'), body), 400);
    });
  }

  it('answers 404 for an instance that does not exist', async () => {
    expectAnswer(await stage().patch(randomUUID(), service), 404);
  });

  it('refuses updates of an offering that has none, and context alone where it is not declared', async () => {
    const id = randomUUID();
    const board = {
      service_id: '7f0c5d6e-51a8-4f0f-b8a8-6d1c1b9f4d01',
      plan_id: '5b8c2b1e-0d3a-4a5c-8f21-9c7f2a6e3d02',
    };
    expectAnswer(await stage().put(id, stage().order('small', board)), 201);
    expectAnswer(
      await stage().patch(id, { ...board, parameters: { notice: 'x' } }),
      422,
      'UpdateNotSupported',
    );
    expectAnswer(
      await stage().patch(id, { ...board, context: { platform: 'x' } }),
      422,
      'UpdateNotSupported',
    );
  });
});
