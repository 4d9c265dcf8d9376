import type { Finding, ValidationResult } from '../engine/finding.ts';
import { refusalLines } from './refusals.ts';
import { sourceOf, verdict, type Reporter } from './reporter.ts';
import { visibleLine } from './visible.ts';

/** For editors and scripts: a line for each finding, `FILE: line LINE, col COLUMN, SEVERITY - MESSAGE (RULE)`. */
export const compactReporter: Reporter = {
  id: 'compact',
  summary: 'For editors and scripts: one line for each finding, with its place in words.',
  extension: 'txt',
  render(results) {
    const lines = results.flatMap(linesOf);
    return `${[...lines, ...(lines.length === 0 ? [] : ['']), verdict(results), ...refusalLines(results).map(visibleLine)].join('\n')}\n`;
  },
};

function linesOf(result: ValidationResult): readonly string[] {
  const source = visibleLine(sourceOf(result));
  const { failure, findings } = result;
  if (failure !== undefined)
    return [`${source}: line 1, col 1, Error - ${visibleLine(failure)} (not-examined)`];
  return findings.map(({ position, pointer, message, severity, rule }: Finding) => {
    const { line, column } = position ?? { line: 1, column: 1 };
    const where = position === undefined ? ` (at ${pointer || '/'})` : '';
    const word = severity === 'error' ? 'Error' : 'Warning';
    return `${source}: line ${line}, col ${column}, ${word} - ${visibleLine(message + where)} (${rule})`;
  });
}
