import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { basic, createClient, expectAnswer, pause } from '../client.test-support.ts';
import { silentLogger } from '../logger.ts';
import { startReferenceBroker } from '../reference/reference-broker.ts';
import { credentialsFileAuthentication, parseCredentialsFile } from './credentials-file.ts';
import { hashedAuthentication } from './hashed-authentication.ts';
import { hashPassword, isPassword, parsePasswordHash } from './password-hash.ts';

const sent = (authorization: string, socket = {}) =>
  // Authentication looks at nothing else of a request.
  ({ headers: { authorization }, socket }) as unknown as IncomingMessage;

describe('hashed passwords', () => {
  it('fit the password they were made of and no other, and differ each time', async () => {
    const text = await hashPassword('correct horse');
    const hash = parsePasswordHash(text);
    if (hash === undefined) throw new Error(text);
    expect(await isPassword('correct horse', hash)).to.equal(true);
    expect(await isPassword('correct hors', hash)).to.equal(false);
    expect(await hashPassword('correct horse')).to.not.equal(text);
    expect(text).to.not.contain('horse');
  });

  it('of another make are read too', async () => {
    // RFC 7914, section 12, third vector, in this form.
    const hash = parsePasswordHash(
      '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw',
    );
    if (hash === undefined) throw new Error('not read');
    expect(await isPassword('pleaseletmein', hash)).to.equal(true);
  });

  for (const text of [
    '',
    'secret',
    '$scrypt$ln=15,r=8,p=1$c2FsdHNhbHRzYWx0$',
    `$scrypt$ln=30,r=8,p=1$c2FsdHNhbHRzYWx0$${'a'.repeat(43)}`,
    `$scrypt$ln=0,r=8,p=1$c2FsdHNhbHRzYWx0$${'a'.repeat(43)}`,
  ]) {
    it(`are not "${text}"`, () => {
      expect(parsePasswordHash(text)).to.equal(undefined);
    });
  }
});

describe('a credentials file', function () {
  this.timeout(20_000);
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'osb-credentials-'));
    file = join(folder, 'credentials');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets passwords be rotated while the broker runs', async () => {
    const old = `cf:${await hashPassword('old')}`;
    const fresh = `cf:${await hashPassword('new: with a colon')}`;
    writeFileSync(file, `# who may call\n${old}\n`);
    const authentication = await credentialsFileAuthentication(file, silentLogger);
    const broker = await startReferenceBroker({ users: [], authentication });
    const { send } = createClient(broker.url);
    const status = async (password: string) =>
      (await send('GET', '/v2/catalog', { headers: { authorization: basic('cf', password) } })).status;
    try {
      expect(await status('old')).to.equal(200);
      expect(await status('new: with a colon')).to.equal(401);
      writeFileSync(file, `${old}\n${fresh}\n`);
      await pause(1100);
      expect(await status('old')).to.equal(200);
      expect(await status('new: with a colon')).to.equal(200);
      writeFileSync(file, `${fresh}\n`);
      await pause(1100);
      expect(await status('old')).to.equal(401);
      expect(await status('new: with a colon')).to.equal(200);
      writeFileSync(file, 'broken\n');
      await pause(1100);
      expect(await status('new: with a colon')).to.equal(200);
    } finally {
      await broker.close();
    }
  });

  for (const [text, message] of [
    ['', /has no users/],
    ['# only a comment\n', /has no users/],
    ['cf:secret', /^Line 1 of "f" is not of the form/],
    ['\n:x', /^Line 2 of "f"/],
    ['cf', /^Line 1 of "f"/],
  ] as const) {
    it(`is refused when it is ${JSON.stringify(text)}`, () => {
      expect(() => parseCredentialsFile(text, 'f')).to.throw(message);
    });
  }

  it('answers those who are known while others guess, and those who are right among them', async function () {
    this.timeout(60_000);
    const [user] = parseCredentialsFile(`cf:${await hashPassword('right')}`, 'f');
    if (user === undefined) throw new Error('no user');
    const authenticate = hashedAuthentication([user]);
    expect(await authenticate(sent(basic('cf', 'right')))).to.equal('cf');
    const guesses = Array.from({ length: 20 }, (_, index) =>
      Promise.resolve(authenticate(sent(basic(index % 2 === 0 ? 'cf' : 'nobody', `guess ${String(index)}`)))),
    );
    const before = performance.now();
    expect(await authenticate(sent(basic('cf', 'right')))).to.equal('cf');
    expect(performance.now() - before).to.be.lessThan(100);
    expect(new Set(await Promise.all(guesses))).to.deep.equal(new Set([undefined]));
  });

  it('goes on knowing who comes again within minutes, for as long as that goes on', async () => {
    let time = 0;
    const [user] = parseCredentialsFile(`cf:${await hashPassword('right')}`, 'f');
    if (user === undefined) throw new Error('no user');
    const authenticate = hashedAuthentication([user], () => time);
    await authenticate(sent(basic('cf', 'right')));
    for (let round = 0; round < 10; round += 1) {
      time += 200_000;
      const guess = authenticate(sent(basic('cf', 'wrong')));
      const before = performance.now();
      expect(await authenticate(sent(basic('cf', 'right')))).to.equal('cf');
      expect(performance.now() - before).to.be.lessThan(30);
      expect(await guess).to.equal(undefined);
    }
  });

  it('remembers for some minutes only', async () => {
    let time = 0;
    const [user] = parseCredentialsFile(`cf:${await hashPassword('right')}`, 'f');
    if (user === undefined) throw new Error('no user');
    const authenticate = hashedAuthentication([user], () => time);
    const socket = {};
    const took = async () => {
      const before = performance.now();
      expect(await authenticate(sent(basic('cf', 'right'), socket))).to.equal('cf');
      return performance.now() - before;
    };
    const first = await took();
    expect(await took()).to.be.lessThan(first / 4);
    time += 120_000;
    expect(await took()).to.be.lessThan(first / 4);
    time += 300_000;
    expect(await took()).to.be.greaterThan(first / 4);
    expect(await authenticate(sent(basic('cf', 'wrong'), socket))).to.equal(undefined);
  });
});

describe('credentials of a broker with hashed passwords', () => {
  it('are asked for', async () => {
    const [user] = parseCredentialsFile(`cf:${await hashPassword('right')}`, 'f');
    const broker = await startReferenceBroker({
      users: [],
      authentication: hashedAuthentication(user ? [user] : []),
    });
    try {
      const { send } = createClient(broker.url);
      expectAnswer(await send('GET', '/v2/catalog', { headers: { authorization: '' } }), 401);
      expectAnswer(await send('GET', '/v2/catalog', { headers: { authorization: basic('cf', '') } }), 401);
    } finally {
      await broker.close();
    }
  });
});
