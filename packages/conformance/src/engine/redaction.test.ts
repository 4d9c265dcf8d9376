import { expect } from 'chai';
import { describe, it } from 'mocha';
import { redactBeginning, redactBody, redactHeaders, redactText, redactValue } from './redaction.ts';
import type { Header } from './wire.ts';

describe('redaction', () => {
  it('keeps the scheme of credentials in headers and nothing else', () => {
    const headers = redactHeaders([
      ['Authorization', 'Basic YWRtaW46cHc='],
      ['X-Auth-Token', 'abc'],
      ['Accept', 'application/json'],
    ]);
    expect(headers).to.deep.equal([
      ['Authorization', 'Basic [redacted]'],
      ['X-Auth-Token', '[redacted]'],
      ['Accept', 'application/json'],
    ]);
  });

  it('hides headers that are named as secret, in any case', () => {
    const headers: Header[] = [
      ['X-Gateway-Pass', 'let me in'],
      ['X-Other', 'shown'],
    ];
    expect(redactHeaders(headers, new Set(['x-gateway-pass']))).to.deep.equal([
      ['X-Gateway-Pass', '[redacted]'],
      ['X-Other', 'shown'],
    ]);
  });

  it('hides every leaf of binding credentials and shows their shape', () => {
    const value = { credentials: { host: 'db', port: 5432, tags: ['a'], nested: { pw: 'x' }, tls: true } };
    expect(redactValue(value)).to.deep.equal({
      credentials: {
        host: '[redacted]',
        port: '[redacted]',
        tags: ['[redacted]'],
        nested: { pw: '[redacted]' },
        tls: true,
      },
    });
  });

  it('hides the same in the beginning of a long body, and stops there', () => {
    const value = {
      uri: 'amqp://me:s3cret@queue',
      credentials: { a: ['s3cret'], b: { c: 's3cret' } },
      token: 's3cret',
      services: Array.from({ length: 1000 }, (_, at) => ({
        id: at,
        dbPassword: `s3cret${String(at)}`,
        ok: null,
      })),
    };
    const text = JSON.stringify(value);
    const whole = JSON.stringify(redactValue(value));
    for (const limit of [1, 20, 40, 100, 1000, 20_000, text.length, 2 * text.length]) {
      expect(redactBeginning(text, value, limit)).to.equal(whole.slice(0, limit));
    }
  });

  it('hides a password that the end of what is kept cuts through', () => {
    const uri = `amqp://me:${'s3cret'.repeat(20)}@queue`;
    for (const [body, json] of [
      [uri, undefined],
      [JSON.stringify({ uri }), { uri }],
    ] as const) {
      for (let limit = 1; limit < 60; limit++)
        expect(redactBeginning(body, json, limit)).to.not.include('s3');
    }
  });

  it('hides secrets by the names of members, however deep', () => {
    const body = JSON.stringify({
      services: [{ dashboard_client: { id: 'me', secret: 's3' } }],
      dbPassword: 'p',
    });
    expect(JSON.parse(redactBody(body))).to.deep.equal({
      services: [{ dashboard_client: { id: 'me', secret: '[redacted]' } }],
      dbPassword: '[redacted]',
    });
  });

  const urls: readonly (readonly [string, string])[] = [
    ['mysql://user:pw@host/db', 'mysql://user:[redacted]@host/db'],
    ['see http://a:b@c and amqp://d:e@f', 'see http://a:[redacted]@c and amqp://d:[redacted]@f'],
    ['http://host:8080/path', 'http://host:8080/path'],
    ['nothing here', 'nothing here'],
  ];
  for (const [text, wanted] of urls) {
    it(`hides the password in "${text}"`, () => {
      expect(redactText(text)).to.equal(wanted);
      expect(redactBody(JSON.stringify({ uri: text }))).to.equal(JSON.stringify({ uri: wanted }));
    });
  }

  it('takes linear time, whatever the broker sends', () => {
    const start = performance.now();
    for (const text of ['a'.repeat(2_000_000), '://a:'.repeat(400_000), `x://${'a'.repeat(1_000_000)}`]) {
      redactText(text);
    }
    expect(performance.now() - start).to.be.below(3000);
  });
});
