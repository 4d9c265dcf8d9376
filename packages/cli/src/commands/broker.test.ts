import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../broker/src/store/postgres.test-support.ts';
import { main } from '../main.ts';
import { osb, quietIo } from '../osb.test-support.ts';

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const keyOf = (digit: string) => digit.repeat(64);

describe('cli: osb broker, its options', function () {
  this.timeout(60_000);
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'osb-broker-options-'));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  /** Runs `osb broker` on a free port until `stop`; answers what it printed. */
  async function started(argv: readonly string[], env: Record<string, string> = {}) {
    const controller = new AbortController();
    let out = '';
    let err = '';
    let announce: () => void = () => undefined;
    const running = main(['broker', '--data-dir', 'data', ...argv], {
      ...quietIo,
      cwd,
      env: { PORT: '0', ...env },
      signal: controller.signal,
      stdout: (text) => {
        out += text;
        if (text.includes('Stop it')) announce();
      },
      stderr: (text) => (err += text),
    });
    await Promise.race([new Promise<void>((resolve) => (announce = resolve)), running]);
    return {
      url: /runs at (\S+);/.exec(out)?.[1] ?? '',
      out: () => out,
      err: () => err,
      stop: () => {
        controller.abort();
        return running;
      },
    };
  }

  const catalog = async (url: string, authorization: string) => {
    const response = await fetch(`${url}/v2/catalog`, {
      headers: { authorization, 'x-broker-api-version': '2.17' },
    });
    return { status: response.status, text: await response.text() };
  };

  it('takes users from a file that --hash-password made, and then makes up none', async () => {
    const hashed = await osb(['broker', '--hash-password', 'cf'], { stdin: 'secret word\n' });
    expect(hashed.stdout).to.match(/^cf:\$scrypt\$/);
    await writeFile(join(cwd, 'users'), hashed.stdout);
    const broker = await started(['--credentials', 'users', '--log-level', 'info']);
    expect(broker.out()).to.not.match(/generated/);
    expect((await catalog(broker.url, basic('cf', 'secret word'))).status).to.equal(200);
    expect((await catalog(broker.url, basic('cf', 'secret'))).status).to.equal(401);
    expect(await broker.stop()).to.equal(0);
    const lines = broker.err().trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as { status?: number; msg: string; address: string });
    expect(told.flatMap(({ status }) => status ?? [])).to.deep.equal([200, 401]);
    expect(told.filter(({ status }) => status === undefined)).to.have.length(1);
    expect(told.map(({ address }) => address)).to.deep.equal(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
    expect(broker.err() + broker.out()).to.not.contain('secret word');
  });

  it('tells applications an address that they can go to, or the one that it is given', async () => {
    const account = ['--user', 'me'];
    const env = { OSB_PASSWORD: 'secret word' };
    const told = async (...argv: string[]) => {
      const broker = await started([...account, '--host', '0.0.0.0', ...argv], env);
      const { text } = await catalog(broker.url, basic('me', 'secret word'));
      const [queue] = (JSON.parse(text) as { services: { id: string; plans: { id: string }[] }[] }).services;
      const response = await fetch(
        `${broker.url}/v2/service_instances/one${argv.length === 0 ? '' : '-more'}`,
        {
          method: 'PUT',
          headers: {
            authorization: basic('me', 'secret word'),
            'x-broker-api-version': '2.17',
            'content-type': 'application/json',
          },
          body: JSON.stringify({
            service_id: queue?.id,
            plan_id: queue?.plans[0]?.id,
            organization_guid: 'o',
            space_guid: 's',
          }),
        },
      );
      const body = (await response.json()) as { dashboard_url: string };
      await broker.stop();
      return { at: broker.url, out: broker.out(), dashboard: body.dashboard_url };
    };
    const alone = await told();
    expect(alone.at).to.match(/^http:\/\/localhost:\d+$/);
    expect(alone.dashboard).to.match(/^http:\/\/localhost:\d+\//);
    expect(alone.out).to.include(`Applications are told ${alone.at}.`).and.include('--public-url');
    const given = await told('--public-url', 'https://broker.example.com');
    expect(given.dashboard).to.match(/^https:\/\/broker\.example\.com\//);
    expect(given.out).to.not.include('Applications are told');
  });

  it('takes the environment for options, and tokens besides a password', async () => {
    await writeFile(join(cwd, 'tokens'), '# who may call\nci:0123456789abcdef\n');
    const broker = await started([], {
      OSB_TOKENS_FILE: 'tokens',
      OSB_USERNAME: 'me',
      OSB_PASSWORD: 'mine',
      OSB_ENCRYPTION_KEYS: keyOf('a'),
      OSB_FAULTS: 'true',
    });
    expect((await catalog(broker.url, 'Bearer 0123456789abcdef')).status).to.equal(200);
    expect((await catalog(broker.url, basic('me', 'mine'))).status).to.equal(200);
    expect((await catalog(broker.url, 'Bearer 0123456789abcdee')).status).to.equal(401);
    const faults = await fetch(`${broker.url}/faults`, { headers: { authorization: basic('me', 'mine') } });
    expect(faults.status).to.equal(200);
    await broker.stop();
  });

  it('makes up a password where OSB_PASSWORD is empty, and refuses an empty user name', async () => {
    const broker = await started([], { OSB_USERNAME: 'me', OSB_PASSWORD: '' });
    const password = /User name "me", generated password "([^"]{24})"/.exec(broker.out())?.[1] ?? '';
    expect((await catalog(broker.url, basic('me', ''))).status).to.equal(401);
    expect((await catalog(broker.url, basic('me', password))).status).to.equal(200);
    await broker.stop();
    await writeFile(join(cwd, 'tokens'), 'ci:0123456789abcdef\n');
    const tokens = await started(['--tokens', 'tokens'], { OSB_PASSWORD: '' });
    expect((await catalog(tokens.url, basic('broker', ''))).status).to.equal(401);
    expect(tokens.out()).to.not.contain('User name');
    await tokens.stop();
    for (const argv of [['--user'], ['--user', '']]) {
      const refused = await osb(['broker', ...argv, '--data-dir', join(cwd, 'data')], { cwd });
      expect(refused.code, refused.stderr).to.equal(2);
      expect(refused.stderr).to.contain('--user needs a user name');
    }
  });

  it('has no endpoint for faults unless it is asked for one, and sets those of a file', async () => {
    const without = await started([], { OSB_PASSWORD: 'mine' });
    const authorization = basic('broker', 'mine');
    expect((await fetch(`${without.url}/faults`, { headers: { authorization } })).status).to.equal(404);
    await without.stop();
    await writeFile(join(cwd, 'faults.json'), '{"rules":[{"kind":"status","status":418,"times":1}]}');
    const withFile = await started(['--faults', 'faults.json'], { OSB_PASSWORD: 'mine' });
    expect((await catalog(withFile.url, authorization)).status).to.equal(418);
    expect((await catalog(withFile.url, authorization)).status).to.equal(200);
    await withFile.stop();
  });

  it('rotates the keys of its store', async () => {
    const env = { OSB_PASSWORD: 'mine' };
    const authorization = basic('broker', 'mine');
    const path = '/v2/service_instances/one';
    const headers = { authorization, 'x-broker-api-version': '2.17', 'content-type': 'application/json' };
    const before = await started([], { ...env, OSB_ENCRYPTION_KEYS: keyOf('a') });
    const body = JSON.stringify({
      service_id: '0a9e5b3e-6a1b-4d36-8d6f-3f1c5f2f9e11',
      plan_id: 'b1c7d0a5-3a44-4f0e-9a55-5ad4bb0a2e21',
      organization_guid: 'o',
      space_guid: 's',
    });
    expect((await fetch(before.url + path, { method: 'PUT', headers, body })).status).to.equal(201);
    await before.stop();
    await writeFile(join(cwd, 'keys'), `${keyOf('b')}\n${keyOf('a')}\n`);
    const rotated = await osb(
      ['broker', '--rotate-keys', '--key-file', 'keys', '--data-dir', join(cwd, 'data')],
      { cwd },
    );
    expect(rotated.stdout).to.match(/^[1-9]\d* rows are now encrypted under the newest key/);
    const after = await started([], { ...env, OSB_ENCRYPTION_KEYS: keyOf('b') });
    expect((await fetch(after.url + path, { headers })).status).to.equal(200);
    await after.stop();
  });

  it('serves HTTPS, and knows clients by their certificates', async function () {
    try {
      execFileSync('openssl', ['version'], { stdio: 'ignore' });
    } catch {
      process.stdout.write('    (skipped: no openssl)\n');
      this.skip();
    }
    const selfSigned = (name: string) => {
      const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', `/CN=${name}`];
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
      const names = ['-addext', 'subjectAltName=IP:127.0.0.1'];
      execFileSync('openssl', ['req', '-x509', ...curve, '-nodes', ...files, '-days', '2', ...names], {
        cwd,
        stdio: 'ignore',
      });
    };
    selfSigned('server');
    selfSigned('platform');
    selfSigned('stranger');
    const broker = await started([
      ...['--tls-cert', 'server.crt', '--tls-key', 'server.key'],
      ...['--client-ca', 'platform.crt', '--client-name', 'platform'],
    ]);
    const status = async (client: string | undefined) => {
      const identity =
        client === undefined
          ? {}
          : {
              cert: await readFile(join(cwd, `${client}.crt`)),
              key: await readFile(join(cwd, `${client}.key`)),
            };
      const ca = await readFile(join(cwd, 'server.crt'));
      const headers = { 'x-broker-api-version': '2.17' };
      return new Promise<number>((resolve, reject) => {
        request(`${broker.url}/v2/catalog`, { ca, headers, agent: false, ...identity }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    };
    expect(await status('platform')).to.equal(200);
    expect(await status('stranger')).to.equal(401);
    expect(await status(undefined)).to.equal(401);
    await broker.stop();
  });

  const wrong: [what: string, argv: string[], line: RegExp][] = [
    ['a port that is none', ['--port', '99999'], /--port must be/],
    ['a certificate without its key', ['--tls-cert', 'tls.crt'], /belong together/],
    ['a certificate that is none', ['--tls-cert', 'junk', '--tls-key', 'junk'], /is not PEM/],
    ['client certificates without TLS', ['--client-ca', 'junk', '--client-name', 'x'], /needs TLS/],
    ['client certificates of nobody', ['--client-ca', 'junk'], /needs --client-name/],
    ['credentials that are not there', ['--credentials', 'nowhere'], /cannot be read: ENOENT/],
    ['credentials in plain text', ['--credentials', 'junk'], /Line 1 of .* is not of the form name:\$scrypt/],
    ['tokens that are too short', ['--tokens', 'junk'], /at least 16 characters/],
    ['a JWT key without an issuer', ['--jwt-key', 'junk'], /needs --jwt-issuer/],
    [
      'a JWT key that is none',
      ['--jwt-key', 'junk', '--jwt-issuer', 'i', '--jwt-audience', 'a'],
      /not a public key/,
    ],
    ['faults that are not JSON', ['--faults', 'junk'], /is not JSON/],
    ['faults of no kind', ['--faults', 'wrong.json'], /--faults "wrong\.json": .* no known kind/],
    ['an encryption key that is too short', ['--key-file', 'junk'], /--key-file "junk": .* has \d+ bytes/],
    [
      'an issuer of tokens without a key',
      ['--jwt-issuer', 'i'],
      /--jwt-issuer and --jwt-audience need --jwt-key/,
    ],
    ['a name of clients without their authority', ['--client-name', 'x'], /--client-name needs --client-ca/],
    ['a rotation without an old key', ['--rotate-keys'], /needs the new key and the old one/],
    ['a public URL that is none', ['--public-url', 'here'], /is not an http or https URL/],
    ['a name that no line can hold', ['--hash-password', 'a:b'], /without colons/],
    ['a data folder that is a file', ['--data-dir', 'junk'], /The data folder ".*junk" is a file/],
    [
      'a store that is no database',
      ['--data-dir', 'garbage'],
      /garbage.broker\.sqlite" is not a database\. Move it/,
    ],
    [
      'a store of another kind',
      ['--store', 'mysql://x:secret@127.0.0.1/y'],
      /"mysql:\/\/…" is not the URL of a Postgre/,
    ],
    [
      'a service of another kind',
      ['--postgres-service', 'here'],
      /--postgres-service "…" is not the URL of a Postgre/,
    ],
    [
      'a store that is not there',
      ['--store', 'postgres://x@127.0.0.1:1/y'],
      /PostgreSQL refuses the connection/,
    ],
  ];
  for (const [what, argv, line] of wrong) {
    it(`says in one line what is wrong: ${what}`, async () => {
      await writeFile(join(cwd, 'junk'), 'junk:junk\n');
      await mkdir(join(cwd, 'garbage'));
      await writeFile(join(cwd, 'garbage', 'broker.sqlite'), 'garbage '.repeat(100));
      await writeFile(join(cwd, 'wrong.json'), '{"rules":[{"kind":"nonsense"}]}');
      const folder = argv.includes('--data-dir') ? [] : ['--data-dir', 'data'];
      const ran = await osb(['broker', ...folder, ...argv], { cwd, env: { PORT: '0' } });
      expect(ran.stderr).to.match(line);
      expect(ran.stderr.trim().split('\n')).to.have.length(1);
      expect(ran.code).to.be.oneOf([2, 3]);
    });
  }

  for (const option of ['--store', '--postgres-service']) {
    it(`says in one line that PostgreSQL does not know the role of ${option}`, async function () {
      const server = await startPostgres();
      if (server === undefined) this.skip();
      try {
        const url = server.database().replace(/\btest\b/, 'nobody');
        const ran = await osb(['broker', '--data-dir', 'data', option, url], { cwd, env: { PORT: '0' } });
        expect(ran.stderr).to.include(`does not let the user of ${option} in: role "nobody" does not exist`);
        expect(ran.stderr.trim().split('\n')).to.have.length(1);
        expect(ran.code).to.equal(3);
      } finally {
        await server.stop();
      }
    });
  }
});
