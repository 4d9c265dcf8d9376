import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express from 'express';
import { pause } from '../client.test-support.ts';
import { home, lazy, onStage, planIds, queueId, text } from '../reference/reference.test-support.ts';

const paths = [
  '',
  'instances',
  'instances/i',
  'instance?id=i',
  'bindings',
  'operations',
  'requests',
  'requests?source=recent',
  'dashboard.css',
  'dashboard.js',
] as const;

describe('the dashboard', () => {
  const stage = onStage({ asyncDelayMs: 300 });
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    stage().send('GET', `/dashboard/${path}`, { headers: { 'x-broker-api-version': '', ...headers } });
  const page = async (path: string) => {
    const answer = await get(path);
    expect(answer.status, `${path}: ${answer.text}`).to.equal(200);
    return answer.text;
  };
  const put = (id: string, more: Readonly<Record<string, unknown>> = {}) =>
    stage().put(encodeURIComponent(id), stage().order('small', more));

  it('asks for the credentials of the API, and shows strangers nothing', async () => {
    await put('secret-instance');
    for (const path of paths) {
      for (const authorization of ['', 'Basic bm9ib2R5OmF0YWxs']) {
        const answer = await get(path, { authorization });
        expect(answer.status, path).to.equal(401);
        expect(answer.headers.get('www-authenticate')).to.match(/^Basic realm=/);
        expect(answer.text).to.not.match(/secret-instance|message-queue|Operations/);
      }
    }
  });

  it('sends every page with a strict policy, and only reads', async () => {
    await put('i');
    for (const path of paths) {
      const answer = await get(path);
      expect(answer.status, path).to.equal(200);
      expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
      if (path.startsWith('dashboard.')) continue;
      expect(answer.headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).to.equal('no-store');
      expect(answer.headers.get('content-security-policy')).to.equal(
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(answer.text).to.not.match(/<script(?! type="module" src=)|<style|\son\w+=|\sstyle=/);
    }
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await stage().send(method, '/dashboard/instances');
      expect(answer.status).to.equal(405);
      expect(answer.headers.get('allow')).to.equal('GET, HEAD');
    }
  });

  it('answers what it does not have, and what cannot be, with a page that says so', async () => {
    for (const [path, status, text] of [
      ['nothing', 404, 'no such page'],
      ['instances/', 404, 'no such page'],
      ['instances/a/b', 404, 'no such page'],
      ['instances/unknown', 404, 'No instance has this id now'],
      ['instances/%00', 404, 'control characters'],
      [`instances/${'x'.repeat(10_000)}`, 404, '10000 characters'],
      ['instances/%zz', 400, 'not percent-encoded'],
      ['instances?state=odd', 400, '&quot;odd&quot;'],
      ['operations?kind=%3Cb%3E', 400, '&lt;b&gt;'],
      ['instances?id=a&id=b', 400, 'twice'],
    ] as const) {
      const answer = await get(path);
      expect(answer.status, path).to.equal(status);
      expect(answer.text, path).to.contain(text).and.to.contain('<nav');
    }
    expect((await get('instances?after=%5B1%2C%22%5Cu0000%22%5D')).status).to.equal(200);
  });

  for (const id of [
    '__proto__',
    'constructor',
    '...',
    '..%2f',
    '../../v2/catalog',
    '<img src=x onerror=alert(1)>',
    `"'&<b>`,
    'ünï☃',
    '\u202Ereversed',
    'x'.repeat(255),
  ]) {
    it(`shows an instance called ${JSON.stringify(id.slice(0, 40))} as what it is`, async () => {
      const made = await rawPut(stage().broker.url, id, stage().order('small'));
      expect(made).to.equal(201);
      const listed = await page(`instances?id=${encodeURIComponent(id)}`);
      expect(listed.match(/<tr role="row">/g)).to.have.length(2);
      expect(listed).to.not.match(/<img|<b>/);
      const href = /<th role="rowheader"[^>]*>\s*<a[^>]* href="([^"]*)"/.exec(listed)?.[1] ?? '';
      const url = new URL(unescaped(href), `${stage().broker.url}/dashboard/instances`);
      const own = await page(url.pathname.slice('/dashboard/'.length) + url.search);
      expect(own).to.contain('message-queue').and.to.contain('Message queue');
      expect(own).to.not.match(/<img|<b>/);
      await pause(250);
      const asked = await page(`requests?instance=${encodeURIComponent(id)}`);
      expect(asked)
        .to.contain('curl -u')
        .and.not.match(/<img|<b>/);
    });
  }

  it('never shows credentials or parameters', async () => {
    const id = await stage().instance('small', { parameters: { max_messages: 7 } });
    const path = `/v2/service_instances/${id}/service_bindings/b`;
    const bound = await stage().send('PUT', path, {
      body: { service_id: queueId, plan_id: planIds.small, parameters: { role: 'consumer' } },
    });
    const credentials = bound.body['credentials'] as { username: string; password: string };
    await stage().put(id, stage().order('small', { parameters: { password: 'hunter2' } }));
    await pause(250);
    for (const each of [...paths, `instances/${id}`, `requests?instance=${id}`]) {
      const { text } = await get(each);
      expect(text, each).to.not.contain(credentials.password);
      expect(text, each).to.not.contain(credentials.username);
      expect(text, each).to.not.contain('hunter2').and.not.contain('correct horse');
    }
    const own = await page(`instances/${id}`);
    expect(own).to.contain('1 parameter, not shown').and.to.contain('(redacted)');
  });

  it('shows what a queue holds and who may use it', async () => {
    const id = await stage().instance('small');
    const binding = await stage().send('PUT', `/v2/service_instances/${id}/service_bindings/b`, {
      body: { service_id: queueId, plan_id: planIds.small },
    });
    const { username, password, publish_url, receive_url } = binding.body['credentials'] as Record<
      string,
      string
    >;
    const authorization = `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`;
    const post = async (url: string | undefined): Promise<unknown> => {
      const answer = await fetch(url ?? '', { method: 'POST', body: 'hello', headers: { authorization } });
      return answer.json();
    };
    for (let sent = 0; sent < 3; sent += 1) await post(publish_url);
    const { messages } = (await post(receive_url)) as { messages: { receipt: string }[] };
    const fact = async (label: string) =>
      new RegExp(`<dt>${label}</dt>\\s*<dd>([^<]*)`).exec(await page(`instances/${id}`))?.[1]?.trim();
    expect(await fact('Waiting')).to.equal('2');
    expect(await fact('Out for delivery')).to.equal('1');
    expect(await fact('Published')).to.equal('3');
    expect(await fact('Received')).to.equal('1');
    expect(await fact('Credentials that publish')).to.equal('1');
    await fetch(`${publish_url ?? ''}/${messages[0]?.receipt ?? ''}`, {
      method: 'DELETE',
      headers: { authorization },
    });
    expect(await fact('Acknowledged')).to.equal('1');
    expect(await fact('Out for delivery')).to.equal('0');
  });

  it('is where the dashboard_url of an instance points, the same in every answer', async () => {
    const first = await put('linked');
    const again = await put('linked');
    const fetched = await stage().send('GET', '/v2/service_instances/linked');
    const url = text(first.body['dashboard_url']);
    expect(url).to.equal(`${stage().broker.url}/dashboard/instances/linked`);
    expect(again.body['dashboard_url']).to.equal(url);
    expect(fetched.body['dashboard_url']).to.equal(url);
    expect((await stage().send('GET', new URL(url).pathname)).text).to.contain('Message queue');
  });

  it('shows how far an operation is, and what became of it', async () => {
    await stage().put('slow', stage().order('durable'), lazy);
    expect(await page('operations?status=running')).to.match(
      /Allocating storage \(10% complete\)[^]*<progress max="100" value="10"/,
    );
    expect(await page('')).to.match(/Running operations<\/dt>\s*<dd><a href="operations\?status=running">1</);
    await stage().settle('/v2/service_instances/slow', undefined);
    expect(await page('operations?status=running')).to.contain('There is no operation.');
    expect(await page('instances/slow'))
      .to.contain('succeeded')
      .and.not.contain('<progress');
  });

  it('filters instances, operations and requests', async () => {
    await put('on-kubernetes', { context: { platform: 'kubernetes', namespace: 'n', clusterid: 'c' } });
    await put('on-cf', { context: home });
    await stage().put('on-cf', stage().order('durable', { context: home }));
    const rows = async (path: string) => ((await page(path)).match(/<th role="rowheader"/g) ?? []).length;
    expect(await rows('instances?id=on-')).to.equal(2);
    expect(await rows('instances?id=on-&platform=kubernetes')).to.equal(1);
    expect(await rows(`instances?id=on-&plan=${planIds.small}&service=${queueId}&state=ready`)).to.equal(2);
    expect(await rows(`instances?id=on-&plan=${planIds.durable}`)).to.equal(0);
    expect(await rows('instances?id=on-&service=gone')).to.equal(0);
    expect(await rows('operations?instance=on-cf')).to.equal(1);
    expect(await rows('operations?instance=on-cf&kind=bind')).to.equal(0);
    await stage().send('GET', '/v2/service_instances/on-cf');
    await pause(250);
    expect(await rows('requests?instance=on-cf')).to.equal(2);
    expect(await rows('requests?instance=on-cf&status=2')).to.equal(1);
    expect(await rows('requests?instance=on-cf&status=4&method=PUT')).to.equal(1);
    expect(await rows('requests?instance=on-cf&method=DELETE')).to.equal(0);
    expect(await rows('requests?instance=on-cf&source=recent')).to.equal(3);
    expect(await rows('requests?instance=on-cf&source=recent&method=GET')).to.equal(1);
  });

  it('works below any path that it is mounted at', async () => {
    const { broker } = stage().broker;
    const app = express().use('/cf/eu', broker.handle, broker.dashboard);
    const server = createServer(app).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/cf/eu`;
      const authorization = `Basic ${Buffer.from('platform:correct horse').toString('base64')}`;
      const fetched = (url: string) => fetch(url, { headers: { authorization } });
      const first = await fetched(`${base}/dashboard`);
      expect(first.url).to.equal(`${base}/dashboard/`);
      const seen = new Set<string>();
      const waiting = [first.url];
      for (let url = waiting.pop(); url !== undefined && seen.size < 40; url = waiting.pop()) {
        if (seen.has(url)) continue;
        seen.add(url);
        const answer = await fetched(url);
        expect(answer.status, url).to.equal(200);
        if (answer.headers.get('content-type')?.startsWith('text/html') !== true) continue;
        for (const [, link = ''] of (await answer.text()).matchAll(/(?:href|src)="([^"#]+)"/g)) {
          const target = new URL(unescaped(link), url).href;
          expect(target.startsWith(`${base}/dashboard/`), `${url}: ${link}`).to.equal(true);
          waiting.push(target);
        }
      }
      expect(seen.size).to.be.greaterThan(20);
      expect((await fetched(`${base}/elsewhere`)).status).to.equal(404);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

function unescaped(text: string): string {
  return text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** Sends a path as it is: `fetch` would resolve the dots of an id. */
function rawPut(base: string, id: string, body: unknown): Promise<number> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        hostname,
        port,
        method: 'PUT',
        path: `/v2/service_instances/${encodeURIComponent(id)}`,
        auth: 'platform:correct horse',
        headers: { 'x-broker-api-version': '2.17', 'content-type': 'application/json' },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
