import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { basic, expectAnswer, testUser } from '../client.test-support.ts';
import { onStage, planIds, queueId } from '../reference/reference.test-support.ts';

const ids = `service_id=${queueId}&plan_id=${planIds.small}`;
const everyRoute: readonly [string, string][] = [
  ['GET', '/v2/catalog'],
  ['PUT', '/v2/service_instances/i'],
  ['GET', '/v2/service_instances/i'],
  ['PATCH', '/v2/service_instances/i'],
  ['DELETE', `/v2/service_instances/i?${ids}`],
  ['GET', '/v2/service_instances/i/last_operation'],
  ['PUT', '/v2/service_instances/i/service_bindings/b'],
  ['GET', '/v2/service_instances/i/service_bindings/b'],
  ['DELETE', `/v2/service_instances/i/service_bindings/b?${ids}`],
  ['GET', '/v2/service_instances/i/service_bindings/b/last_operation'],
];

describe('the HTTP front', () => {
  const stage = onStage({ users: [testUser, { username: 'second', password: 'pass:with:colons' }] });

  const refused: readonly [string, string][] = [
    ['none', ''],
    ['a wrong password', basic(testUser.username, 'wrong')],
    ['a wrong user', basic('nobody', testUser.password)],
    ['another user of the right password', basic('second', testUser.password)],
    ['an empty password', basic(testUser.username, '')],
    ['no Base64', 'Basic !!!notbase64'],
    ['no colon', `Basic ${Buffer.from('nothing').toString('base64')}`],
    ['another scheme', 'Bearer x'],
  ];
  for (const [name, authorization] of refused) {
    it(`answers 401 on every route to credentials that are: ${name}`, async () => {
      for (const [method, path] of everyRoute) {
        const body = method === 'PUT' || method === 'PATCH' ? stage().order('small') : undefined;
        const answer = await stage().send(method, path, { headers: { authorization }, body });
        expectAnswer(answer, 401, 'Unauthorized');
        expect(answer.headers.get('www-authenticate')).to.match(/^Basic /);
      }
    });
  }

  it('does nothing for a request that it answers 401', async () => {
    const id = randomUUID();
    const path = `/v2/service_instances/${id}`;
    await stage().send('PUT', path, {
      headers: { authorization: 'Basic eA==' },
      body: stage().order('small'),
    });
    expectAnswer(await stage().remove(path, 'small'), 410);
  });

  it('knows several users at once', async () => {
    const authorization = basic('second', 'pass:with:colons');
    expectAnswer(await stage().send('GET', '/v2/catalog', { headers: { authorization } }), 200);
  });

  const versions: readonly [string, number][] = [
    ['2.0', 200],
    ['2.11', 200],
    ['2.17', 200],
    ['2.99', 200],
    ['1.0', 412],
    ['3.0', 412],
    ['99.0', 412],
    ['', 400],
    ['two', 400],
    ['2', 400],
    ['2.17.1', 400],
  ];
  for (const [version, status] of versions) {
    it(`answers ${String(status)} to the version "${version}"`, async () => {
      const answer = await stage().send('GET', '/v2/catalog', {
        headers: { 'x-broker-api-version': version },
      });
      expectAnswer(answer, status);
      if (status !== 200) expect(answer.body['description']).to.match(/2\.17/);
    });
  }

  it('echoes the request identity on every route and every kind of answer', async () => {
    const identity = randomUUID();
    const headers = { 'x-broker-api-request-identity': identity };
    for (const [method, path] of [...everyRoute, ['GET', '/v2/nothing'], ['POST', '/v2/catalog']] as const) {
      const body = method === 'PUT' || method === 'PATCH' ? {} : undefined;
      for (const extra of [{}, { authorization: '' }, { 'x-broker-api-version': '3.0' }]) {
        const answer = await stage().send(method, path, { headers: { ...headers, ...extra }, body });
        expect(answer.headers.get('x-broker-api-request-identity'), `${method} ${path}`).to.equal(identity);
      }
    }
  });

  it('answers 404 to unknown paths, 405 with Allow to unknown methods, and JSON always', async () => {
    for (const path of [
      '/v2/catalog/',
      '/v2/Catalog',
      '/v2/service_instances',
      '/v2',
      '/',
      '/v2/service_instances/i/x',
    ]) {
      const answer = await stage().send('GET', path);
      expectAnswer(answer, 404);
      expect(answer.headers.get('content-type')).to.match(/^application\/json/);
    }
    const answer = await stage().send('POST', '/v2/service_instances/i', { body: {} });
    expectAnswer(answer, 405);
    expect(answer.headers.get('allow')).to.equal('PUT, GET, PATCH, DELETE');
  });

  it('takes bodies without a content type, and refuses other content types with 400', async () => {
    const send = (type: string) =>
      stage().send('PUT', `/v2/service_instances/${randomUUID()}`, {
        body: JSON.stringify(stage().order('small')),
        headers: { 'content-type': type },
      });
    expectAnswer(await send('application/json; charset=utf-8'), 201);
    expectAnswer(await send('APPLICATION/JSON'), 201);
    expectAnswer(await send('text/xml'), 400);
  });

  it('sets headers that keep browsers and caches away', async () => {
    const { headers } = await stage().send('GET', '/v2/service_instances/i');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('content-security-policy')).to.contain("default-src 'none'");
    expect(headers.get('x-powered-by')).to.equal(null);
  });
});
