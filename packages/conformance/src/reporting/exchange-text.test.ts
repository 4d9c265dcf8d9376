import { expect } from 'chai';
import { exchangeLine, requestText, responseText } from './exchange-text.ts';
import { sampleExchange } from './sample-report.test-support.ts';

const answered = (body: string, truncated = false) =>
  sampleExchange(1, { outcome: { kind: 'answered', status: 200, headers: [['A', 'b']], body, truncated } });

describe('conformance: text of an exchange', () => {
  it('is a line, a request and an answer', () => {
    const exchange = sampleExchange(1);
    expect(exchangeLine(exchange)).to.equal(
      'PUT /prefix/v2/service_instances/i-1?accepts_incomplete=true → 200 OK',
    );
    expect(requestText(exchange)).to.match(
      /^PUT http.*\nX-Broker-API-Version: 2\.17\n[^]*\n\n\{\n {2}"service_id": "db",/,
    );
    expect(responseText(exchange)).to.equal('200 OK\nContent-Type: application/json\n\n{}');
  });

  it('indents JSON only when that changes nothing else', () => {
    expect(responseText(answered('{"a":1}'))).to.contain('{\n  "a": 1\n}');
    for (const body of [
      '{"a":1,"a":2}',
      '{"a":10000000000000000000001}',
      '{"2":1,"1":2}',
      '{ "a":1}',
      '{"a":',
    ]) {
      expect(responseText(answered(body)), body).to.equal(`200 OK\nA: b\n\n${body}`);
    }
  });

  it('neither throws nor grows on deep nesting', () => {
    for (const depth of [1000, 30_000]) {
      const body = '['.repeat(depth) + ']'.repeat(depth);
      expect(responseText(answered(body)).length).to.be.below(10 * body.length);
    }
  });

  it('says what is missing', () => {
    expect(responseText(answered('x', true))).to.contain('the rest of the body was not recorded');
    expect(responseText(sampleExchange(1, { outcome: { kind: 'unanswered', reason: 'timeout' } }))).to.equal(
      'No answer: timeout',
    );
  });
});
