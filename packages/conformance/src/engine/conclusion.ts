import {
  outcomes,
  type BaselineOutcome,
  type CheckResult,
  type Conclusion,
  type Counts,
  type Report,
} from './report.ts';

/** How many results have each outcome. */
export function countOutcomes(results: readonly CheckResult[]): Counts {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<keyof Counts, number>;
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

/** What the counts say about the broker. Nothing proven, or something in the way, is never conformance. */
export function conclude(counts: Counts, aborted: boolean): Conclusion {
  if (counts.failed > 0) return 'not-conformant';
  const proven = counts.passed + counts.warned;
  return aborted || proven === 0 || counts.blocked + counts.errored > 0 ? 'undecided' : 'conformant';
}

/**
 * The exit code of a run: 4 leftovers, 1 not conformant, 3 undecided, 0 conformant. With a baseline, 1 stands for
 * failures that are not known and for stale entries.
 */
export function exitCodeOf(report: Report): 0 | 1 | 3 | 4 {
  if (report.leftovers.length > 0) return 4;
  if (report.baseline !== undefined) return exitCodeWithBaseline(report, report.baseline);
  switch (report.conclusion) {
    case 'not-conformant':
      return 1;
    case 'undecided':
      return 3;
    case 'conformant':
      return 0;
  }
}

function exitCodeWithBaseline(report: Report, { known, stale }: BaselineOutcome): 0 | 1 | 3 {
  const keys = new Set(known.map(keyOf));
  const rest = report.results.filter((result) => result.outcome !== 'failed' || !keys.has(keyOf(result)));
  const counts = countOutcomes(rest);
  if (stale.length > 0 || counts.failed > 0) return 1;
  // A failure that is known was proven as well as a pass.
  const conclusion = conclude({ ...counts, passed: counts.passed + known.length }, report.aborted);
  return conclusion === 'conformant' ? 0 : 3;
}

const keyOf = ({ check, target }: Pick<CheckResult, 'check' | 'target'>) =>
  JSON.stringify([check, target?.planId ?? null]);
