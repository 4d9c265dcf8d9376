import { expect } from 'chai';
import { basic, expectAnswer, pause } from '../../client.test-support.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { home, onStage, planIds, type PlanName, queueId, text } from '../reference.test-support.ts';

/** An application: it knows nothing but the credentials of its binding. */
function application(credentials: JsonObject) {
  const authorization = basic(text(credentials['username']), text(credentials['password']));
  const call = async (method: string, url: string, body?: string) => {
    const response = await fetch(url, {
      method,
      headers: { authorization },
      ...(body !== undefined && { body }),
    });
    const answer = await response.text();
    return {
      status: response.status,
      body: (answer === '' ? {} : JSON.parse(answer)) as Record<string, unknown>,
    };
  };
  const uri = text(credentials['uri']);
  return {
    publish: (message: string) => call('POST', `${uri}/messages`, message),
    receive: async (most = 1) => {
      const { status, body } = await call('POST', `${uri}/receive?max=${String(most)}`);
      return {
        status,
        messages: (body['messages'] ?? []) as { body: string; receipt: string; deliveries: number }[],
      };
    },
    acknowledge: (receipt: string) => call('DELETE', `${uri}/messages/${receipt}`),
    depth: async () => (await call('GET', uri)).body['messages'],
    elsewhere: (id: string) => call('GET', uri.replace(/[^/]+$/, id)),
  };
}

describe('the message queue', () => {
  const stage = onStage();
  const path = (instance: string, binding: string) =>
    `/v2/service_instances/${instance}/service_bindings/${binding}`;
  const bound = async (instance: string, plan: PlanName, more: Readonly<Record<string, unknown>> = {}) => {
    const binding = await stage().binding(instance, plan, { context: home, ...more });
    const { body } = await stage().send('GET', path(instance, binding));
    const credentials = body['credentials'] ?? null;
    if (!isJsonObject(credentials)) throw new Error('The binding has no credentials.');
    return { binding, credentials, ...application(credentials) };
  };

  for (const plan of ['small', 'durable'] as const) {
    it(`lets two teams in two spaces share one queue (${plan})`, async () => {
      const instance = await stage().instance(plan);
      const producer = await bound(instance, plan, { bind_resource: { app_guid: 'a', space_guid: 'home' } });
      const consumer = await bound(instance, plan, {
        bind_resource: { app_guid: 'b', space_guid: 'elsewhere' },
      });
      expect(producer.credentials).to.have.property('publish_url');
      expect(consumer.credentials).to.not.have.property('publish_url');
      for (const message of ['one', 'two 🚀', '{"three":3}']) {
        expect((await producer.publish(message)).status).to.equal(201);
      }
      expect((await consumer.publish('no')).status).to.equal(403);
      const { messages } = await consumer.receive(2);
      expect(messages.map(({ body }) => body)).to.deep.equal(['one', 'two 🚀']);
      expect((await producer.receive(5)).messages.map(({ body }) => body)).to.deep.equal(['{"three":3}']);
      expect((await consumer.acknowledge(messages[0]?.receipt ?? '')).status).to.equal(204);
      expect((await consumer.acknowledge(messages[0]?.receipt ?? '')).status).to.equal(404);
      expect(await producer.depth()).to.equal(2);

      expect((await stage().remove(path(instance, producer.binding), plan)).status).to.be.oneOf([200, 202]);
      expect((await producer.publish('no')).status).to.equal(401);
      expect((await producer.receive()).status).to.equal(401);
      expect(await consumer.depth()).to.equal(2);
    });
  }

  it('gives the successor of a binding from another space no more than that one had, however often', async () => {
    const instance = await stage().instance('small');
    const elsewhere = { app_guid: 'b', space_guid: 'elsewhere' };
    const consumer = await bound(instance, 'small', { bind_resource: elsewhere });
    let predecessor = consumer.binding;
    for (const bind_resource of [{ app_guid: 'b' }, {}, undefined]) {
      const next = await bound(instance, 'small', {
        ...{ predecessor_binding_id: predecessor, context: undefined },
        ...(bind_resource && { bind_resource }),
      });
      expect(next.credentials).to.not.have.property('publish_url');
      expect((await next.publish('no')).status).to.equal(403);
      predecessor = next.binding;
    }
  });

  for (const wrong of [
    { bind_resource: { space_guid: 5 } },
    { bind_resource: { space_guid: ['elsewhere'] } },
    { bind_resource: { space_guid: '' } },
    { bind_resource: { route: 5 } },
    { context: { platform: 'cloudfoundry', space_guid: {} } },
  ]) {
    it(`does not guess where an application lives: ${JSON.stringify(wrong)}`, async () => {
      const instance = await stage().instance('small');
      const answer = await stage().send('PUT', path(instance, 'b'), {
        body: { service_id: queueId, plan_id: planIds.small, context: home, ...wrong },
      });
      expectAnswer(answer, 400, 'MalformedRequest');
    });
  }

  it('gives a message that was not acknowledged again', async () => {
    const instance = await stage().instance('small', { parameters: { lock_seconds: 1 } });
    const app = await bound(instance, 'small');
    await app.publish('again');
    expect((await app.receive()).messages[0]?.deliveries).to.equal(1);
    expect((await app.receive()).messages).to.deep.equal([]);
    await pause(1050);
    expect((await app.receive()).messages[0]).to.deep.include({ body: 'again', deliveries: 2 });
  });

  it('is full at max_messages, and holds more after an update', async () => {
    const instance = await stage().instance('small', { parameters: { max_messages: 2 } });
    const app = await bound(instance, 'small');
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await app.publish('x')).status);
    expect(statuses).to.deep.equal([201, 201, 429]);
    await stage().patch(instance, {
      service_id: stage().order('small')['service_id'],
      parameters: { max_messages: 3 },
    });
    expect((await app.publish('x')).status).to.equal(201);
  });

  it('keeps its messages through a plan upgrade, and credentials through a rotation', async () => {
    const instance = await stage().instance('small');
    const old = await bound(instance, 'small');
    await old.publish('kept');
    const upgrade = {
      service_id: stage().order('small')['service_id'],
      plan_id: stage().order('durable')['plan_id'],
    };
    const { body } = await stage().patch(instance, upgrade);
    await stage().settle(`/v2/service_instances/${instance}`, body['operation']);
    const successor = await bound(instance, 'durable', { predecessor_binding_id: old.binding });
    expect(await old.depth()).to.equal(1);
    expect((await successor.receive()).messages[0]?.body).to.equal('kept');
  });

  it('lets a consumer role consume only, and credentials open their own queue only', async () => {
    const [one, two] = [await stage().instance('small'), await stage().instance('small')];
    const consumer = await bound(one, 'small', { parameters: { role: 'consumer' } });
    expect((await consumer.publish('no')).status).to.equal(403);
    expect((await consumer.elsewhere(two)).status).to.equal(401);
    expect((await consumer.elsewhere('%zz')).status).to.be.oneOf([400, 401]);
  });
});
