import { expect } from 'chai';
import { hostileReport, sampleReport } from '../reporting/sample-report.test-support.ts';
import { renderNdjson } from './ndjson.ts';

describe('conformance: NDJSON report', () => {
  it('holds one event a line: the start, each result, the end', () => {
    const report = sampleReport();
    const events = renderNdjson(report)
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as { readonly event: string; readonly check?: string; readonly counts?: unknown },
      );
    expect(events.map(({ event }) => event)).to.deep.equal([
      'start',
      ...report.results.map(() => 'result'),
      'end',
    ]);
    expect(events.slice(1, -1).map(({ check }) => check)).to.deep.equal(
      report.results.map(({ check }) => check),
    );
    expect(events.at(-1)?.counts).to.deep.equal(report.counts);
  });

  it('keeps hostile text within its line', () => {
    const report = hostileReport();
    expect(renderNdjson(report).trimEnd().split('\n')).to.have.length(report.results.length + 2);
  });
});
