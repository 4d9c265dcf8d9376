import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { curlOf } from './curl.ts';
import { authHeaders } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import type { Auth } from './options.ts';
import { visibleLine } from '../reporting/visible-text.ts';
import { shownCredentials } from './shown-credentials.ts';

const configured: Auth = { kind: 'basic', username: 'platform', password: 'correct-Horse' };
const second: Auth = { kind: 'basic', username: 'operator', password: 'battery staple' };
const environment = {
  OSB_USERNAME: 'platform',
  OSB_PASSWORD: 'correct-Horse',
  OSB_SECOND_USERNAME: 'operator',
  OSB_SECOND_PASSWORD: 'battery staple',
};

/** The arguments that a shell makes of words. */
const argumentsOf = (words: string): string[] =>
  execFileSync('bash', ['-c', `printf '%s\\0' ${words}`], { env: { ...process.env, ...environment } })
    .toString('utf8')
    .split('\0')
    .slice(0, -1);

describe('conformance: credentials in curl commands', () => {
  const basic = (username: string, password: string) =>
    shownCredentials(authHeaders({ kind: 'basic', username, password }), [configured, second]);

  for (const [name, username, password] of [
    ['another password', 'platform', '3f1c0e5a'],
    ['another user', 'nobody', 'correct-Horse'],
    ['no password', 'platform', ''],
    ['no user', '', 'correct-Horse'],
    ['another case', 'platform', 'CORRECT-HORSE'],
    ['case swapped', 'platform', 'CORRECT-hORSE'],
    ['all but the last character', 'platform', 'correct-Hors'],
    ['a prefix', 'platform', 'correct'],
    ['all but the first character', 'platform', 'orrect-Horse'],
    ['blanks around', 'platform', ' correct-Horse '],
    ['the password in place of the user', 'correct-Horse', 'correct-Horse'],
    ['the two swapped', 'correct-Horse', 'platform'],
    ['the user of one and the password of another', 'platform', 'battery staple'],
    ['signs of the shell', 'a$b', 'x"`\\$(id)'],
  ] as const) {
    it(`are those that were sent: ${name}`, () => {
      const words = basic(username, password);
      expect(argumentsOf(words)).to.deep.equal(['-u', `${username}:${password}`]);
      expect(words).not.to.contain('orrect-Hors').and.not.to.contain('CORRECT').and.not.to.contain('battery');
    });
  }

  it('show a header that cannot be decoded as it was', () => {
    for (const header of ['Basic !!!notbase64', 'Bearer x', 'Basic']) {
      const words = shownCredentials([['Authorization', header]], [configured]);
      expect(argumentsOf(words)).to.deep.equal(['-H', `Authorization: ${header}`]);
    }
  });

  it('keep a scheme that is written otherwise', () => {
    const value = Buffer.from('platform:correct-Horse').toString('base64');
    const words = shownCredentials([['Authorization', `basic ${value}`]], [configured]);
    expect(argumentsOf(words)).to.deep.equal(['-H', `Authorization: basic ${value}`]);
    expect(words).not.to.contain(value);
  });

  it('tell no secret in a form that is none', () => {
    const pair = Buffer.from('platform:correct-Horse').toString('base64');
    for (const header of [
      pair,
      `Digest ${pair}`,
      `Basic  ${pair}`,
      `Basic x ${pair}`,
      `${pair} Basic`,
      'Basic platform:correct-Horse',
    ]) {
      const words = shownCredentials([['Authorization', header]], [configured]);
      expect(words).not.to.contain(pair).and.not.to.contain('orrect-Hors');
    }
  });

  it('never tell a secret or a good part of one', () => {
    const secret = fc.string({
      minLength: 8,
      maxLength: 20,
      unit: fc.constantFrom('0', '1', '2', '%', '&', 'x', 'y', 'Z'),
    });
    fc.assert(
      fc.property(secret, secret, fc.nat(20), fc.nat(20), (password, other, from, to) => {
        const known: Auth = { kind: 'basic', username: 'u', password };
        const sent = password.slice(0, from) + other + password.slice(to);
        const words = shownCredentials(authHeaders({ kind: 'basic', username: 'u', password: sent }), [
          known,
        ]);
        return !words.includes(password);
      }),
    );
  });
});

describe('conformance: bodies in curl commands', () => {
  const withBody = (body: string): Exchange => ({
    id: 12,
    at: 0,
    durationMs: 1,
    request: {
      method: 'PUT',
      url: 'http://localhost/v2/service_instances/a',
      headers: [],
      body,
      credentials: 'none',
      shownCredentials: '',
    },
    outcome: { kind: 'unanswered', reason: 'none' },
  });

  it('are on the line when they are short, byte for byte', () => {
    const body = `{"a":"it's",`;
    expect(argumentsOf(curlOf(withBody(body))).at(-1)).to.equal(body);
  });

  it('take a line for each member when they are long', () => {
    const body = {
      service_id: 'x'.repeat(200),
      context: { platform: 'y'.repeat(200), deep: [1, { a: "it's" }] },
    };
    const command = curlOf(withBody(JSON.stringify(body)));
    expect(command.split('\n')).to.have.length(4);
    expect(JSON.parse(argumentsOf(command).at(-1) ?? '')).to.deep.equal(body);
  });

  it('stay as they are when they are no plain JSON', () => {
    const body = `{"a":1,"a":2,"b":"${'x'.repeat(500)}"`;
    expect(argumentsOf(curlOf(withBody(body))).at(-1)).to.equal(body);
  });

  it('are written byte for byte where they cannot be typed', () => {
    for (const [name, body, charset] of [
      ['ISO 8859-1', `{"a":"it's Café\\\\n"}`, 'latin1'],
      ['a byte order mark', '\ufeff{"a":1}', undefined],
      ['what nobody sees', '{"a":"\u200b\u0007"}', undefined],
      ['a long one', `{"a":"Café","b":"${'x'.repeat(500)}"}`, 'latin1'],
    ] as const) {
      const exchange = withBody(body);
      const request = { ...exchange.request, ...(charset === undefined ? {} : { charset }) };
      const command = curlOf({ ...exchange, request });
      const sent = execFileSync('bash', ['-c', `printf %s ${command.split('--data-binary ')[1] ?? ''}`]);
      expect(sent.equals(Buffer.from(body, charset ?? 'utf8')), `${name}: ${command}`).to.equal(true);
      expect(visibleLine(command), name).to.equal(command);
    }
  });

  it('come from a file when they are very long', () => {
    expect(curlOf(withBody('x'.repeat(100_000)))).to.match(/--data-binary @body-of-exchange-12\.txt$/);
  });
});
