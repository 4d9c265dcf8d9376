import { matches } from '../engine/filter.ts';
import { ConformanceError } from '../engine/errors.ts';
import type { RunOptions } from '../engine/options.ts';
import { nameResult, reasonOf } from '../engine/render.ts';
import { reportFormat, type CheckResult, type Report } from '../engine/report.ts';
import { checks } from '../registry.ts';
import { runConformance } from '../run.ts';

/** What became of a result that was failed or warned. */
export interface Replayed {
  readonly before: CheckResult;
  /** `undefined` when the check no longer applies to the plan, or the plan is gone. */
  readonly after: CheckResult | undefined;
  /** `undecided`: the check came to no verdict this time. */
  readonly verdict: 'fixed' | 'failed' | 'undecided';
}

/** Results of a report, repeated. */
export interface Replay {
  readonly kind: 'replay';
  readonly format: typeof reportFormat;
  readonly results: readonly Replayed[];
  /** The report of the repetition. */
  readonly report: Report;
}

/** Repeats what failed or warned in a report: the same checks on the same plans with the same seed. `only` narrows it. */
export async function replayReport(
  report: Report,
  options: Omit<RunOptions, 'url'> & { readonly url?: string },
): Promise<Replay> {
  const chosen = report.results.filter(
    ({ check, outcome }) => (outcome === 'failed' || outcome === 'warned') && isChosen(check, options.only),
  );
  if (chosen.length === 0) {
    throw new ConformanceError(
      'no-checks-selected',
      'The report has no failed or warned result to repeat, or none that --only matches.',
    );
  }
  const known = chosen.filter(({ check }) => checks.some(({ id }) => id === check));
  if (known.length === 0) {
    throw new ConformanceError(
      'no-checks-selected',
      'The report is of another version of the tester: it has none of these checks.',
    );
  }
  const repeated = await runConformance({
    apiVersion: report.apiVersion,
    seed: report.seed,
    strict: report.strict,
    ...testedPlans(report),
    ...options,
    url: options.url ?? report.target,
    only: [...new Set(known.map(({ check }) => check))],
  });
  const results = chosen.map((before): Replayed => {
    const after =
      repeated.results.find((result) => keyOf(result) === keyOf(before)) ??
      repeated.results.find(({ check, target }) => check === before.check && target === null);
    return { before, after, verdict: verdictOf(after) };
  });
  return { kind: 'replay', format: reportFormat, results, report: repeated };
}

/** The exit code: 4 leftovers, 1 something still fails, 3 something is undecided, 0 all is fixed. */
export function exitCodeOfReplay({ results, report }: Replay): 0 | 1 | 3 | 4 {
  if (report.leftovers.length > 0) return 4;
  if (results.some(({ verdict }) => verdict === 'failed')) return 1;
  return results.some(({ verdict }) => verdict === 'undecided') ? 3 : 0;
}

/** A line for each result: FIXED, FAILED or UNDECIDED, and what is seen now. */
export function renderReplay({ results, report }: Replay): string {
  const lines = results.map(({ before, after, verdict }) => {
    const name = `${verdict.toUpperCase().padEnd(10)}${nameResult(before)}`;
    if (verdict === 'fixed') return name;
    if (after === undefined) return `${name}\n          The check was not run: its plan is gone.`;
    if (after.outcome === 'failed' || after.outcome === 'warned') {
      const [first] = after.findings;
      return `${name}\n          ${first.requirement}: expected ${first.expected}, got ${first.actual}, for ${first.because}`;
    }
    return `${name}\n          ${after.outcome}: ${reasonOf(after) ?? ''}`;
  });
  const count = (verdict: Replayed['verdict']) =>
    results.filter((result) => result.verdict === verdict).length;
  return [
    ...lines,
    '',
    `${String(results.length)} results repeated on ${report.target}: ${String(count('fixed'))} fixed, ${String(count('failed'))} failed, ${String(count('undecided'))} undecided.`,
    ...report.leftovers.map(
      ({ kind, instanceId, bindingId, reason }) =>
        `Left on the broker: ${kind} ${bindingId ?? instanceId}: ${reason}`,
    ),
    '',
  ].join('\n');
}

/** A failure that only warns now is still there. */
function verdictOf(after: CheckResult | undefined): Replayed['verdict'] {
  switch (after?.outcome) {
    case 'passed':
      return 'fixed';
    case 'failed':
    case 'warned':
      return 'failed';
    case 'skipped':
    case 'blocked':
    case 'inconclusive':
    case 'errored':
    case undefined:
      return 'undecided';
  }
}

const keyOf = ({ check, target }: CheckResult) => JSON.stringify([check, target?.planId ?? null]);

function isChosen(id: string, only: readonly string[] | undefined): boolean {
  const check = checks.find((candidate) => candidate.id === id);
  if (only === undefined || only.length === 0) return true;
  return check === undefined ? only.includes(id) : only.some((term) => matches(check, term));
}

function testedPlans(report: Report): Pick<RunOptions, 'plans'> {
  const plans = report.catalog.offerings.flatMap((offering) => offering.plans);
  return plans.every(({ tested }) => tested)
    ? {}
    : { plans: plans.filter(({ tested }) => tested).map(({ id }) => id) };
}
