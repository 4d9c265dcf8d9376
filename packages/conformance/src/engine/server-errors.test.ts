import { parseJson } from './json.ts';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createAnswer, type Answer } from './answer.ts';
import { createServerErrors } from './server-errors.ts';
import type { Header, WireRequest } from './wire.ts';

const catalog = {
  services: [
    {
      id: 'db',
      name: 'db',
      bindable: true,
      plans: [{ id: 'small', name: 'small' }],
    },
  ],
};
const ids = 'service_id=db&plan_id=small';
const provision = { service_id: 'db', plan_id: 'small', organization_guid: 'o', space_guid: 's' };

let next = 1;
function answered(
  method: string,
  path: string,
  status: number,
  more: {
    readonly body?: unknown;
    /** The text of the body, and its characters, where they are not those of its JSON. */
    readonly raw?: string;
    readonly charset?: 'latin1';
    readonly text?: string;
    readonly headers?: readonly Header[];
  } = {},
): Answer {
  const { body, text = '{}', headers = [], charset } = more;
  const raw = more.raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const request: WireRequest = {
    method,
    url: `http://broker/v2/${path}`,
    headers: [
      ['X-Broker-API-Version', '2.17'],
      ...(raw === undefined ? [] : [['Content-Type', 'application/json'] as const]),
    ],
    credentials: 'configured',
    ...(raw === undefined ? {} : { body: raw }),
    ...(charset === undefined ? {} : { charset }),
  };
  const exchange = {
    id: next++,
    at: 0,
    durationMs: 1,
    request: {
      method,
      url: request.url,
      headers: [],
      body: null,
      credentials: 'configured',
      shownCredentials: '',
    },
    outcome: { kind: 'answered', status, headers: [], body: text, truncated: false },
  } as const;
  return createAnswer(request, { status, headers, body: text }, exchange, parseJson(text));
}

function unnamedOf(...answers: readonly Answer[]) {
  const errors = createServerErrors('2.17');
  errors.note(answered('GET', 'catalog', 200, { text: JSON.stringify(catalog) }));
  for (const id of ['a', 'b'])
    errors.note(answered('PUT', `service_instances/${id}`, 201, { body: provision }));
  for (const answer of answers) errors.note(answer);
  return errors
    .unnamed()
    .map(({ kind, count, isOptional, isUnavailable }) =>
      [kind, count, ...(isOptional ? ['optional'] : []), ...(isUnavailable ? ['unavailable'] : [])].join(' '),
    );
}

describe('server errors of a run', () => {
  it('are not those of requests about what was never made', () => {
    const update = { body: { service_id: 'db' } };
    expect(unnamedOf(answered('PATCH', 'service_instances/c', 500, update))).to.deep.equal([]);
    expect(unnamedOf(answered('GET', `service_instances/c/service_bindings/b?${ids}`, 500))).to.deep.equal(
      [],
    );
    expect(unnamedOf(answered('PATCH', 'service_instances/a', 500, update))).to.have.length(1);
  });

  it('are not those of bodies that are odd in their text', () => {
    const text = JSON.stringify(provision);
    for (const more of [
      { raw: text, charset: 'latin1' as const },
      { raw: `${text}${text}` },
      { raw: `{"service_id":"db",${text.slice(1)}` },
      { raw: `\ufeff${text}` },
      { raw: `${text.slice(0, -1)},}` },
    ])
      expect(unnamedOf(answered('PUT', 'service_instances/a', 500, more)), more.raw).to.deep.equal([]);
    expect(unnamedOf(answered('PUT', 'service_instances/a', 500, { raw: text }))).to.have.length(1);
  });

  it('are told by cause, whatever ids they name', () => {
    const text = (id: string) => ({ text: `{"description":"no row for ${id}"}` });
    expect(
      unnamedOf(
        answered('DELETE', `service_instances/a?${ids}`, 500, text('0d6f5a3e-8a0c-4b52-9f6d-2f6f7a1e9b11')),
        answered('DELETE', `service_instances/b?${ids}`, 500, text('0d6f5a3e-8a0c-4b52-9f6d-2f6f7a1e9b12')),
        answered('DELETE', `service_instances/a/service_bindings/b?${ids}`, 500),
      ),
    ).to.deep.equal(['deprovision 2', 'unbind 1']);
  });

  it('are left out when a result names one of them', () => {
    const errors = createServerErrors('2.17');
    errors.note(answered('GET', 'catalog', 200, { text: JSON.stringify(catalog) }));
    const first = answered('PUT', 'service_instances/a', 500, { body: provision });
    errors.note(first);
    errors.note(answered('PUT', 'service_instances/b', 500, { body: provision }));
    errors.name(first.exchange.id);
    expect(errors.unnamed()).to.deep.equal([]);
  });

  it('are no matter where the request gives a reason to refuse it', () => {
    expect(
      unnamedOf(
        answered('PUT', 'service_instances/a', 500, { body: { ...provision, plan_id: 'unknown' } }),
        answered('PUT', 'service_instances/a', 500, { body: { ...provision, parameters: 'text' } }),
        answered('PUT', 'service_instances/a', 500, { body: { service_id: 'db', plan_id: 'small' } }),
        answered('DELETE', 'service_instances/a?service_id=db', 500),
        answered('GET', 'service_instances/a/last_operation?operation=%', 500),
        answered('POST', 'service_instances/a', 500),
      ),
    ).to.deep.equal([]);
  });

  it('are no matter when the broker said when to come again and was there then', () => {
    const headers: readonly Header[] = [['Retry-After', '1']];
    const refused = answered('DELETE', `service_instances/a?${ids}`, 503, { headers });
    expect(unnamedOf(refused, answered('DELETE', `service_instances/a?${ids}`, 200))).to.deep.equal([]);
    expect(unnamedOf(refused)).to.deep.equal(['deprovision 1 unavailable']);
    expect(unnamedOf(answered('DELETE', `service_instances/a?${ids}`, 503))).to.deep.equal(['deprovision 1']);
  });

  it('are told apart where a broker need not have the route', () => {
    const poll = (status: number) => answered('GET', `service_instances/a/last_operation?${ids}`, status);
    expect(unnamedOf(poll(500))).to.deep.equal(['poll-instance 1 optional']);
    const accepted = answered('PUT', 'service_instances/a', 202, { body: provision });
    expect(unnamedOf(accepted, poll(500))).to.deep.equal(['poll-instance 1']);
    expect(unnamedOf(answered('GET', 'service_instances/a', 501))).to.deep.equal([
      'fetch-instance 1 optional',
    ]);
    const update = answered('PATCH', 'service_instances/a', 501, { body: { service_id: 'db' } });
    expect(unnamedOf(update)).to.deep.equal(['update 1 optional']);
  });
});
