import type { Finding, ValidationResult } from '../engine/finding.ts';
import { refusalLines } from './refusals.ts';
import { sourceOf, verdict, type Reporter } from './reporter.ts';
import { visibleLine } from './visible.ts';

/** For editors and scripts: a line for each finding, as compilers write them, `FILE:LINE:COLUMN: MESSAGE [SEVERITY/RULE]`. */
export const unixReporter: Reporter = {
  id: 'unix',
  summary: 'For editors and scripts: one line for each finding, as compilers write them.',
  extension: 'txt',
  render(results) {
    const lines = results.flatMap(linesOf);
    return `${[...lines, ...(lines.length === 0 ? [] : ['']), verdict(results), ...refusalLines(results).map(visibleLine)].join('\n')}\n`;
  },
};

function linesOf(result: ValidationResult): readonly string[] {
  const source = visibleLine(sourceOf(result));
  const { failure, findings } = result;
  if (failure !== undefined) return [`${source}:1:1: ${visibleLine(failure)} [error/not-examined]`];
  return findings.map(({ position, pointer, message, severity, rule }: Finding) => {
    const { line, column } = position ?? { line: 1, column: 1 };
    const where = position === undefined ? ` (at ${pointer || '/'})` : '';
    return `${source}:${line}:${column}: ${visibleLine(message + where)} [${severity}/${rule}]`;
  });
}
