import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import { onStage, planIds, queueId, text } from '../reference/reference.test-support.ts';

describe('GET …/last_operation', () => {
  const stage = onStage();
  const path = (id: string) => `/v2/service_instances/${id}/last_operation`;

  it('answers 404 for what has never been', async () => {
    const instance = await stage().instance('small');
    expectAnswer(await stage().send('GET', path(randomUUID())), 404, 'NotFound');
    expectAnswer(
      await stage().send('GET', `${path(randomUUID())}?service_id=${queueId}&plan_id=${planIds.small}`),
      404,
    );
    expectAnswer(
      await stage().send(
        'GET',
        `/v2/service_instances/${instance}/service_bindings/${randomUUID()}/last_operation`,
      ),
      404,
    );
  });

  it('answers 400 to a broken query', async () => {
    const instance = await stage().instance('small');
    expectAnswer(await stage().send('GET', `${path(instance)}?service_id=%zz`), 400);
    expectAnswer(await stage().send('GET', `${path(instance)}?operation=a&operation=b`), 400);
  });

  it('says succeeded for an instance that was created at once', async () => {
    const instance = await stage().instance('small');
    expect((await stage().send('GET', path(instance))).body).to.deep.equal({ state: 'succeeded' });
  });

  it('tells progress, needs no hints, and remembers the end', async () => {
    const id = randomUUID();
    const { body } = await stage().put(id, stage().order('durable'));
    const operation = `operation=${text(body['operation'])}`;
    const first = await stage().send('GET', `${path(id)}?${operation}`);
    expect(first.body['state']).to.equal('in progress');
    expect(first.body['description']).to.match(/complete/);
    expect(first.headers.get('retry-after')).to.equal(null);
    const hinted = await stage().send(
      'GET',
      `${path(id)}?service_id=${queueId}&plan_id=${planIds.durable}&${operation}`,
    );
    expectAnswer(hinted, 200);
    await stage().settle(`/v2/service_instances/${id}`, body['operation']);
    for (const query of [operation, '', 'operation=']) {
      await pause(20);
      expect((await stage().send('GET', `${path(id)}?${query}`)).body).to.deep.equal({ state: 'succeeded' });
    }
  });

  it('knows operations of their own resource only', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const first = await stage().put(one, stage().order('durable'));
    await stage().put(two, stage().order('durable'));
    expectAnswer(await stage().send('GET', `${path(two)}?operation=${text(first.body['operation'])}`), 400);
  });
});

describe('Retry-After', () => {
  const stage = onStage({ asyncDelayMs: 8000 });

  it('is given in seconds when there is time until the next step', async () => {
    const id = randomUUID();
    await stage().put(id, stage().order('durable'));
    const answer = await stage().send('GET', `/v2/service_instances/${id}/last_operation`);
    expect(answer.headers.get('retry-after')).to.match(/^[34]$/);
  });
});
