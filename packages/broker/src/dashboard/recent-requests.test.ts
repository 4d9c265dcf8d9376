import { expect } from 'chai';
import fc from 'fast-check';
import type { Exchange } from '../http/exchange.ts';
import { redactedBody, withoutSecrets } from '../http/redact.ts';
import type { Json } from '../json.ts';
import { createRecentRequests } from './recent-requests.ts';

function exchange(more: Partial<Exchange> = {}): Exchange {
  return {
    address: '127.0.0.1',
    at: 0,
    method: 'GET',
    route: '/v2/catalog',
    target: '/v2/catalog',
    instanceId: '',
    bindingId: '',
    status: 200,
    error: undefined,
    seconds: 0,
    user: 'platform',
    requestIdentity: undefined,
    originatingIdentity: undefined,
    body: undefined,
    ...more,
  };
}

const all = { limit: 10_000 };

describe('recent requests', () => {
  it('are bounded, and neither polling nor strangers push changes out', () => {
    const recent = createRecentRequests(100);
    recent.observe(exchange({ method: 'PUT', status: 201, instanceId: 'i' }));
    recent.observe(exchange({ status: 500 }));
    for (let round = 0; round < 500; round += 1) recent.observe(exchange());
    for (let round = 0; round < 500; round += 1) {
      recent.observe(exchange({ method: 'PUT', status: 401, user: undefined }));
    }
    const { items, more } = recent.list({}, all);
    expect(items).to.have.length(52);
    expect(more).to.equal(false);
    expect(
      items.slice(-2).map(({ exchange: { method, status } }) => `${method} ${String(status)}`),
    ).to.deep.equal(['GET 500', 'PUT 201']);
    for (let round = 0; round < 500; round += 1) recent.observe(exchange({ method: 'PUT' }));
    expect(recent.list({}, all).items).to.have.length(100);
  });

  it('are listed newest first, page by page and by what they are filtered by', () => {
    const recent = createRecentRequests(100);
    for (let index = 0; index < 20; index += 1) {
      recent.observe(
        exchange(
          index % 2 === 0
            ? { at: index }
            : { at: index, method: 'DELETE', status: 410, instanceId: `i${String(index)}` },
        ),
      );
    }
    const first = recent.list({}, { limit: 15 });
    expect(first.items.map(({ exchange }) => exchange.at)).to.deep.equal(
      Array.from({ length: 15 }, (_, at) => 19 - at),
    );
    expect(first.more).to.equal(true);
    const rest = recent.list({}, { limit: 15, before: first.items.at(-1)?.sequence ?? 0 });
    expect(rest.items.map(({ exchange }) => exchange.at)).to.deep.equal([4, 3, 2, 1, 0]);
    expect(rest.more).to.equal(false);
    expect(recent.list({ method: 'DELETE' }, all).items).to.have.length(10);
    expect(recent.list({ statusClass: 4 }, all).items).to.have.length(10);
    expect(recent.list({ statusClass: 5 }, all).items).to.have.length(0);
    expect(recent.list({ instanceId: 'i7' }, all).items.map(({ exchange }) => exchange.at)).to.deep.equal([
      7,
    ]);
  });
});

describe('what is kept of a request', () => {
  it('holds no secret and is bounded', () => {
    const kept = withoutSecrets(
      exchange({
        method: 'X'.repeat(1000),
        target: `/v2/service_instances/i?access_token=hush&plan_id=p&${'x'.repeat(5000)}`,
        requestIdentity: 'r'.repeat(9000),
        originatingIdentity: { platform: 'kubernetes', value: { uid: 'u', extra: { token: ['hush'] } } },
        body: {
          parameters: {
            password: 'hush',
            nested: [{ apiKey: 'hush', ssh_key: 'hush', db_pwd: 'hush', fine: 'seen' }],
            uri: 'postgres://user:hush@db/x',
          },
          credentials: { a: 'hush' },
        },
      }),
    );
    expect(JSON.stringify(kept)).to.not.contain('hush');
    expect(JSON.stringify(kept)).to.contain('"fine":"seen"').and.to.contain('plan_id=p');
    expect(JSON.stringify(kept)).to.have.length.at.most(2500);
    expect(withoutSecrets(exchange({ body: { a: 'x'.repeat(100_000) } })).body).to.equal(
      '(not kept: 100008 characters)',
    );
    expect(
      withoutSecrets(exchange({ user: undefined, originatingIdentity: { platform: 'p', value: {} } }))
        .originatingIdentity,
    ).to.equal(undefined);
  });

  it('is a plain copy of keys that mean something to JavaScript', () => {
    const { body } = withoutSecrets(
      exchange({ body: JSON.parse('{"__proto__":{"a":1},"constructor":2}') as never }),
    );
    expect(JSON.stringify(body)).to.equal('{"__proto__":{"a":1},"constructor":2}');
  });

  it('is the body itself unless something is secret, and short in any case', () => {
    const key = fc.constantFrom('password', 'ssh_key', 'name', '__proto__', 'é"');
    const leaf = fc.oneof(fc.string({ maxLength: 900 }), fc.double(), fc.boolean(), fc.constant(null));
    const { body: anyBody } = fc.letrec((tie) => ({
      body: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('body'), { maxLength: 4 }),
        fc.array(fc.tuple(key, tie('body')), { maxLength: 4 }).map(Object.fromEntries),
      ),
    }));
    fc.assert(
      fc.property(anyBody, (given) => {
        const text = JSON.stringify(given);
        const sent = JSON.parse(text) as Json;
        const kept = JSON.stringify(redactedBody(sent));
        expect(kept).to.have.length.at.most(4096);
        expect(kept).to.not.match(/"(password|ssh_key)":(?!"\(redacted\)")/);
        if (text.length <= 4096 && !/password|ssh_key|@/.test(text)) expect(kept).to.equal(text);
      }),
    );
  });

  it('is cut where it is nested deeper than people write', () => {
    const deep = JSON.parse(`${'[{"a":'.repeat(2000)}1${'}]'.repeat(2000)}`) as never;
    expect(JSON.stringify(withoutSecrets(exchange({ body: deep })).body)).to.contain('(too deep)');
  });
});
