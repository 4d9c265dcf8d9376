import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import { errorsKept } from '../logs.test-support.ts';
import { ids, lazy, order, path, query, workshop } from '../workshop.test-support.ts';

const bindingPath = `${path}/service_bindings/b`;

/** What authors who write JavaScript return. */
const anything = (value: unknown) => value as never;

const circular: Record<string, unknown> = {};
circular['self'] = circular;

describe('what a handler returns', () => {
  const { client } = workshop();

  const useless: readonly [name: string, value: unknown, text: RegExp][] = [
    ['a number', 5, /handler "provision" of the offering "s" returned 5; return nothing, a result, or defer/],
    ['a string', 'done', /returned "done"/],
    ['a list', [1], /returned an array/],
    [
      'a kind of its own',
      { kind: 'x' },
      /returned the field "kind", which means nothing here; there are dash/,
    ],
    ['a misspelt field', { dashboard_url: 'x', state: 1 }, /returned the field "dashboard_url"/],
    ['a dashboard that is no text', { dashboardUrl: new URL('http://x') }, /dashboardUrl that is an object/],
    ['metadata that are none', { metadata: null }, /gave "metadata" as null, not as an object/],
    ['a state that is no JSON', { state: { n: 1n } }, /gave "state" as what cannot be stored as JSON/],
    ['a state without end', { state: circular }, /gave "state" as what cannot be stored/],
    [
      'a step nobody knows',
      { kind: 'deferred', step: 'nope' },
      /the step "nope"; the steps declared are "work"/,
    ],
    ['no step', { kind: 'deferred' }, /defers to the step undefined/],
    ['a time that is none', { kind: 'deferred', step: 'work', options: { afterMs: NaN } }, /afterMs NaN/],
    ['a text for a time', { kind: 'deferred', step: 'work', options: { afterMs: '100' } }, /afterMs "100"/],
    ['data that are no JSON', { kind: 'deferred', step: 'work', data: 1n }, /gave "data" as what cannot/],
  ];
  for (const [name, value, text] of useless) {
    it(`fails the operation once, with a clear text, when it is ${name}`, async () => {
      const { log, texts } = errorsKept();
      let runs = 0;
      let returned = value;
      const { send } = await client(
        {
          provision: () => {
            runs += 1;
            return anything(returned);
          },
          steps: { work: ({ done }) => done() },
        },
        { log, leaseMs: 60, pollMs: 20 },
      );
      expectAnswer(await send('PUT', path + lazy, { body: order }), 500, 'InternalError');
      await pause(150);
      expect(runs).to.equal(1);
      expect(texts[0]).to.match(text);
      expectAnswer(await send('DELETE', path + query), 200);
      returned = undefined;
      expectAnswer(await send('PUT', path, { body: order }), 201);
    });
  }

  it('may be anything where only a deferral has a meaning, and a deferral that was made by hand', async () => {
    const { send, settle } = await client({
      provision: () => anything({ kind: 'deferred', step: 'work' }),
      bind: () => anything(null),
      unbind: () => anything({ rows: 1 }),
      deprovision: () => anything([1]),
      steps: { work: ({ done }) => done() },
    });
    const { body } = await send('PUT', path + lazy, { body: order });
    expect((await settle(path, body['operation'])).body['state']).to.equal('succeeded');
    expectAnswer(await send('PUT', bindingPath, { body: ids }), 201);
    expectAnswer(await send('DELETE', bindingPath + query), 200);
    expectAnswer(await send('DELETE', path + query), 200);
  });

  it('fails a bind whose credentials are misspelt or cannot be sent', async () => {
    const results: unknown[] = [
      { credentails: {}, state: 1 },
      { credentials: { n: 1n } },
      { credentials: 'x' },
    ];
    const { log, texts } = errorsKept();
    const { send } = await client({ bind: () => anything(results.shift() ?? {}) }, { log });
    expectAnswer(await send('PUT', path, { body: order }), 201);
    for (const text of [
      /"credentails", which means nothing/,
      /gave "credentials" as what/,
      /as "x", not as/,
    ]) {
      expectAnswer(await send('PUT', bindingPath, { body: ids }), 500);
      expect(texts.splice(0)[0]).to.match(text);
      expectAnswer(await send('GET', bindingPath), 404);
      expectAnswer(await send('DELETE', bindingPath + query), 200);
    }
    expectAnswer(await send('PUT', bindingPath, { body: ids }), 201);
  });

  it('fails a bind that defers where nobody could fetch the credentials', async () => {
    const { log, texts } = errorsKept();
    const { send } = await client(
      {
        bindingsRetrievable: false,
        bind: ({ defer }) => defer('work'),
        steps: { work: ({ done }) => done() },
      },
      { log },
    );
    expectAnswer(await send('PUT', path, { body: order }), 201);
    expectAnswer(await send('PUT', bindingPath + lazy, { body: ids }), 500);
    expect(texts[0]).to.contain('bindingsRetrievable: false');
  });

  for (const [name, value, text] of [
    ['nothing', undefined, /step "work" of the offering "s" returned undefined; return done\(…\) or defer/],
    ['a result without done', { state: 1 }, /returned an object without a known kind/],
    [
      'what cannot be stored',
      { kind: 'done', result: { state: 1n } },
      /gave "state" as what cannot be stored/,
    ],
  ] as const) {
    it(`is tried again as often as other failures when a step returns ${name}`, async () => {
      const { log, texts } = errorsKept();
      let runs = 0;
      const { send, settle } = await client(
        {
          provision: ({ defer }) => defer('work'),
          steps: {
            work: () => {
              runs += 1;
              return anything(value);
            },
          },
        },
        { log, maximumAttempts: 2 },
      );
      const { body } = await send('PUT', path + lazy, { body: order });
      expect((await settle(path, body['operation'])).body['state']).to.equal('failed');
      expect(runs).to.equal(2);
      expect(texts[0]).to.match(text);
    });
  }

  it('leaves the tries of a step that polls to its failures', async () => {
    let polls = 0;
    const { send, settle } = await client(
      {
        provision: ({ defer }) => defer('poll'),
        steps: {
          poll: ({ defer, done }) => {
            polls += 1;
            if (polls === 8) throw new Error('This passes.');
            return polls < 10 ? defer('poll', null, { afterMs: 1 }) : done();
          },
        },
      },
      { maximumAttempts: 2 },
    );
    const { body } = await send('PUT', path + lazy, { body: order });
    expect((await settle(path, body['operation'])).body['state']).to.equal('succeeded');
    expect(polls).to.equal(10);
  });
});
