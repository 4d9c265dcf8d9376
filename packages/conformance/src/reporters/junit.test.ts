import { expect } from 'chai';
import { SaxesParser } from 'saxes';
import type { Outcome } from '../engine/report.ts';
import { hostile, sampleReport } from '../reporting/sample-report.test-support.ts';
import { renderJunit } from './junit.ts';

/** A parsed test case: where it belongs, and the elements inside it. */
interface Case {
  readonly classname: string;
  readonly inside: string[];
}

/** Reads JUnit XML strictly: anything that is not well-formed throws. */
function parse(xml: string): {
  readonly totals: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
} {
  const parser = new SaxesParser();
  const cases: Case[] = [];
  let totals: Readonly<Record<string, string>> = {};
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'testsuites') totals = attributes;
    else if (name === 'testcase') cases.push({ classname: attributes['classname'] ?? '', inside: [] });
    else if (name !== 'testsuite') cases.at(-1)?.inside.push(name);
  });
  parser.write(xml).close();
  return { totals, cases };
}

/** What JUnit calls each outcome; a warning passes. */
const elementOf: Readonly<Record<Outcome, 'failure' | 'error' | 'skipped' | undefined>> = {
  passed: undefined,
  warned: undefined,
  failed: 'failure',
  blocked: 'error',
  errored: 'error',
  skipped: 'skipped',
  inconclusive: 'skipped',
};

describe('conformance: reporter junit', () => {
  const report = sampleReport();
  const { totals, cases } = parse(renderJunit(report));

  it('calls a failure a failure, and nothing else', () => {
    expect(cases).to.have.length(report.results.length);
    for (const result of report.results) {
      const own = cases.filter(({ classname }) => classname === result.check);
      const wanted = elementOf[result.outcome];
      const isRight = ({ inside }: Case) =>
        wanted === undefined ? !inside.some((name) => verdicts.has(name)) : inside.includes(wanted);
      expect(own.some(isRight), `${result.check} ${result.outcome}`).to.equal(true);
    }
  });

  it('counts as the report does', () => {
    expect(totals['tests']).to.equal(String(report.results.length));
    expect(totals['failures']).to.equal(String(report.counts.failed));
    expect(totals['errors']).to.equal(String(report.counts.blocked + report.counts.errored));
  });

  it('stays well-formed whatever a broker says', () => {
    expect(() => parse(renderJunit(sampleReport({ target: hostile })))).to.not.throw();
  });
});

const verdicts: ReadonlySet<string> = new Set(['failure', 'error', 'skipped']);
