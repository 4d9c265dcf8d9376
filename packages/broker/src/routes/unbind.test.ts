import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import { lazy, onStage, planIds, queueId } from '../reference/reference.test-support.ts';

describe('DELETE /v2/service_instances/:instance_id/service_bindings/:binding_id', () => {
  const stage = onStage();
  const path = (instance: string, binding: string) =>
    `/v2/service_instances/${instance}/service_bindings/${binding}`;

  it('deletes one binding at once, and neither the instance nor the others', async () => {
    const instance = await stage().instance('small');
    const [one, two] = [await stage().binding(instance, 'small'), await stage().binding(instance, 'small')];
    const deleted = await stage().remove(path(instance, one), 'small');
    expectAnswer(deleted, 200);
    expect(deleted.body).to.deep.equal({});
    expectAnswer(await stage().remove(path(instance, one), 'small'), 410);
    expectAnswer(await stage().send('GET', path(instance, one)), 404);
    expectAnswer(await stage().send('GET', path(instance, two)), 200);
    expectAnswer(await stage().send('GET', `/v2/service_instances/${instance}`), 200);
  });

  it('deletes step by step on an asynchronous plan', async () => {
    const instance = await stage().instance('durable');
    const binding = await stage().binding(instance, 'durable');
    const query = `?service_id=${queueId}&plan_id=${planIds.durable}`;
    const accepted = await stage().remove(path(instance, binding), 'durable');
    expectAnswer(accepted, 202);
    const again = await stage().remove(path(instance, binding), 'durable');
    expectAnswer(again, 202);
    expect(again.body).to.deep.equal(accepted.body);
    const ended = await stage().settle(path(instance, binding), accepted.body['operation']);
    expect(ended.body).to.deep.equal({ state: 'succeeded' });
    expectAnswer(await stage().remove(path(instance, binding), 'durable'), 410);
    const another = await stage().binding(instance, 'durable');
    expectAnswer(await stage().send('DELETE', path(instance, another) + query), 200);
  });

  it('needs service_id and plan_id, and changes nothing without them', async () => {
    const instance = await stage().instance('small');
    const binding = await stage().binding(instance, 'small');
    for (const query of [
      `service_id=${queueId}`,
      `plan_id=${planIds.small}`,
      `service_id=${queueId}&plan_id=${randomUUID()}`,
    ]) {
      expectAnswer(await stage().send('DELETE', `${path(instance, binding)}${lazy}&${query}`), 400);
    }
    expectAnswer(await stage().send('GET', path(instance, binding)), 200);
    expectAnswer(await stage().remove(path(instance, binding), 'small'), 200);
  });

  it('answers 410 for a binding or an instance that does not exist', async () => {
    const instance = await stage().instance('small');
    expectAnswer(await stage().remove(path(instance, randomUUID()), 'small'), 410, 'Gone');
    expectAnswer(await stage().remove(path(randomUUID(), randomUUID()), 'small'), 410, 'Gone');
  });

  it('stops a creation that is in progress, and it stays stopped', async () => {
    const instance = await stage().instance('durable');
    const binding = randomUUID();
    const creation = await stage().send('PUT', path(instance, binding) + lazy, {
      body: { service_id: queueId, plan_id: planIds.durable },
    });
    expectAnswer(creation, 202);
    const deletion = await stage().remove(path(instance, binding), 'durable');
    expectAnswer(deletion, 202);
    expect(
      (await stage().settle(path(instance, binding), creation.body['operation'])).body['state'],
    ).to.equal('failed');
    const ended = await stage().settle(path(instance, binding), deletion.body['operation']);
    expect(ended.body['state']).to.equal('succeeded');
    await pause(450);
    expectAnswer(await stage().send('GET', path(instance, binding)), 404);
    expectAnswer(await stage().remove(path(instance, binding), 'durable'), 410);
    expectAnswer(await stage().remove(`/v2/service_instances/${instance}`, 'durable'), 202);
  });
});
