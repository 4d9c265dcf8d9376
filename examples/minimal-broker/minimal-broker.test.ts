import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

describe('examples/minimal-broker', () => {
  let folder = '';
  let child: ChildProcess | undefined;

  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('is what README shows, in 40 lines', async () => {
    const code = await readFile(join(import.meta.dirname, 'broker.ts'), 'utf8');
    expect(code.trimEnd().split('\n')).to.have.length.of.at.most(40);
    const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
    expect(readme).to.include(`\`\`\`ts\n${code}\`\`\``);
  });

  it('provisions step by step, binds, and stops when it is asked to', async () => {
    folder = await mkdtemp(join(tmpdir(), 'minimal-broker-'));
    const url = await started();
    const instance = '/v2/service_instances/team';
    const ids = {
      service_id: '3f0b1c52-6f0e-4b51-9d0e-7b1a53c1a001',
      plan_id: '9d2f6c1e-2a77-4c43-8f55-0f4b5e0d7a02',
    };
    const order = { ...ids, organization_guid: 'o', space_guid: 's', parameters: { strength: 'strong' } };
    const send = (method: string, path: string, body?: unknown) => request(url, method, path, body);

    expect((await send('PUT', instance, order)).body).to.include({ error: 'AsyncRequired' });
    const weak = { ...order, parameters: { strength: 'weak' } };
    expect((await send('PUT', `${instance}?accepts_incomplete=true`, weak)).status).to.equal(400);
    expect((await send('PUT', `${instance}?accepts_incomplete=true`, order)).status).to.equal(202);
    let last = await send('GET', `${instance}/last_operation`);
    expect(last.body['description']).to.be.oneOf(['Heating water.', 'Brewing.']);
    while (last.body['state'] === 'in progress') last = await send('GET', `${instance}/last_operation`);
    expect(last.body).to.deep.equal({ state: 'succeeded' });
    const bound = await send('PUT', `${instance}/service_bindings/me`, ids);
    expect(bound).to.deep.equal({ status: 201, body: { credentials: { mug: 'mug-me' } } });

    child?.kill('SIGTERM');
    expect(await new Promise((resolve) => child?.once('exit', resolve))).to.equal(0);
  });

  function started(): Promise<string> {
    const script = new URL('broker.ts', import.meta.url).pathname;
    const process_ = spawn(process.execPath, ['--conditions=osb-kit-source', '--import', 'tsx', script], {
      env: { ...process.env, PORT: '0', DATA_DIR: folder, BROKER_PASSWORD: 'secret' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = process_;
    return new Promise((resolve, reject) => {
      process_.once('exit', (code) => {
        reject(new Error(`The broker ended with ${String(code)}.`));
      });
      process_.stdout.on('data', (chunk: Buffer) => {
        const url = /http:\S+/.exec(chunk.toString())?.[0];
        if (url !== undefined) resolve(url);
      });
    });
  }
});

async function request(url: string, method: string, path: string, body: unknown) {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from('platform:secret').toString('base64')}`,
      'x-broker-api-version': '2.17',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
