import { outcomes, type CheckResult, type Conclusion, type Counts, type Report } from './report.ts';

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

/** The exit code of a run: 4 leftovers, 1 not conformant, 3 undecided, 0 conformant. */
export function exitCodeOf(report: Report): 0 | 1 | 3 | 4 {
  if (report.leftovers.length > 0) return 4;
  switch (report.conclusion) {
    case 'not-conformant':
      return 1;
    case 'undecided':
      return 3;
    case 'conformant':
      return 0;
  }
}
