import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type Answer, expectAnswer } from '../client.test-support.ts';
import { lazy, onStage, planIds } from '../reference/reference.test-support.ts';
import { faultKinds, faultRules } from './fault.ts';
import { createFaults } from './faults.ts';

describe('faults', () => {
  const stage = onStage({ faults: true });
  const path = (id: string) => `/v2/service_instances/${id}`;
  const set = async (...rules: unknown[]) => {
    expectAnswer(await stage().send('PUT', '/faults', { body: { seed: 7, rules } }), 200);
  };
  const outcome = (answer: Promise<Answer>) =>
    answer.then(
      ({ status }) => status,
      () => 'dropped',
    );
  afterEach(() => stage().send('DELETE', '/faults'));

  it('are off until they are set, for users only, and are counted', async () => {
    expectAnswer(
      await stage().send('PUT', '/faults', { body: { rules: [] }, headers: { authorization: '' } }),
      401,
    );
    await set({ kind: 'status', status: 503, times: 2, after: 1, match: { operation: 'provision' } });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      statuses.push((await stage().put(randomUUID(), stage().order('small'))).status);
    }
    expect(statuses).to.deep.equal([201, 503, 503, 201, 201]);
    const { body } = await stage().send('GET', '/faults');
    expect(body['rules']).to.have.deep.nested.property('[0].struck', 2);
    expect(body['rules']).to.have.deep.nested.property('[0].seen', 5);
  });

  it('strike one plan, one instance or one request', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    await set(
      { kind: 'concurrency', match: { plan_id: planIds.durable } },
      { kind: 'gone', match: { instance_id: one } },
      { kind: 'status', match: { request_identity: 'me' } },
    );
    expectAnswer(await stage().put(two, stage().order('durable')), 422, 'ConcurrencyError');
    expectAnswer(await stage().put(one, stage().order('small')), 410, 'Gone');
    expectAnswer(await stage().put(two, stage().order('small')), 201);
    const headers = { 'x-broker-api-request-identity': 'me' };
    expectAnswer(await stage().send('GET', path(two), { headers }), 500, 'InjectedFault');
    expectAnswer(await stage().send('GET', path(two)), 200);
  });

  it('spare, or let be done, what their kind says', async () => {
    const done = new Map<string, boolean>();
    for (const kind of ['status', 'dropped', 'answer_dropped', 'truncated', 'malformed', 'wrong_status']) {
      const id = randomUUID();
      await set({ kind, match: { instance_id: id }, times: 1 });
      await outcome(stage().put(id, stage().order('small')));
      done.set(kind, (await stage().send('GET', path(id))).status === 200);
    }
    expect(Object.fromEntries(done)).to.deep.equal({
      status: false,
      dropped: false,
      answer_dropped: true,
      truncated: true,
      malformed: true,
      wrong_status: true,
    });
  });

  it('break answers on their way', async () => {
    const id = await stage().instance('small');
    const get = () => outcome(stage().send('GET', path(id)));
    await set({ kind: 'dropped' });
    expect(await get()).to.equal('dropped');
    await set({ kind: 'truncated' });
    expect(await get()).to.equal('dropped');
    await set({ kind: 'malformed' });
    const malformed = await stage().send('GET', path(id));
    expect(() => JSON.parse(malformed.text) as unknown).to.throw();
    await set({ kind: 'wrong_status', status: 206 });
    expect(await get()).to.equal(206);
    await set({ kind: 'delay', ms: 80 });
    const before = Date.now();
    expect(await get()).to.equal(200);
    expect(Date.now() - before).to.be.at.least(78);
  });

  it('never let an operation end, or say 410 while it creates', async () => {
    const id = randomUUID();
    await stage().send('PUT', path(id) + lazy, { body: stage().order('durable') });
    await stage().settle(path(id), undefined);
    await set({ kind: 'never_finish', match: { operation: 'instance_last_operation' } });
    expect((await stage().send('GET', `${path(id)}/last_operation`)).body['state']).to.equal('in progress');
    await set({ kind: 'gone', match: { operation: 'instance_last_operation' } });
    expectAnswer(await stage().send('GET', `${path(id)}/last_operation`), 410);
  });

  it('change the ids of the catalog, also for who has a copy of it, and count nothing else', async () => {
    const before = await stage().send('GET', '/v2/catalog');
    const etag = before.headers.get('etag') ?? '';
    await set({ kind: 'changed_ids', times: 1 });
    expectAnswer(await stage().put(randomUUID(), stage().order('small')), 201);
    const { status, text, headers } = await stage().send('GET', '/v2/catalog', {
      headers: { 'if-none-match': etag },
    });
    expect(status).to.equal(200);
    expect(text).to.contain(`"changed-${planIds.small}"`);
    expect(headers.get('etag')).to.match(/^"changed-/);
    expectAnswer(await stage().send('GET', '/v2/catalog', { headers: { 'if-none-match': etag } }), 304);
  });

  it('let an operation end as failed, with what a platform may be told, and count polls only', async () => {
    const id = randomUUID();
    await set({
      ...{ kind: 'fail_operation', times: 1, match: { plan_id: planIds.durable } },
      ...{ description: 'Out of luck.', instance_usable: false, update_repeatable: true },
    });
    expectAnswer(await stage().send('PUT', path(id) + lazy, { body: stage().order('durable') }), 202);
    expect((await stage().send('GET', `${path(id)}/last_operation`)).body).to.deep.equal({
      ...{ state: 'failed', description: 'Out of luck.', instance_usable: false, update_repeatable: true },
    });
    expect((await stage().settle(path(id), undefined)).body['state']).to.equal('succeeded');
  });

  it('can delay what fails', async () => {
    await set({ kind: 'delay', ms: 60, times: 1 }, { kind: 'status', status: 503, times: 2 });
    const started = performance.now();
    expectAnswer(await stage().send('GET', '/v2/catalog'), 503);
    expect(performance.now() - started).to.be.at.least(58);
    expectAnswer(await stage().send('GET', '/v2/catalog'), 503);
    expectAnswer(await stage().send('GET', '/v2/catalog'), 200);
  });

  for (const body of [
    {},
    [],
    { rules: [{}] },
    { rules: [{ kind: 'toString' }] },
    { rules: [{ kind: 'status', status: 7 }] },
    { rules: [{ kind: 'delay', times: -1 }] },
    { rules: [{ kind: 'delay', ms: 5_000_000_000 }] },
    { rules: [{ kind: 'status', tims: 2 }] },
    { rules: [{ kind: 'dropped', status: 500 }] },
    { rules: [{ kind: 'status', probability: '0.1' }] },
    { rules: [{ kind: 'status', probability: 5 }] },
    { rules: [{ kind: 'status', match: 'x' }] },
    { rules: [{ kind: 'status', match: { planid: 'x' } }] },
    { rules: [{ kind: 'status', match: { plan_id: 5 } }] },
    { rules: [{ kind: 'status', match: { operation: 'nope' } }] },
    { rules: [{ kind: 'fail_operation', instance_usable: 'no' }] },
  ]) {
    it(`are refused with 400 when they are ${JSON.stringify(body)}`, async () => {
      expectAnswer(await stage().send('PUT', '/faults', { body }), 400);
    });
  }

  it('are drawn alike for the same seed', () => {
    const draw = (seed: number) => {
      const faults = createFaults();
      const { rules } = faultRules({ rules: [{ kind: 'dropped', probability: 0.3 }] });
      faults.set(seed, rules);
      const subject = { operation: '', plan_id: '', instance_id: '', binding_id: '', request_identity: '' };
      return Array.from({ length: 200 }, () => (faults.strike(subject).length === 0 ? '.' : 'x')).join('');
    };
    expect(draw(1)).to.equal(draw(1)).and.not.equal(draw(2));
    expect(draw(1).replaceAll('.', '')).to.have.length.within(40, 80);
  });

  it('are all described', () => {
    expect(Object.values(faultKinds).every((text) => text.endsWith('.'))).to.equal(true);
  });
});

describe('faults from the start', () => {
  const stage = onStage({
    faults: { rules: [{ kind: 'status', status: 503, times: 1, match: { operation: 'catalog' } }] },
  });
  it('strike, and can be ended', async () => {
    expectAnswer(await stage().send('GET', '/v2/catalog'), 503);
    expectAnswer(await stage().send('GET', '/v2/catalog'), 200);
    const { body } = await stage().send('DELETE', '/faults');
    expect(body['rules']).to.deep.equal([]);
  });
});

describe('faults that are not allowed', () => {
  const stage = onStage();
  it('have no endpoint', async () => {
    expectAnswer(await stage().send('GET', '/faults'), 404);
  });
});
