import {
  levelAt,
  requirements,
  sectionLink,
  type ApiVersion,
  type Level,
  type Requirement,
  type RequirementId,
} from '@osb-kit/spec';
import { findingsOf } from '../engine/render.ts';
import { outcomes, type CheckResult, type Outcome, type Report } from '../engine/report.ts';

/** What a run says of one requirement that binds brokers at the tested version. */
export interface CoverageRow {
  readonly requirement: Requirement;
  readonly level: Level;
  readonly link: string;
  /** The checks that examined it, with the worst outcome for this requirement over all plans; empty when none did. */
  readonly checks: readonly { readonly check: string; readonly outcome: Outcome }[];
}

/** Every requirement that the tested version puts on a broker, in the order of the specification. */
export function coverageOf(report: Report): CoverageRow[] {
  const seen = new Map<string, Map<string, Outcome>>();
  for (const result of report.results) {
    for (const [id, outcome] of outcomesByRequirement(result, report.strict)) {
      const checks = seen.get(id) ?? new Map<string, Outcome>();
      checks.set(result.check, worse(checks.get(result.check), outcome));
      seen.set(id, checks);
    }
  }
  return requirements.flatMap((row) => {
    const level = row.party === 'broker' ? levelAt(row, report.apiVersion) : undefined;
    if (level === undefined) return [];
    const checks = [...(seen.get(row.id) ?? [])].map(([check, outcome]) => ({ check, outcome }));
    return [{ requirement: row, level, link: linkOf(row, report.apiVersion), checks }];
  });
}

/** Requirements that some check brought to a verdict. */
export function decidedRows(rows: readonly CoverageRow[]): CoverageRow[] {
  return rows.filter((row) => row.checks.some(({ outcome }) => isVerdict(outcome)));
}

/** The address of a requirement's section at a version. */
export function linkOf(row: Requirement, version: ApiVersion): string {
  return sectionLink(row.section, version);
}

function isVerdict(outcome: Outcome): boolean {
  return outcome === 'passed' || outcome === 'failed' || outcome === 'warned';
}

// A check that stopped at a finding says nothing certain of its other requirements.
function outcomesByRequirement(result: CheckResult, strict: boolean): ReadonlyMap<RequirementId, Outcome> {
  const findings = findingsOf(result);
  const others = findings.length > 0 ? 'inconclusive' : result.outcome;
  const found = new Map<RequirementId, Outcome>(result.requirements.map((id) => [id, others]));
  for (const { requirement, alsoBreaks, weight } of findings) {
    const outcome = weight === 'error' || (strict && weight === 'warning') ? 'failed' : 'warned';
    for (const id of [requirement, ...alsoBreaks]) {
      if (found.get(id) !== 'failed') found.set(id, outcome);
    }
  }
  return found;
}

// A check that is skipped on one plan and passed on another has examined the requirement.
function worse(a: Outcome | undefined, b: Outcome): Outcome {
  if (a === undefined || a === 'skipped') return b;
  if (b === 'skipped') return a;
  return outcomes.indexOf(a) < outcomes.indexOf(b) ? a : b;
}
