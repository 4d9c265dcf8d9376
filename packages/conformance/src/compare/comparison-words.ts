import { plural, targetName } from '../reporting/words.ts';
import {
  differenceKinds,
  type Comparison,
  type Difference,
  type DifferenceKind,
  type Side,
} from './comparison.ts';

/** The heading of each kind of difference. */
export const differenceTitles = {
  newlyFailing: 'Newly failing',
  newChecks: 'New checks',
  unproven: 'No longer decided',
  stillFailing: 'Still failing',
  newlyWarned: 'Newly warned',
  disappeared: 'Disappeared checks',
  fixed: 'Fixed',
  otherwiseChanged: 'Changed otherwise',
} as const satisfies Record<DifferenceKind, string>;

/** The comparison in a sentence: "1 newly failing, 2 fixed, 1 still failing, 120 unchanged". */
export function comparisonInWords(comparison: Comparison): string {
  const parts = differenceKinds
    .filter((kind) => comparison[kind].length > 0)
    .map((kind) => `${comparison[kind].length} ${differenceTitles[kind].toLowerCase()}`);
  return [...parts, `${comparison.unchanged} unchanged`].join(', ');
}

/** "passed → failed (PROV-409-PLAN)". */
export function changeInWords({ before, after, broken, mended }: Difference): string {
  const requirements = [
    ...(broken.length > 0 ? [`now broken: ${broken.join(', ')}`] : []),
    ...(mended.length > 0 ? [`mended: ${mended.join(', ')}`] : []),
  ];
  const outcomes = before === after ? (after ?? 'absent') : `${before ?? 'absent'} → ${after ?? 'absent'}`;
  return requirements.length === 0 ? outcomes : `${outcomes} (${requirements.join('; ')})`;
}

/** The differences of one kind by plan, the broker as a whole first, then as the results come. */
export function byPlan(differences: readonly Difference[]): (readonly [plan: string, Difference[]])[] {
  const plans = new Map<string, Difference[]>();
  for (const difference of differences.toSorted(
    (a, b) => Number(a.target !== null) - Number(b.target !== null),
  )) {
    const name = targetName(difference.target);
    plans.set(name, [...(plans.get(name) ?? []), difference]);
  }
  return [...plans];
}

/** What makes two runs hard to compare, each as a sentence. */
export function caveats({ before, after, disappeared, newChecks }: Comparison): string[] {
  const differing = (name: string, of: (side: Side) => string) =>
    of(before) === of(after) ? [] : [`The ${name} differs: ${of(before)} before, ${of(after)} after.`];
  return [
    ...differing('version of the specification', ({ apiVersion }) => apiVersion),
    ...differing('version of the tester', ({ tool }) => `${tool.name} ${tool.version}`),
    ...differing('weight of recommendations', ({ strict }) => (strict ? 'strict' : 'not strict')),
    ...(disappeared.length > 0 && newChecks.length > 0
      ? [
          `${plural(disappeared.length, 'check')} disappeared while ${newChecks.length} are new: plans may have been renamed.`,
        ]
      : []),
  ];
}
