import { oneLineReporter } from './one-line.ts';

/** For editors and scripts: a line for each finding, as compilers write them, `FILE:LINE:COLUMN: MESSAGE [SEVERITY/RULE]`. */
export const unixReporter = oneLineReporter(
  { id: 'unix', summary: 'For editors and scripts: one line for each finding, as compilers write them.' },
  ({ source, line, column, message, severity, rule }) =>
    `${source}:${line}:${column}: ${message} [${severity}/${rule}]`,
);
