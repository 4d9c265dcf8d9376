import { expect } from 'chai';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { osb, type Surroundings } from './osb.test-support.ts';

const catalog = { services: [] };

/** A broker that serves an empty catalog and keeps what came in the Authorization header. */
async function authorizationOf(argv: (url: string) => string[], surroundings: Surroundings = {}) {
  let seen: string | undefined;
  const server = createServer((request, response) => {
    seen = request.headers.authorization;
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(catalog));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    const ran = await osb(argv(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), surroundings);
    const [, encoded = ''] = seen?.split(' ') ?? [];
    return { ran, seen, decoded: Buffer.from(encoded, 'base64').toString() };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('cli: credentials', () => {
  const rows: [
    where: string,
    argv: (url: string) => string[],
    surroundings: Surroundings,
    decoded: string,
  ][] = [
    ['--user NAME:PASSWORD', (url) => ['validate', url, '--user', 'me:s3cret:x'], {}, 'me:s3cret:x'],
    [
      '--user and --password-stdin',
      (url) => ['validate', url, '--user', 'me', '--password-stdin'],
      { stdin: 's3cret:x\n' },
      'me:s3cret:x',
    ],
    [
      'the URL, percent-encoded',
      (url) => ['validate', url.replace('//', '//me:s3cret%3Ax@')],
      {},
      'me:s3cret:x',
    ],
    [
      'the environment',
      (url) => ['validate', url],
      { env: { OSB_USERNAME: 'me', OSB_PASSWORD: 's3cret:x' } },
      'me:s3cret:x',
    ],
    [
      '--user with OSB_PASSWORD',
      (url) => ['validate', url, '--user', 'you'],
      { env: { OSB_USERNAME: 'me', OSB_PASSWORD: 's3cret:x' } },
      'you:s3cret:x',
    ],
    [
      'the URL rather than the environment',
      (url) => ['validate', url.replace('//', '//me:s3cret%3Ax@')],
      { env: { OSB_USERNAME: 'no', OSB_PASSWORD: 'no' } },
      'me:s3cret:x',
    ],
  ];
  for (const [where, argv, surroundings, expected] of rows) {
    it(`come from ${where}, and are never echoed`, async () => {
      const { ran, decoded } = await authorizationOf(argv, surroundings);
      expect(decoded).to.equal(expected);
      expect(ran.code).to.equal(0);
      expect(ran.stdout + ran.stderr).to.not.include('s3cret');
    });
  }

  it('are not sent when none are given', async () => {
    expect((await authorizationOf((url) => ['validate', url])).seen).to.equal(undefined);
  });

  it('are refused when they contradict each other', async () => {
    const ran = await osb(['test', 'http://127.0.0.1:1', '--user', 'me:s3cret', '--password-stdin'], {
      stdin: 'other',
    });
    expect(ran.code).to.equal(2);
    expect(ran.stderr).to.include('--password-stdin').and.to.not.include('s3cret');
  });
});
