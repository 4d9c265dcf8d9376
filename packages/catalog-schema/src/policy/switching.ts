import { sectionLink } from '@osb-kit/spec';

import type { SuppressedFinding } from '../engine/finding.ts';
import type { Judged as Finding } from '../engine/one-fault.ts';
import type { CatalogNode } from '../engine/nodes.ts';
import { Place } from '../engine/place.ts';
import type { Circumstances, RawFinding } from '../engine/run.ts';
import type { Reading } from '../input/read.ts';
import { inputFinding, positioned, type LocatedFinding } from '../located.ts';
import { judged, type Judged } from './apply.ts';
import { commented, type Commented, type KnownRules } from './comments.ts';
import { ownFindings } from './own-rules.ts';
import { didYouMean, type Policy } from './policy.ts';

/** A rule to switch off, and why. Only warnings can be switched off. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
}

/** Severities of a policy, and what its own rules find. */
export function underPolicy(
  findings: readonly RawFinding[],
  catalog: CatalogNode | undefined,
  policy: Policy | undefined,
  { profiles, version }: Circumstances,
): Judged {
  if (policy === undefined || catalog === undefined) return { kept: findings, off: [], notes: [] };
  const link = sectionLink('spec.md#catalog-management', version);
  const own = ownFindings(policy.own, catalog, { profile: profiles[0] ?? 'osb', link });
  return judged([...findings, ...own], policy, catalog);
}

/** The warnings of rules on documents, which a policy may raise or switch off; what cannot be read stays an error. */
export function documentUnderPolicy(
  findings: readonly LocatedFinding[],
  policy: Policy | undefined,
): { readonly kept: readonly LocatedFinding[]; readonly off: readonly LocatedFinding[] } {
  if (policy === undefined) return { kept: findings, off: [] };
  const wanted = ({ finding }: LocatedFinding) =>
    finding.severity === 'warning' ? policy.rules.get(finding.rule) : undefined;
  const kept = findings.flatMap((located): LocatedFinding[] => {
    const severity = wanted(located);
    if (severity === 'off') return [];
    return severity === undefined ? [located] : [{ ...located, finding: { ...located.finding, severity } }];
  });
  return { kept, off: findings.filter((located) => wanted(located) === 'off') };
}

/** Follows comments in YAML that switch rules off, and tells those that have no use. */
export function withoutCommented(
  findings: readonly Finding[],
  reading: Reading,
  circumstances: Circumstances,
  known: () => KnownRules,
): Pick<Commented, 'kept' | 'off'> {
  if (reading.format !== 'yaml' || reading.text?.includes('osb-disable') !== true)
    return { kept: findings, off: [] };
  const { kept, off, problems } = commented(findings, reading.text, known());
  const told = problems.map((problem) => inputFinding({ ...problem, at: Place.root }, circumstances));
  return { kept: [...kept, ...positioned(told, reading)], off };
}

/** Takes out the warnings of rules that are switched off as a whole; errors stay. */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  knownRuleIds: ReadonlySet<string>,
): { kept: readonly Finding[]; suppressed: readonly SuppressedFinding[]; notes: readonly string[] } {
  if (suppressions.length === 0) return { kept: findings, suppressed: [], notes: [] };
  const reasons = new Map(suppressions.map(({ rule, reason }) => [rule, reason]));
  const isOff = ({ rule, severity }: Finding): boolean => severity === 'warning' && reasons.has(rule);
  const notes = [...reasons.keys()].flatMap((rule) => {
    if (!knownRuleIds.has(rule))
      return [`"${rule}" is to be switched off, but no rule has this name.${didYouMean(rule, knownRuleIds)}`];
    const refused = findings.some((finding) => finding.rule === rule && finding.severity === 'error');
    return refused ? [`"${rule}" stays on where it is an error; only warnings can be switched off.`] : [];
  });
  return {
    kept: findings.filter((finding) => !isOff(finding)),
    suppressed: findings
      .filter(isOff)
      .map((finding) => ({ ...finding, reason: reasons.get(finding.rule) ?? '' })),
    notes,
  };
}
