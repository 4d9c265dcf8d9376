import { expect } from 'chai';
import { hostile, hostileReport, sampleReport } from '../reporting/sample-report.test-support.ts';
import { renderHar } from './har.ts';

interface NameValue {
  readonly name: string;
  readonly value: string;
}

interface Har {
  readonly log: {
    readonly version: string;
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly {
      readonly startedDateTime: string;
      readonly time: number;
      readonly request: {
        readonly method: string;
        readonly url: string;
        readonly httpVersion: string;
        readonly cookies: readonly unknown[];
        readonly headers: readonly NameValue[];
        readonly queryString: readonly NameValue[];
        readonly postData?: { readonly mimeType: string; readonly text: string };
        readonly headersSize: number;
        readonly bodySize: number;
      };
      readonly response: {
        readonly status: number;
        readonly statusText: string;
        readonly httpVersion: string;
        readonly cookies: readonly unknown[];
        readonly headers: readonly NameValue[];
        readonly content: { readonly size: number; readonly mimeType: string; readonly text: string };
        readonly redirectURL: string;
        readonly headersSize: number;
        readonly bodySize: number;
        readonly _error?: string;
      };
      readonly cache: object;
      readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
      readonly comment: string;
    }[];
  };
}

const read = (text: string) => (JSON.parse(text) as Har).log;

describe('conformance: HAR', () => {
  const log = read(renderHar(sampleReport()));

  it('has all that HAR 1.2 requires of an entry', () => {
    expect(log.version).to.equal('1.2');
    expect(log.creator).to.deep.equal({ name: 'osb-kit', version: '0.1.0' });
    expect(log.entries).to.have.length(9);
    for (const entry of log.entries) {
      expect(entry).to.include.all.keys('startedDateTime', 'time', 'request', 'response', 'cache', 'timings');
      expect(entry.request).to.include.all.keys(
        ...['method', 'url', 'httpVersion', 'cookies', 'headers', 'queryString', 'headersSize', 'bodySize'],
      );
      expect(entry.response).to.include.all.keys(
        ...[
          'status',
          'statusText',
          'httpVersion',
          'cookies',
          'headers',
          'content',
          'redirectURL',
          'headersSize',
          'bodySize',
        ],
      );
      expect(entry.timings).to.include.all.keys('send', 'wait', 'receive');
      expect(entry.timings.send + entry.timings.wait + entry.timings.receive).to.equal(entry.time);
      expect(new Date(entry.startedDateTime).toISOString()).to.equal(entry.startedDateTime);
    }
  });

  it('says what was sent, what came, and for which check', () => {
    const [, second] = log.entries;
    expect(second?.startedDateTime).to.equal('2026-11-22T10:00:00.020Z');
    expect(second?.request.queryString).to.deep.equal([{ name: 'accepts_incomplete', value: 'true' }]);
    expect(second?.request.postData?.mimeType).to.equal('application/json');
    expect(second?.response.statusText).to.equal('OK');
    expect(second?.response.content).to.deep.equal({ size: 2, mimeType: 'application/json', text: '{}' });
    expect(second?.comment).to.equal('Exchange 2: provisioning/conflict-on-different-plan (probe)');
  });

  it('gives an exchange without an answer status 0 and the reason', () => {
    const { response } = log.entries.at(-1)!;
    expect(response.status).to.equal(0);
    expect(response._error).to.equal('no complete answer came in time');
  });

  it('keeps hostile text as it came', () => {
    expect(read(renderHar(hostileReport())).entries[0]?.response.content.text).to.equal(hostile);
  });
});
