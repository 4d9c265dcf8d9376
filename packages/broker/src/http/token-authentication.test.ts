import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { basic, createClient, testUser } from '../client.test-support.ts';
import { onStage } from '../reference/reference.test-support.ts';
import { workshop } from '../workshop.test-support.ts';
import { basicAuthentication } from './authentication.ts';
import { makeCertificates } from './certificates.test-support.ts';
import {
  anyAuthentication,
  bearerAuthentication,
  certificateAuthentication,
  jwtAuthentication,
} from './token-authentication.ts';

/** Authentication looks at nothing else of a request. */
const sent = (authorization: string) =>
  ({ headers: { authorization }, socket: {} }) as unknown as IncomingMessage;

describe('bearer tokens', () => {
  const authenticate = bearerAuthentication({ ci: 'token-1', portal: 'token-2' });
  for (const [header, user] of [
    ['Bearer token-1', 'ci'],
    ['bearer token-2', 'portal'],
    ['Bearer token-3', undefined],
    ['Bearer ', undefined],
    ['Basic token-1', undefined],
  ] as const) {
    it(`${header} is ${user ?? 'nobody'}`, () => {
      expect(authenticate(sent(header))).to.equal(user);
    });
  }
});

describe('JSON Web Tokens', () => {
  const now = 1_800_000_000;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const claims = { sub: 'me', iss: 'issuer', aud: 'broker', exp: now + 60 };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (key: KeyObject, body: unknown, alg: string, more = {}) => {
    const signed = `${part({ alg, typ: 'JWT', ...more })}.${part(body)}`;
    const signature = createSign('sha256')
      .update(signed)
      .sign({ key, dsaEncoding: 'ieee-p1363' }, 'base64url');
    return `Bearer ${signed}.${signature}`;
  };
  const accepted = (keys: typeof ec, header: string) =>
    jwtAuthentication({
      publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      issuer: 'issuer',
      audience: 'broker',
      now: () => now * 1000,
    })(sent(header));

  it('are accepted with ES256 and RS256', () => {
    expect(accepted(ec, token(ec.privateKey, claims, 'ES256'))).to.equal('me');
    expect(accepted(rsa, token(rsa.privateKey, { ...claims, aud: ['x', 'broker'] }, 'RS256'))).to.equal('me');
  });

  const refused: readonly [string, () => string][] = [
    ['expired', () => token(ec.privateKey, { ...claims, exp: now - 60 }, 'ES256')],
    ['without end', () => token(ec.privateKey, { ...claims, exp: undefined }, 'ES256')],
    ['not valid yet', () => token(ec.privateKey, { ...claims, nbf: now + 60 }, 'ES256')],
    ['of another issuer', () => token(ec.privateKey, { ...claims, iss: 'x' }, 'ES256')],
    ['for another audience', () => token(ec.privateKey, { ...claims, aud: 'x' }, 'ES256')],
    ['without a user', () => token(ec.privateKey, { ...claims, sub: '' }, 'ES256')],
    [
      'of another key',
      () => token(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, claims, 'ES256'),
    ],
    ['with extensions that must be understood', () => token(ec.privateKey, claims, 'ES256', { crit: ['x'] })],
    ['of another algorithm', () => token(ec.privateKey, claims, 'HS256')],
    ['unsigned', () => `Bearer ${part({ alg: 'none' })}.${part(claims)}.`],
    ['garbage', () => 'Bearer a.b.c'],
    ['empty', () => 'Bearer '],
  ];
  for (const [name, header] of refused) {
    it(`are refused when they are ${name}`, () => {
      expect(accepted(ec, header())).to.equal(undefined);
    });
  }
});

