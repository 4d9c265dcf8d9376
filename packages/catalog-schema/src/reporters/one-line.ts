import type { Finding, ValidationResult } from '../engine/finding.ts';
import { refusalLines } from './refusals.ts';
import { sourceOf, verdict, type Reporter } from './reporter.ts';
import { visibleLine } from './visible.ts';

/** What a line tells: a finding, or why an input could not be examined. */
export interface Told {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly severity: Finding['severity'];
  readonly rule: string;
}

/** A report with a line for each finding, and the verdict after them. */
export function oneLineReporter(
  about: Pick<Reporter, 'id' | 'summary'>,
  write: (told: Told) => string,
): Reporter {
  return {
    ...about,
    extension: 'txt',
    render(results) {
      const lines = results.flatMap(toldOf).map(write);
      const end = [verdict(results), ...refusalLines(results).map(visibleLine)];
      return `${[...lines, ...(lines.length === 0 ? [] : ['']), ...end].join('\n')}\n`;
    },
  };
}

function toldOf(result: ValidationResult): readonly Told[] {
  const source = visibleLine(sourceOf(result));
  const { failure, findings } = result;
  if (failure !== undefined) {
    const message = visibleLine(failure);
    return [{ source, line: 1, column: 1, message, severity: 'error', rule: 'not-examined' }];
  }
  return findings.map(({ position, pointer, message, severity, rule }) => {
    const { line, column } = position ?? { line: 1, column: 1 };
    const where = position === undefined ? ` (at ${pointer || '/'})` : '';
    return { source, line, column, message: visibleLine(message + where), severity, rule };
  });
}
