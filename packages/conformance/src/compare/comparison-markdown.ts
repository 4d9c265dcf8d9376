import { codeMarkdown, plainMarkdown } from '../reporting/markdown-text.ts';
import { conclusionTitles } from '../reporting/words.ts';
import { byPlan, caveats, changeInWords, comparisonInWords, differenceTitles } from './comparison-words.ts';
import { differenceKinds, isWorse, type Comparison, type DifferenceKind, type Side } from './comparison.ts';

/** Differences of one kind that are listed at most. */
const most = 100;

/** A comparison for a pull request or the summary of a job. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  return `${[
    `## Conformance: ${isWorse(comparison) ? 'worse than before' : 'not worse than before'}`,
    `${plainMarkdown(comparisonInWords(comparison))}.`,
    [`- Before: ${sideText(comparison.before)}`, `- After: ${sideText(comparison.after)}`].join('\n'),
    ...caveats(comparison).map((caveat) => `> ${plainMarkdown(caveat)}`),
    ...differenceKinds.flatMap((kind) => groupText(comparison, kind)),
  ].join('\n\n')}\n`;
}

function sideText({ target, apiVersion, startedAt, conclusion }: Side): string {
  return `**${conclusionTitles[conclusion]}**, ${codeMarkdown(target)}, OSBAPI ${apiVersion}, ${plainMarkdown(startedAt)}`;
}

function groupText(comparison: Comparison, kind: DifferenceKind): string[] {
  const all = comparison[kind];
  if (all.length === 0) return [];
  const more = all.length > most ? [`- and ${all.length - most} more`] : [];
  const plans = byPlan(all.slice(0, most)).map(([plan, own]) =>
    [
      `- ${plainMarkdown(plan)}`,
      ...own.map(
        (difference) => `  - ${codeMarkdown(difference.check)}: ${plainMarkdown(changeInWords(difference))}`,
      ),
    ].join('\n'),
  );
  return [`### ${differenceTitles[kind]} (${all.length})`, [...plans, ...more].join('\n')];
}
