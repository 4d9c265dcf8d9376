import { scryptSync } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect } from 'chai';
import { createBroker } from './broker.ts';
import { basic, testUser } from './client.test-support.ts';
import { hashedAuthentication } from './http/hashed-authentication.ts';
import { hashPassword } from './http/password-hash.ts';
import { basicAuthentication } from './http/authentication.ts';
import { bearerAuthentication } from './http/token-authentication.ts';
import { workshop } from './workshop.test-support.ts';

describe('the options of a broker', () => {
  const { made, open } = workshop();

  const users: readonly [name: string, authentication: unknown, said: string][] = [
    ['no authentication', undefined, 'options.authentication names nobody'],
    ['no users', [], 'options.authentication names nobody'],
    ['a user outside an array', testUser, 'options.authentication names nobody'],
    ['a password that is not set', [testUser, { username: 'cf' }], '"cf", user 2 of 2, has no password'],
    ['an empty password', [{ username: 'cf', password: '' }], '"cf", user 1 of 1, has no password'],
    ['no user name', [{ password: 'p' }], 'user 1 of 1 has no username'],
    ['an empty user name', [{ username: '', password: 'p' }], 'user 1 of 1 has no username'],
    [
      'a colon in a user name',
      [{ username: 'a:b', password: 'p' }],
      'the username "a:b" of user 1 of 1 has a colon',
    ],
  ];
  for (const [name, authentication, said] of users) {
    it(`are refused with ${name}`, async () => {
      const { store } = await open();
      const failure: unknown = await made({}, { store, authentication } as object).catch(
        (error: unknown) => error,
      );
      await store.close();
      expect(failure).to.be.instanceOf(RangeError).with.property('message').that.contains(said);
    });
  }

  it('are refused without a store, and with what openStore answers as a whole', async () => {
    const opened = await open();
    const given: readonly [unknown, string][] = [
      [opened, 'const { store } = await openStore(…)'],
      [undefined, 'options.store is missing'],
      ['data', 'options.store is missing'],
    ];
    for (const [store, said] of given) {
      const options = { services: [], authentication: [testUser], store };
      // What a caller without types may give.
      const failure = await createBroker(options as never).catch(String);
      expect(failure)
        .to.match(/^RangeError: /)
        .and.contain(said);
    }
    await opened.store.close();
  });

  it('are refused without services', async () => {
    const { store } = await open();
    const failure = await createBroker({ authentication: [testUser], store } as never).catch(String);
    await store.close();
    expect(failure).to.match(/^RangeError: options\.services is missing/);
  });
});

describe('ways of authentication', () => {
  it('know nobody whose password is empty', async () => {
    expect(() => basicAuthentication([{ username: 'cf', password: '' }])).to.throw(RangeError, 'no password');
    expect(() => bearerAuthentication({ cf: '' })).to.throw(
      RangeError,
      'The token of "cf" is missing or empty',
    );
    expect(await hashPassword('').catch(String)).to.contain('RangeError: The password is empty');
  });

  it('do not accept an empty password whose hash was made elsewhere', async () => {
    const salt = Buffer.alloc(16, 1);
    const hash = scryptSync('', salt, 32, { N: 16, r: 1, p: 1 });
    const authenticate = hashedAuthentication([{ username: 'cf', hash: { ln: 4, r: 1, p: 1, salt, hash } }]);
    const request = new IncomingMessage(new Socket());
    request.headers.authorization = basic('cf', '');
    expect(await authenticate(request)).to.equal(undefined);
  });
});
