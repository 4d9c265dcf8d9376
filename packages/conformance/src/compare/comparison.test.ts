import type { RequirementId } from '@osb-kit/spec';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  outcomes,
  type CheckResult,
  type Outcome,
  type Report,
  type ResultTarget,
} from '../engine/report.ts';
import {
  hostileReport,
  sampleFinding,
  sampleReport,
  sampleResults,
} from '../reporting/sample-report.test-support.ts';
import { renderComparisonMarkdown } from './comparison-markdown.ts';
import { renderComparisonText } from './comparison-text.ts';
import { compareReports, differenceKinds, isWorse, type DifferenceKind } from './comparison.ts';

const plan = (name: string, id = name): ResultTarget => ({
  service: 'db',
  serviceId: 'db',
  plan: name,
  planId: id,
});

function result(check: string, outcome: Outcome, target: ResultTarget | null = plan('small')): CheckResult {
  const model = sampleResults.find((one) => one.outcome === outcome);
  if (model === undefined) throw new Error(`no sample is ${outcome}`);
  return { ...model, check, target };
}

function failing(check: string, ...requirements: readonly [RequirementId, ...RequirementId[]]): CheckResult {
  const [first, ...rest] = requirements;
  const base = result(check, 'passed');
  return {
    ...base,
    outcome: 'failed',
    findings: [sampleFinding(first), ...rest.map((id) => sampleFinding(id))],
  };
}

const report = (...results: CheckResult[]): Report => sampleReport({ results, leftovers: [], exchanges: [] });

/** The kind that a change of outcome falls under; `same` when it is no difference. */
const kinds: readonly (readonly [Outcome | null, Outcome | null, DifferenceKind | 'same'])[] = [
  ['passed', 'failed', 'newlyFailing'],
  ['warned', 'failed', 'newlyFailing'],
  ['skipped', 'failed', 'newlyFailing'],
  ['blocked', 'failed', 'newlyFailing'],
  ['failed', 'failed', 'stillFailing'],
  ['failed', 'passed', 'fixed'],
  ['failed', 'warned', 'fixed'],
  ['failed', 'blocked', 'unproven'],
  ['failed', 'skipped', 'unproven'],
  ['passed', 'errored', 'unproven'],
  ['passed', 'inconclusive', 'unproven'],
  ['warned', 'skipped', 'unproven'],
  ['passed', 'warned', 'newlyWarned'],
  ['skipped', 'warned', 'newlyWarned'],
  ['warned', 'passed', 'otherwiseChanged'],
  ['skipped', 'passed', 'otherwiseChanged'],
  ['blocked', 'errored', 'otherwiseChanged'],
  ['passed', 'passed', 'same'],
  ['warned', 'warned', 'same'],
  ['skipped', 'skipped', 'same'],
  [null, 'failed', 'newChecks'],
  [null, 'passed', 'newChecks'],
  ['failed', null, 'disappeared'],
];

