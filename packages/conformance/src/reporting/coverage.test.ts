import { expect } from 'chai';
import type { CheckResult, Outcome } from '../engine/report.ts';
import { coverageOf, decidedRows } from './coverage.ts';
import { sampleFinding, sampleReport, sampleResults } from './sample-report.test-support.ts';

const base = {
  ...sampleResults[0]!,
  check: 'a/b',
  requirements: ['PROV-409-PLAN', 'PROV-409-SERVICE'] as const,
};
const passed: CheckResult = { ...base, outcome: 'passed' };
const skipped: CheckResult = { ...base, outcome: 'skipped', reason: 'one plan' };
const failed: CheckResult = {
  ...base,
  outcome: 'failed',
  findings: [sampleFinding('PROV-409-PLAN', { alsoBreaks: ['ERR-STATUS-APPROPRIATE'] })],
};

function outcomeOf(id: string, results: readonly CheckResult[]): Outcome | undefined {
  const row = coverageOf(sampleReport({ results })).find(({ requirement }) => requirement.id === id);
  return row?.checks[0]?.outcome;
}

describe('conformance: coverage of a run', () => {
  it('fails the requirements that findings name, and no others of the check', () => {
    expect(outcomeOf('PROV-409-PLAN', [failed])).to.equal('failed');
    expect(outcomeOf('ERR-STATUS-APPROPRIATE', [failed])).to.equal('failed');
    expect(outcomeOf('PROV-409-SERVICE', [failed])).to.equal('inconclusive');
  });

  it('takes the worst over all plans, where a skip says nothing', () => {
    expect(outcomeOf('PROV-409-PLAN', [passed, skipped])).to.equal('passed');
    expect(outcomeOf('PROV-409-PLAN', [skipped, passed])).to.equal('passed');
    expect(outcomeOf('PROV-409-PLAN', [passed, failed, skipped])).to.equal('failed');
    expect(outcomeOf('PROV-409-PLAN', [skipped])).to.equal('skipped');
  });

  it('holds the requirements that the version puts on brokers, examined or not', () => {
    const rows = coverageOf(sampleReport({ results: [passed, skipped] }));
    expect(rows.every(({ requirement }) => requirement.party === 'broker')).to.equal(true);
    expect(decidedRows(rows)).to.have.length(2);
    expect(coverageOf(sampleReport({ apiVersion: '2.11' })).length).to.be.below(rows.length);
  });
});