describe('a 401', () => {
  const { made } = workshop();
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const jwt = jwtAuthentication({ publicKey, issuer: 'issuer', audience: 'broker' });
  const tokens = bearerAuthentication({ ci: 'token-1' });
  const basicScheme = 'Basic realm="service broker", charset="UTF-8"';
  const bearerScheme = 'Bearer realm="service broker"';
  const token = (header: object) => {
    const claims = { sub: 'me', iss: 'issuer', aud: 'broker', exp: Date.now() / 1000 + 60 };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'ES256', ...header })}.${part(claims)}`;
    const sign = createSign('sha256').update(signed);
    return `Bearer ${signed}.${sign.sign({ key: keys.privateKey, dsaEncoding: 'ieee-p1363' }, 'base64url')}`;
  };

  for (const [name, authentication, header, remedy] of [
    ['users', [testUser], basicScheme, 'basic authentication'],
    ['tokens', anyAuthentication(tokens, jwt), bearerScheme, 'a bearer token'],
    [
      'both',
      anyAuthentication(jwt, basicAuthentication([testUser])),
      `${basicScheme}, ${bearerScheme}`,
      'basic authentication or a bearer token',
    ],
    ['certificates', certificateAuthentication(['platform']), basicScheme, 'basic authentication'],
  ] as const) {
    it(`names the ways to authenticate that there are: ${name}`, async () => {
      const broker = await made({}, { authentication });
      const { send } = createClient(await broker.listen());
      const answer = await send('GET', '/v2/catalog', { headers: { authorization: '' } });
      expect(answer.status).to.equal(401);
      expect(answer.headers.get('www-authenticate')).to.equal(header);
      expect(answer.body['description']).to.equal(
        `The request has no valid credentials. Send them as ${remedy}.`,
      );
    });
  }

  it('meets a token that asks for an extension', async () => {
    const broker = await made({}, { authentication: jwt });
    const { send } = createClient(await broker.listen());
    const status = async (header: object) =>
      (await send('GET', '/v2/catalog', { headers: { authorization: token(header) } })).status;
    expect([await status({}), await status({ crit: ['exp'] })]).to.deep.equal([200, 401]);
  });
});

describe('a reference broker that nobody has a password for', () => {
  const stage = onStage({ users: [], authentication: bearerAuthentication({ ci: 'token-1' }), faults: true });
  it('asks for a bearer token', async () => {
    for (const path of ['/v2/catalog', '/faults']) {
      const answer = await stage().send('GET', path);
      expect([answer.status, answer.headers.get('www-authenticate')]).to.deep.equal([
        401,
        'Bearer realm="service broker"',
      ]);
      const headers = { authorization: 'Bearer token-1' };
      expect((await stage().send('GET', path, { headers })).status).to.equal(200);
    }
  });
});

describe('a broker with TLS', () => {
  const { made } = workshop();
  let folder = '';
  before(function () {
    folder = mkdtempSync(join(tmpdir(), 'osb-tls-'));
    const names = { broker: 'broker', platform: 'platform', stranger: 'stranger' };
    if (!makeCertificates(folder, names)) this.skip();
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const pem = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('knows platforms by certificate, and by password', async () => {
    const authentication = anyAuthentication(
      certificateAuthentication(['platform']),
      basicAuthentication([testUser]),
    );
    const broker = await made({}, { authentication });
    const url = await broker.listen({
      tls: { cert: pem('broker.pem'), key: pem('broker.key'), clientAuthorities: pem('ca.pem') },
    });
    expect(url).to.match(/^https:/);
    const status = (who: { cert?: string; key?: string }, headers: Record<string, string> = {}) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = {
          ...who,
          ca: pem('ca.pem'),
          agent: false,
          checkServerIdentity: () => undefined,
          headers: { 'x-broker-api-version': '2.17', ...headers },
        };
        request(`${url}/v2/catalog`, options, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    const certificate = (name: string) => ({ cert: pem(`${name}.pem`), key: pem(`${name}.key`) });
    expect(await status(certificate('platform'))).to.equal(200);
    expect(await status(certificate('stranger'))).to.equal(401);
    expect(await status({})).to.equal(401);
    expect(await status({}, { authorization: basic(testUser.username, testUser.password) })).to.equal(200);
  });
});
