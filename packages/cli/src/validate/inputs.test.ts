import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { osb } from '../osb.test-support.ts';

const catalog =
  '{"services": [\n{"id": "a", "name": "x", "description": "d", "bindable": "true", "plans": []}]}';

/** What a broker answers at a path, in front of /v2/catalog. */
const answers: Readonly<Record<string, readonly [status: number, body: string | Buffer]>> = {
  '/bom': [200, `\ufeff${catalog}`],
  '/latin1': [200, Buffer.from('{"services": [],\n "x-é": 1}', 'latin1')],
  '/broken': [200, '{"services": [\n {"id": }]}'],
  '/yaml': [200, 'services: []\n'],
  '/html': [200, '<html></html>'],
  '/old': [412, '{"description": "Version 2.13 only."}'],
  '/chatty': [
    500,
    JSON.stringify({
      description: `No \u001b[31m luck, me:s3cr3t at http://u:pw@db password=x1 ${'y'.repeat(5000)}`,
    }),
  ],
};

describe('cli: inputs of osb validate', () => {
  let cwd: string;
  let server: Server;
  let url: string;
  before(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'osb-inputs-'));
    server = createServer((request, response) => {
      const [status, body] = answers[request.url?.replace('/v2/catalog', '') ?? ''] ?? [404, '{}'];
      if (request.url?.startsWith('/hang') !== true) response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`; // a TCP server that listens has one
    await mkdir(join(cwd, 'many/node_modules/x'), { recursive: true });
    await mkdir(join(cwd, 'many/deep'));
    for (const [name, text] of [
      ['many/good.yaml', 'services: []\n'],
      ['many/deep/broken.json', '{"services": [}'],
      ['many/deep/misspelt.json', '{"servcies": []}'],
      ['many/package.json', '{"name": "x"}'],
      ['many/data.json', '[{"a": 1}]'],
      ['many/docker-compose.yml', 'services:\n  web:\n    image: x\n'],
      [
        'many/role.yaml',
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules: [{resources: [services]}]\n',
      ],
      ['many/node_modules/x/other.json', '{"services": 1}'],
    ] as const) {
      await writeFile(join(cwd, name), text);
    }
  });
  after(async () => {
    server.close();
    server.closeAllConnections();
    await rm(cwd, { recursive: true, force: true });
  });
  const validate = (...args: string[]) => osb(['validate', ...args], { cwd });
  const sources = (json: string) =>
    (JSON.parse(json) as { results: { source: string }[] }).results.map(({ source }) =>
      source.replaceAll('\\', '/'),
    );

  it('finds the catalogs of a folder, names what it leaves out, and follows patterns of what to ignore', async () => {
    const ran = await validate('many', '--format', 'json');
    expect(sources(ran.stdout)).to.deep.equal([
      'many/deep/broken.json',
      'many/deep/misspelt.json',
      'many/good.yaml',
    ]);
    expect(ran.stderr).to.include(
      '"many": left out 3 files that hold no catalog: data.json, docker-compose.yml, role.yaml.',
    );
    expect(ran.code).to.equal(3);
    const twice = await validate(
      'many',
      './many/good.yaml',
      'many/*.yaml',
      '--ignore',
      '**/role.yaml',
      '--format',
      'json',
    );
    expect(sources(twice.stdout)).to.have.lengthOf(3);
    const less = await validate('many', '--ignore', 'many/deep/**', '--format', 'json');
    expect(sources(less.stdout)).to.deep.equal(['many/good.yaml']);
    expect(less.code).to.equal(0);
    const none = await validate('many', '--ignore', '**/*.json', '--ignore', '**/good.*');
    expect([none.code, none.stdout]).to.satisfy(
      ([code, text]: [number, string]) => code === 2 && text.includes('holds no catalog'),
    );
  });

  it('gives standard input the name of a file', async () => {
    const ran = await osb(['validate', '-', '--stdin-filename', 'deploy/catalog.yaml'], {
      cwd,
      stdin: '{services: [}',
    });
    expect(ran.stdout)
      .to.match(/deploy\/catalog\.yaml:1:\d+ {2}input-syntax/)
      .and.to.include('YAML');
    const mended = await osb(['validate', '-', '--fix', '--stdin-filename', 'none.json'], {
      cwd,
      stdin: '{"servcies": []}',
    });
    expect(mended.stdout).to.equal('{"services": []}');
  });

  for (const [argument, meant] of [
    ['localhost:8080', 'http://localhost:8080'],
    ['127.0.0.1:80/broker', 'http://127.0.0.1:80/broker'],
    ['me:s3cr3t@broker.example.com:443', 'http://broker.example.com:443'],
    ['http:/localhost:8080', 'http://localhost:8080'],
    ['broker.example.com/v2/catalog', 'http://broker.example.com/v2/catalog'],
  ] as const) {
    it(`asks whether ${argument} was to be a URL`, async () => {
      const ran = await validate(argument);
      expect(ran.code).to.equal(3);
      expect(ran.stderr).to.include(`Did you mean ${meant}?`);
      expect(ran.stderr + ran.stdout).to.not.include('s3cr3t');
    });
  }

  for (const [path, code, words] of [
    ['/bom', 1, [':1:1  input-no-byte-order-mark', ':2:58  offering-bindable-present']],
    ['/latin1', 1, [':2:5  input-utf8', 'first 0xe9 at byte 22']],
    ['/broken', 3, [':2:9  input-syntax', '2 |  {"id": }]}']],
    ['/yaml', 3, ['not valid JSON']],
    ['/html', 3, ['its body is HTML']],
    ['/old', 3, ['Try --api-version 2.16, or another: 2.15', 'The broker says: "Version 2.13 only."']],
    ['/hang', 3, ['no complete answer came in time']],
  ] as const) {
    it(`says of a broker at ${path} what is wrong, and where`, async () => {
      const ran = await validate(`${url}${path}`, '--timeout', '1');
      for (const word of words) expect(ran.stdout).to.include(word);
      expect(ran.code).to.equal(code);
    });
  }

  it('shows what a broker says, safe and short', async () => {
    const { stderr } = await validate(`${url.replace('//', '//me:s3cr3t@')}/chatty`);
    expect(stderr).to.match(/The broker says: "No .*….*luck, me:\[redacted\]|luck, me:\[redacted\]/);
    for (const hidden of ['s3cr3t', ':pw@', 'x1', '\u001b']) expect(stderr).to.not.include(hidden);
    expect(stderr.length).to.be.below(800);
  });
});
