import { own } from '../engine/json.ts';
import type { CatalogNode, OfferingNode, PlanNode } from '../engine/nodes.ts';
import { parsePointer, type Place } from '../engine/place.ts';
import type { RawFinding } from '../engine/run.ts';
import { nodeAt } from './own-rules.ts';
import type { Policy, PolicyOverride, PolicySeverity } from './policy.ts';

/** Findings as a policy has them. */
export interface Judged {
  readonly kept: readonly RawFinding[];
  readonly off: readonly RawFinding[];
  readonly notes: readonly string[];
}

/** Gives findings the severity that a policy has for them, or takes them out. What it makes less of is told. */
export function judged(findings: readonly RawFinding[], policy: Policy, catalog: CatalogNode): Judged {
  const kept: RawFinding[] = [];
  const off: RawFinding[] = [];
  const lowered = new Map<string, number>();
  for (const finding of findings) {
    const severity = severityFor(finding, policy, catalog) ?? finding.severity;
    if (severity === 'off') off.push(finding);
    else kept.push(severity === finding.severity ? finding : { ...finding, severity });
    if (finding.severity === 'error' && severity !== 'error')
      lowered.set(finding.rule, (lowered.get(finding.rule) ?? 0) + 1);
  }
  const notes = [...lowered].map(
    ([rule, count]) =>
      `The policy of ${policy.origin} makes less of ${count === 1 ? 'an error' : `${count} errors`} of "${rule}".`,
  );
  return { kept, off, notes };
}

function severityFor(
  { rule, at }: RawFinding,
  policy: Policy,
  catalog: CatalogNode,
): PolicySeverity | undefined {
  const special = policy.overrides.findLast(
    (override) => override.rules.has(rule) && holdsFor(override, at, catalog),
  );
  return special?.rules.get(rule) ?? policy.rules.get(rule);
}

function holdsFor({ offerings, plans, paths }: PolicyOverride, at: Place, catalog: CatalogNode): boolean {
  const node = nodeAt(catalog, at);
  const plan = node !== undefined && 'offering' in node ? node : undefined;
  const offering = plan === undefined ? (node as OfferingNode | undefined) : plan.offering; // what is no plan is one
  const path = at.path.slice(catalog.at.path.length).map(String);
  return (
    (offerings === undefined || isNamed(offering, offerings)) &&
    (plans === undefined || isNamed(plan, plans)) &&
    (paths === undefined || paths.some((pointer) => isBelow(path, parsePointer(pointer))))
  );
}

function isNamed(node: OfferingNode | PlanNode | undefined, names: readonly string[]): boolean {
  if (node === undefined) return false;
  const own = [ownText(node, 'name'), ownText(node, 'id')].filter((text) => text !== undefined);
  return names.some((name) => own.some((text) => matches(text, name)));
}

function ownText({ value }: OfferingNode | PlanNode, key: string): string | undefined {
  const text = own(value, key);
  return typeof text === 'string' ? text : undefined;
}

/** Compares with a name in which `*` stands for any characters; no regular expression, since the text comes from outside. */
function matches(text: string, name: string): boolean {
  const [first = '', ...rest] = name.split('*');
  const last = rest.pop();
  if (last === undefined) return text === name;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function isBelow(path: readonly string[], pattern: readonly string[]): boolean {
  return pattern.length <= path.length && pattern.every((key, index) => key === '*' || key === path[index]);
}
