import { findingsOf } from '../engine/render.ts';
import type { CheckResult, KnownFailure, Report, StaleEntry } from '../engine/report.ts';

/** A failure that is known and, for a reason, lived with. Without a plan it stands for all, without a requirement for all of the check. */
export interface BaselineEntry {
  readonly check: string;
  /** Name or id. */
  readonly plan?: string;
  readonly requirement?: string;
  readonly reason: string;
}

/**
 * Holds a report against the failures that are known. The conclusion about the broker stays what it is; what changes is
 * what the run is failed by: failures that are not known, and entries that no longer hold.
 */
export function applyBaseline(report: Report, entries: readonly BaselineEntry[]): Report {
  const known = report.results.flatMap((result): readonly KnownFailure[] => {
    if (result.outcome !== 'failed') return [];
    const matching = entries.filter((entry) => isAbout(entry, result));
    const failing = findingsOf(result).filter(
      ({ weight }) => weight === 'error' || (report.strict && weight === 'warning'),
    );
    const covers = (requirement: string) =>
      matching.some((entry) => entry.requirement === undefined || entry.requirement === requirement);
    if (!failing.every(({ requirement }) => covers(requirement))) return [];
    const reasons = matching.filter((entry) =>
      failing.some(({ requirement }) => entry.requirement === undefined || entry.requirement === requirement),
    );
    const requirements = [...new Set(failing.map(({ requirement }) => requirement))];
    const reason = [...new Set(reasons.map((entry) => entry.reason))].join(' ');
    return [{ check: result.check, target: result.target, requirements, reason }];
  });
  const stale = entries.filter((entry) => isStale(entry, report.results)).map(staleEntry);
  return { ...report, baseline: { known, stale } };
}

/** What the baseline has to say, in lines of text; none without one. */
export function sayBaseline({ baseline }: Report): readonly string[] {
  if (baseline === undefined) return [];
  const { known, stale } = baseline;
  return [
    ...known.map(
      (one) =>
        `Known: ${nameOf(one.check, one.target?.plan)} (${one.requirements.join(', ')}): ${one.reason}`,
    ),
    ...stale.map(
      ({ check, plan, requirement, reason }) =>
        `Stale: ${nameOf(check, plan)}${requirement === null ? '' : ` (${requirement})`} no longer fails. Take it out of the baseline: "${reason}"`,
    ),
  ];
}

const nameOf = (check: string, plan: string | null | undefined) =>
  plan === null || plan === undefined ? check : `${check} [${plan}]`;

function isAbout(entry: BaselineEntry, { check, target }: CheckResult): boolean {
  if (entry.check !== check) return false;
  return entry.plan === undefined || entry.plan === target?.plan || entry.plan === target?.planId;
}

/** True when the check ran to a verdict on the plan and nothing that the entry names was found. */
function isStale(entry: BaselineEntry, results: readonly CheckResult[]): boolean {
  const about = results.filter((result) => isAbout(entry, result));
  const isFound = about.some((result) =>
    findingsOf(result).some(
      ({ requirement }) => entry.requirement === undefined || entry.requirement === requirement,
    ),
  );
  const isDecided = about.some(({ outcome }) => ['passed', 'warned', 'failed'].includes(outcome));
  const isOpen = about.some(({ outcome }) => ['blocked', 'errored', 'inconclusive'].includes(outcome));
  return isDecided && !isOpen && !isFound;
}

function staleEntry({ check, plan, requirement, reason }: BaselineEntry): StaleEntry {
  return { check, plan: plan ?? null, requirement: requirement ?? null, reason };
}
