import { oneLineReporter } from './one-line.ts';

/** For editors and scripts: a line for each finding, `FILE: line LINE, col COLUMN, SEVERITY - MESSAGE (RULE)`. */
export const compactReporter = oneLineReporter(
  { id: 'compact', summary: 'For editors and scripts: one line for each finding, with its place in words.' },
  ({ source, line, column, message, severity, rule }) =>
    `${source}: line ${line}, col ${column}, ${severity === 'error' ? 'Error' : 'Warning'} - ${message} (${rule})`,
);
