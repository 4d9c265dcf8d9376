import { expect } from 'chai';
import type { Log, Run } from 'sarif';
import type { CheckResult } from '../engine/report.ts';
import {
  hostileReport,
  largeReport,
  sampleFinding,
  sampleReport,
  sampleResults,
} from '../reporting/sample-report.test-support.ts';
import { renderSarif } from './sarif.ts';

function runOf(text: string): Run {
  const log = JSON.parse(text) as Log;
  expect(log.version).to.equal('2.1.0');
  expect(log.$schema).to.equal('https://json.schemastore.org/sarif-2.1.0.json');
  expect(log.runs).to.have.length(1);
  return log.runs[0]!;
}

const failedAt = (...findings: CheckResult[]) => sampleReport({ results: findings });

describe('conformance: SARIF report', () => {
  const run = runOf(renderSarif(sampleReport()));

  it('has a rule with an address for each requirement that the broker departs from', () => {
    const rules = run.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).to.deep.equal(['PROV-409-PLAN', 'ERR-ERROR-CAMEL']);
    for (const rule of rules) {
      expect(rule.helpUri).to.match(
        /^https:\/\/github\.com\/openservicebrokerapi\/servicebroker\/blob\/v2\.17\/spec\.md#/,
      );
      expect(rule.shortDescription?.text).to.match(/\.$/);
      expect(rule.help?.text).not.to.equal('');
    }
  });

  it('has a result for each finding, with what GitHub asks of one', () => {
    const results = run.results ?? [];
    expect(results.map(({ ruleId, level }) => [ruleId, level])).to.deep.equal([
      ['PROV-409-PLAN', 'error'],
      ['ERR-ERROR-CAMEL', 'warning'],
    ]);
    for (const result of results) {
      expect(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).to.equal(result.ruleId);
      expect(result.message.text).to.match(/expected .* got .* because /);
      expect(result.partialFingerprints?.['check/v1']).to.match(/^[0-9a-f]{32}$/);
      expect(result.locations?.[0]?.physicalLocation?.artifactLocation?.uri).to.match(/^v2/);
      expect(result.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).to.match(/^[a-z/-]+@/);
    }
  });

  it('points at the endpoint without the ids of the run', () => {
    expect(run.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).to.equal(
      'v2/service_instances/instance_id',
    );
  });

  it('gives a result the same fingerprint in every run, and another on another plan', () => {
    const failed = sampleResults.find(({ outcome }) => outcome === 'failed')!;
    const fingerprints = [
      failed,
      { ...failed, exchanges: [], durationMs: 1 },
      { ...failed, target: { service: 'db', serviceId: 'db', plan: 'large', planId: 'large' } },
    ].map((result) => runOf(renderSarif(failedAt(result))).results?.[0]?.partialFingerprints?.['check/v1']);
    expect(fingerprints[0]).to.equal(fingerprints[1]);
    expect(fingerprints[0]).not.to.equal(fingerprints[2]);
  });

  it('makes advice a note, and a recommendation an error when the run was strict', () => {
    const warned = sampleResults.find(({ outcome }) => outcome === 'warned')!;
    const advice = {
      ...warned,
      outcome: 'warned',
      findings: [sampleFinding('CAT-NAMES-SHORT', { weight: 'advice' })],
    } as const;
    expect(runOf(renderSarif(failedAt(advice))).results?.[0]?.level).to.equal('note');
    expect(
      runOf(renderSarif(sampleReport({ results: [warned], strict: true }))).results?.[0]?.level,
    ).to.equal('error');
  });

  it('keeps to what GitHub takes in one upload', () => {
    const many = runOf(renderSarif(largeReport({ results: 6000, exchanges: 6000, failing: 6000 })));
    expect(many.results).to.have.length(5000);
  });

  it('keeps paths relative and texts readable on hostile input', () => {
    const hostileRun = runOf(renderSarif(hostileReport()));
    for (const { locations, message } of hostileRun.results ?? []) {
      expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).to.equal('v2');
      expect(message.text).not.to.match(/\p{Surrogate}/u);
    }
  });
});
