import type { RequirementId } from '@osb-kit/spec';
import { findingsOf } from '../engine/render.ts';
import type { CheckResult, Outcome, Report, ResultTarget } from '../engine/report.ts';

/** One check on one plan in two reports. */
export interface Difference {
  readonly check: string;
  /** As the newer report names it, or the older one if only that has it. */
  readonly target: ResultTarget | null;
  /** `null` when the older report does not have the check on this plan. */
  readonly before: Outcome | null;
  /** `null` when the newer report does not have the check on this plan. */
  readonly after: Outcome | null;
  /** Requirements that are departed from now and were not before. */
  readonly broken: readonly RequirementId[];
  /** Requirements that were departed from and no longer are. */
  readonly mended: readonly RequirementId[];
}

/** The kinds of differences, those to worry about first. */
export const differenceKinds = [
  'newlyFailing',
  'newChecks',
  'unproven',
  'stillFailing',
  'newlyWarned',
  'disappeared',
  'fixed',
  'otherwiseChanged',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** What changed from one report to another, in the order of the newer report's results. */
export type Comparison = Readonly<Record<DifferenceKind, readonly Difference[]>> & {
  readonly before: Side;
  readonly after: Side;
  /** Checks on plans that came out the same and do not fail. */
  readonly unchanged: number;
};

/** Which run a side of a comparison is. */
export type Side = Pick<
  Report,
  'target' | 'apiVersion' | 'strict' | 'startedAt' | 'tool' | 'seed' | 'conclusion'
>;

/**
 * Compares two reports, check by check and plan by plan. Plans are matched by the ids of service and plan, or by their
 * names where the ids of one report do not occur in the other, as after a move to another broker.
 */
export function compareReports(older: Report, newer: Report): Comparison {
  const keyOf = planKeys(older.results, newer.results);
  const waiting = new Map<string, CheckResult[]>();
  for (const result of older.results) {
    const key = resultKey(result, keyOf);
    waiting.set(key, [...(waiting.get(key) ?? []), result]);
  }
  const groups = new Map<DifferenceKind, Difference[]>(differenceKinds.map((kind) => [kind, []]));
  let unchanged = 0;
  const add = (before: CheckResult | undefined, after: CheckResult | undefined): void => {
    const difference = differenceOf(before, after);
    const kind = difference === undefined ? undefined : kindOf(difference);
    if (kind !== undefined && difference !== undefined) groups.get(kind)?.push(difference);
    else unchanged += 1;
  };
  for (const result of newer.results) add(waiting.get(resultKey(result, keyOf))?.shift(), result);
  for (const results of waiting.values()) for (const result of results) add(result, undefined);
  const of = (kind: DifferenceKind) => groups.get(kind) ?? [];
  return {
    before: sideOf(older),
    after: sideOf(newer),
    newlyFailing: of('newlyFailing'),
    newChecks: of('newChecks'),
    unproven: of('unproven'),
    stillFailing: of('stillFailing'),
    newlyWarned: of('newlyWarned'),
    disappeared: of('disappeared'),
    fixed: of('fixed'),
    otherwiseChanged: of('otherwiseChanged'),
    unchanged,
  };
}

/** True when the newer report has a failure that the older one does not have. */
export function isWorse(comparison: Comparison): boolean {
  return (
    comparison.newlyFailing.length > 0 ||
    comparison.newChecks.some(({ after }) => after === 'failed') ||
    comparison.stillFailing.some(({ broken }) => broken.length > 0)
  );
}

function kindOf({ before, after, broken, mended }: Difference): DifferenceKind | undefined {
  if (after === null) return 'disappeared';
  if (before === null) return 'newChecks';
  if (after === 'failed') return before === 'failed' ? 'stillFailing' : 'newlyFailing';
  if (before === after) return broken.length + mended.length > 0 ? 'otherwiseChanged' : undefined;
  // A failure that can no longer be looked at is not known to be mended.
  if (isVerdict(before) && !isVerdict(after)) return 'unproven';
  if (before === 'failed') return 'fixed';
  return after === 'warned' ? 'newlyWarned' : 'otherwiseChanged';
}

function isVerdict(outcome: Outcome): boolean {
  return outcome === 'passed' || outcome === 'failed' || outcome === 'warned';
}

function differenceOf(
  before: CheckResult | undefined,
  after: CheckResult | undefined,
): Difference | undefined {
  const named = after ?? before;
  if (named === undefined) return undefined;
  const [was, is] = [departures(before), departures(after)];
  return {
    check: named.check,
    target: named.target,
    before: before?.outcome ?? null,
    after: after?.outcome ?? null,
    broken: is.filter((id) => !was.includes(id)),
    mended: after !== undefined && isVerdict(after.outcome) ? was.filter((id) => !is.includes(id)) : [],
  };
}

function departures(result: CheckResult | undefined): RequirementId[] {
  return result === undefined ? [] : [...new Set(findingsOf(result).map(({ requirement }) => requirement))];
}

type PlanKey = (target: ResultTarget) => string;

function planKeys(older: readonly CheckResult[], newer: readonly CheckResult[]): PlanKey {
  const [olderIds, newerIds] = [older, newer].map(
    (results) => new Set(results.flatMap(({ target }) => (target === null ? [] : [idKey(target)]))),
  );
  return (target) => {
    const id = idKey(target);
    const inBoth = olderIds?.has(id) === true && newerIds?.has(id) === true;
    return inBoth ? id : JSON.stringify(['name', target.service, target.plan]);
  };
}

function idKey({ serviceId, planId }: ResultTarget): string {
  return JSON.stringify(['id', serviceId, planId]);
}

function resultKey({ check, target }: CheckResult, keyOf: PlanKey): string {
  return JSON.stringify([check, target === null ? null : keyOf(target)]);
}

function sideOf({ target, apiVersion, strict, startedAt, tool, seed, conclusion }: Report): Side {
  return { target, apiVersion, strict, startedAt, tool, seed, conclusion };
}
