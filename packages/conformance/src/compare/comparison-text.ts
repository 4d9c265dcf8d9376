import { visibleLine } from '../reporting/visible-text.ts';
import { conclusionTitles } from '../reporting/words.ts';
import { byPlan, caveats, changeInWords, comparisonInWords, differenceTitles } from './comparison-words.ts';
import { differenceKinds, type Comparison, type DifferenceKind, type Side } from './comparison.ts';

/** A comparison for people at a terminal. */
export function renderComparisonText(comparison: Comparison): string {
  return [
    `Before  ${sideText(comparison.before)}`,
    `After   ${sideText(comparison.after)}`,
    '',
    ...caveats(comparison).flatMap((caveat) => [`Note: ${visibleLine(caveat)}`, '']),
    ...differenceKinds.flatMap((kind) => groupText(comparison, kind)),
    `${comparisonInWords(comparison)}.`,
    '',
  ].join('\n');
}

function sideText({ target, apiVersion, startedAt, conclusion }: Side): string {
  return visibleLine(`${conclusionTitles[conclusion]}: ${target}, OSBAPI ${apiVersion}, ${startedAt}`);
}

function groupText(comparison: Comparison, kind: DifferenceKind): string[] {
  const differences = comparison[kind];
  if (differences.length === 0) return [];
  return [
    `${differenceTitles[kind]} (${differences.length})`,
    ...byPlan(differences).flatMap(([plan, own]) => [
      `  ${visibleLine(plan)}`,
      ...own.map((difference) => `    ${visibleLine(difference.check)}  ${changeInWords(difference)}`),
    ]),
    '',
  ];
}
