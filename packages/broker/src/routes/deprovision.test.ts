import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import { lazy, onStage, planIds, queueId } from '../reference/reference.test-support.ts';

describe('DELETE /v2/service_instances/:instance_id', () => {
  const stage = onStage();
  const path = (id: string) => `/v2/service_instances/${id}`;

  it('deletes at once on a synchronous plan', async () => {
    const id = await stage().instance('small');
    const deleted = await stage().remove(path(id), 'small');
    expectAnswer(deleted, 200);
    expect(deleted.body).to.deep.equal({});
    expectAnswer(await stage().remove(path(id), 'small'), 410);
    expectAnswer(await stage().send('GET', path(id)), 404);
    expectAnswer(await stage().send('GET', `${path(id)}/last_operation`), 404);
  });

  it('deletes step by step on an asynchronous plan, and remembers that it did', async () => {
    const id = await stage().instance('durable');
    const query = `?service_id=${queueId}&plan_id=${planIds.durable}`;
    expectAnswer(await stage().send('DELETE', path(id) + query), 422, 'AsyncRequired');
    expectAnswer(await stage().send('GET', path(id)), 200);
    const accepted = await stage().remove(path(id), 'durable');
    expectAnswer(accepted, 202);
    const again = await stage().remove(path(id), 'durable');
    expectAnswer(again, 202);
    expect(again.body['operation']).to.equal(accepted.body['operation']);
    expectAnswer(await stage().put(id, stage().order('durable')), 422, 'ConcurrencyError');
    for (const operation of [accepted.body['operation'], undefined]) {
      expect((await stage().settle(path(id), operation)).body).to.deep.equal({ state: 'succeeded' });
    }
    expectAnswer(await stage().remove(path(id), 'durable'), 410);
    expectAnswer(await stage().put(id, stage().order('small')), 201);
  });

  it('needs service_id and plan_id, and changes nothing without them', async () => {
    const id = await stage().instance('small');
    for (const query of [
      `service_id=${queueId}`,
      `plan_id=${planIds.small}`,
      '',
      `service_id=&plan_id=${planIds.small}`,
    ]) {
      expectAnswer(await stage().send('DELETE', `${path(id)}${lazy}&${query}`), 400);
    }
    const wrong = `service_id=${queueId}&plan_id=${randomUUID()}`;
    expectAnswer(await stage().send('DELETE', `${path(id)}${lazy}&${wrong}`), 400);
    expectAnswer(
      await stage().send('DELETE', `${path(id)}${lazy}&service_id=${randomUUID()}&plan_id=${planIds.small}`),
      400,
    );
    expectAnswer(await stage().send('GET', path(id)), 200);
    expectAnswer(await stage().remove(path(id), 'small'), 200);
  });

  it('answers 410 for an instance that does not exist', async () => {
    expectAnswer(await stage().remove(path(randomUUID()), 'small'), 410, 'Gone');
  });

  it('waits for bindings to be deleted', async () => {
    const id = await stage().instance('small');
    const binding = await stage().binding(id, 'small');
    expectAnswer(await stage().remove(path(id), 'small'), 400, 'BindingsExist');
    expectAnswer(await stage().remove(`${path(id)}/service_bindings/${binding}`, 'small'), 200);
    expectAnswer(await stage().remove(path(id), 'small'), 200);
  });

  it('stops a creation that is in progress, and it stays stopped', async () => {
    const id = randomUUID();
    const creation = await stage().put(id, stage().order('durable'));
    expectAnswer(creation, 202);
    const query = `?service_id=${queueId}&plan_id=${planIds.durable}`;
    expectAnswer(await stage().send('DELETE', path(id) + query), 422, 'ConcurrencyError');
    const deletion = await stage().remove(path(id), 'durable');
    expectAnswer(deletion, 202);
    expect(deletion.body['operation']).to.not.equal(creation.body['operation']);
    const newest = await stage().send('GET', `${path(id)}/last_operation`);
    expect(newest.body['state']).to.equal('in progress');
    expect((await stage().settle(path(id), creation.body['operation'])).body['state']).to.equal('failed');
    expect((await stage().settle(path(id), deletion.body['operation'])).body['state']).to.equal('succeeded');
    await pause(500);
    expectAnswer(await stage().send('GET', path(id)), 404);
    expectAnswer(await stage().remove(path(id), 'durable'), 410);
  });
});
