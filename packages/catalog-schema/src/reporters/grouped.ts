import type { Finding } from '../engine/finding.ts';
import { placeOf } from './where.ts';

/** Findings of one rule; the first stands for all. */
export interface Group {
  readonly first: Finding;
  /** Where the others are, as far as they are named. */
  readonly others: readonly string[];
  /** How many others there are that are not named. */
  readonly more: number;
}

/** Beyond so many findings of a catalog a reader wants to know which rules, and not which places. */
export const mostInFull = 50;

const mostNamed = 10;

/** Findings by rule, in the order in which the rules first speak; errors before warnings. */
export function groupsOf(findings: readonly Finding[]): readonly Group[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.rule}`;
    const group = byRule.get(key);
    if (group === undefined) byRule.set(key, [finding]);
    else group.push(finding);
  }
  const groups = [...byRule.values()].flatMap(([first, ...rest]): Group[] =>
    first === undefined
      ? []
      : [
          {
            first,
            others: rest.slice(0, mostNamed).map(placeOf),
            more: Math.max(0, rest.length - mostNamed),
          },
        ],
  );
  const isWarning = ({ first }: Group) => Number(first.severity === 'warning');
  return groups.toSorted((a, b) => isWarning(a) - isWarning(b));
}