describe('conformance: comparison of two reports', () => {
  for (const [before, after, kind] of kinds) {
    it(`${before ?? 'absent'} → ${after ?? 'absent'} is ${kind}`, () => {
      const of = (outcome: Outcome | null) => (outcome === null ? report() : report(result('a/b', outcome)));
      const comparison = compareReports(of(before), of(after));
      const filled = differenceKinds.filter((one) => comparison[one].length > 0);
      expect(filled).to.deep.equal(kind === 'same' ? [] : [kind]);
      expect(comparison.unchanged).to.equal(kind === 'same' ? 1 : 0);
    });
  }

  it('compares per plan', () => {
    const older = report(
      result('a/b', 'passed', plan('small')),
      result('a/b', 'failed', plan('large')),
      result('c/d', 'passed', null),
    );
    const newer = report(
      result('a/b', 'failed', plan('small')),
      result('a/b', 'passed', plan('large')),
      result('c/d', 'passed', null),
    );
    const { newlyFailing, fixed, unchanged } = compareReports(older, newer);
    expect(newlyFailing.map(({ target }) => target?.plan)).to.deep.equal(['small']);
    expect(fixed.map(({ target }) => target?.plan)).to.deep.equal(['large']);
    expect(unchanged).to.equal(1);
  });

  it('knows a plan by its ids when it was renamed, and by its names when the ids changed', () => {
    const { unchanged: renamed } = compareReports(
      report(result('a/b', 'passed', plan('small', 'id-1'))),
      report(result('a/b', 'passed', plan('tiny', 'id-1'))),
    );
    const { unchanged: moved } = compareReports(
      report(result('a/b', 'passed', plan('small', 'id-1'))),
      report(result('a/b', 'passed', plan('small', 'id-2'))),
    );
    expect([renamed, moved]).to.deep.equal([1, 1]);
  });

  it('says which requirements broke and were mended within a check that still fails, and counts the former as worse', () => {
    const comparison = compareReports(
      report(failing('a/b', 'PROV-409-PLAN')),
      report(failing('a/b', 'PROV-409-SERVICE')),
    );
    expect(comparison.stillFailing[0]?.broken).to.deep.equal(['PROV-409-SERVICE']);
    expect(comparison.stillFailing[0]?.mended).to.deep.equal(['PROV-409-PLAN']);
    expect(isWorse(comparison)).to.equal(true);
    expect(
      isWorse(
        compareReports(report(failing('a/b', 'PROV-409-PLAN')), report(failing('a/b', 'PROV-409-PLAN'))),
      ),
    ).to.equal(false);
  });

  it('is worse with a new failure, also of a new check, and not with a fixed one', () => {
    const [passed, failed] = [report(result('a/b', 'passed')), report(result('a/b', 'failed'))];
    expect(isWorse(compareReports(passed, failed))).to.equal(true);
    expect(isWorse(compareReports(report(), failed))).to.equal(true);
    expect(isWorse(compareReports(failed, passed))).to.equal(false);
  });

  it('accounts for every result once, and differs from itself in nothing', () => {
    const some = fc.array(
      fc.tuple(
        fc.constantFrom('a/b', 'c/d', 'e/f'),
        fc.constantFrom(...outcomes),
        fc.constantFrom('small', 'large', null),
      ),
      { maxLength: 12 },
    );
    const build = (rows: readonly (readonly [string, Outcome, string | null])[]) =>
      report(
        ...rows.map(([check, outcome, name]) => result(check, outcome, name === null ? null : plan(name))),
      );
    fc.assert(
      fc.property(some, some, (left, right) => {
        const comparison = compareReports(build(left), build(right));
        const differences = differenceKinds.flatMap((kind) => comparison[kind]);
        const [only, both] = [
          differences.filter(({ before, after }) => before === null || after === null).length,
          left.length + right.length,
        ];
        expect(only + 2 * (differences.length - only + comparison.unchanged)).to.equal(both);
        const still = left.filter(([, outcome]) => outcome === 'failed').length;
        const self = compareReports(build(left), build(left));
        expect(self.unchanged + self.stillFailing.length).to.equal(left.length);
        expect(self.stillFailing).to.have.length(still);
        expect(renderComparisonText(comparison)).to.equal(
          renderComparisonText(compareReports(build(left), build(right))),
        );
      }),
    );
  });

  it('reads as text', () => {
    const older = report(result('a/b', 'passed'), failing('c/d', 'DEP-410'), result('e/f', 'passed', null));
    const newer = {
      ...report(failing('a/b', 'PROV-409-PLAN'), result('c/d', 'passed'), result('e/f', 'passed', null)),
      apiVersion: '2.16' as const,
    };
    expect(renderComparisonText(compareReports(older, newer))).to
      .equal(`Before  Not conformant: http://127.0.0.1:8080/prefix, OSBAPI 2.17, 2026-11-22T10:00:00.000Z
After   Not conformant: http://127.0.0.1:8080/prefix, OSBAPI 2.16, 2026-11-22T10:00:00.000Z

Note: The version of the specification differs: 2.17 before, 2.16 after.

Newly failing (1)
  db / small
    a/b  passed → failed (now broken: PROV-409-PLAN)

Fixed (1)
  db / small
    c/d  failed → passed (mended: DEP-410)

1 newly failing, 1 fixed, 1 unchanged.
`);
  });

  it('reads as Markdown, and hostile names stay names', () => {
    const text = renderComparisonMarkdown(compareReports(report(), hostileReport()));
    expect(text).to.match(/^## Conformance: worse than before\n/);
    expect(text).to.contain('### New checks (7)');
    expect(text.replaceAll(/(`+)[^`][^]*?[^`]\1(?!`)/g, '')).not.to.match(/<|@octocat/);
  });
});
