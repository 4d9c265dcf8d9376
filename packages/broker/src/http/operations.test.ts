import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import type { Logger } from '../logger.ts';
import { lazy, onStage } from '../reference/reference.test-support.ts';

describe('operating a broker', () => {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const note: Logger['info'] = (fields) => lines.push(fields);
  const stage = onStage({ log: { info: note, warn: note, error: note } });
  const anonymous = { headers: { authorization: '', 'x-broker-api-version': '' } };

  it('tells anyone that it lives and is ready', async () => {
    for (const path of ['/live', '/ready']) expectAnswer(await stage().send('GET', path, anonymous), 200);
  });

  it('tells users its metrics, by route and never by id', async () => {
    const id = await stage().instance('small');
    expectAnswer(await stage().send('GET', '/metrics', anonymous), 401);
    const answer = await stage().send('GET', '/metrics');
    expectAnswer(answer, 200);
    expect(answer.headers.get('content-type')).to.match(/^text\/plain/);
    expect(answer.text).to.contain(
      'osb_broker_requests_total{method="PUT",route="/v2/service_instances/:instance_id",status="201"} 1\n',
    );
    expect(answer.text).to.match(/osb_broker_instances 1\n/);
    expect(answer.text).to.not.contain(id);
  });

  it('logs each request with its identity, and neither credentials nor parameters', async () => {
    const identity = randomUUID();
    const value = Buffer.from('{"user_id":"auditor"}').toString('base64');
    await stage().send('PUT', `/v2/service_instances/${randomUUID()}${lazy}`, {
      body: stage().order('small', { parameters: { max_messages: 4711 } }),
      headers: {
        'x-broker-api-request-identity': identity,
        'x-broker-api-originating-identity': `cloudfoundry ${value}`,
      },
    });
    await pause(10);
    const line = lines.find(
      (fields) => fields['request_identity'] === identity && fields['route'] !== undefined,
    );
    expect(line).to.deep.include({
      method: 'PUT',
      status: 201,
      user: 'platform',
      audit: true,
      originating_identity: { platform: 'cloudfoundry', value: { user_id: 'auditor' } },
    });
    expect(JSON.stringify(lines)).to.not.match(/4711|correct horse|authorization/);
  });

  it('keeps mutating requests of users as an audit trail, page by page', async () => {
    const id = await stage().instance('small');
    await stage().patch(id, '{"nonsense": ');
    await stage().send('GET', `/v2/service_instances/${id}`);
    await stage().send('DELETE', `/v2/service_instances/${id}`, { headers: { authorization: '' } });
    await pause(250);
    const { store } = stage().broker.broker;
    const all = await store.listRequests({ instanceId: id }, {});
    expect(all.items.map(({ method, status }) => `${method} ${String(status)}`)).to.deep.equal([
      'PATCH 400',
      'PUT 201',
    ]);
    expect(all.items[1]).to.deep.include({ user: 'platform' });
    expect(all.items[1]?.body).to.deep.include({ plan_id: stage().order('small')['plan_id'] });
    expect((await store.listRequests({ instanceId: id, statusClass: 4 }, {})).items).to.have.length(1);
    const first = await store.listRequests({ instanceId: id }, { limit: 1 });
    const rest = await store.listRequests({ instanceId: id }, { limit: 1, after: first.next ?? '' });
    expect([first.items[0]?.method, rest.items[0]?.method]).to.deep.equal(['PATCH', 'PUT']);
    expect(rest.next).to.equal(undefined);
  });
});
