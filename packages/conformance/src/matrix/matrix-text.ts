import { outcomes, type Counts } from '../engine/report.ts';
import { sayBaseline } from '../baseline/baseline.ts';
import type { Matrix, MatrixColumn } from './matrix.ts';

/** A matrix as a table for a terminal. */
export function renderMatrixText(matrix: Matrix): string {
  const table = tableOf(matrix);
  const widths = (table[0] ?? []).map((_cell, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [`Conformance of ${matrix.target} by version`, '', ...lines, '', ...remarks(matrix), ''].join('\n');
}

/** A matrix as a table in Markdown. */
export function renderMatrixMarkdown(matrix: Matrix): string {
  const [head = [], ...rows] = tableOf(matrix);
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `## Conformance of \`${matrix.target.replaceAll('`', '')}\` by version`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    ...remarks(matrix).map((remark) => `- ${remark}`),
    '',
  ].join('\n');
}

function tableOf({ columns, rows }: Matrix): readonly (readonly string[])[] {
  return [
    ['', ...columns.map(({ version }) => version)],
    [
      'conclusion',
      ...columns.map((column) => ('report' in column ? column.report.conclusion : 'not served')),
    ],
    ...outcomes.map((outcome) => [outcome, ...columns.map((column) => count(column, outcome))]),
    ...rows.map(({ requirement, cells }) => [requirement, ...cells]),
  ];
}

function count(column: MatrixColumn, outcome: keyof Counts): string {
  return 'report' in column ? String(column.report.counts[outcome]) : '';
}

function remarks({ columns, rows }: Matrix): readonly string[] {
  return [
    ...columns.flatMap((column) => ('refused' in column ? [`${column.version}: ${column.refused}`] : [])),
    ...columns.flatMap((column) =>
      'report' in column ? sayBaseline(column.report).map((line) => `${column.version}: ${line}`) : [],
    ),
    ...columns.flatMap((column) =>
      'report' in column
        ? column.report.leftovers.map(
            ({ kind, instanceId, bindingId, reason }) =>
              `Left on the broker: ${kind} ${bindingId ?? instanceId}: ${reason}`,
          )
        : [],
    ),
    rows.length === 0
      ? 'All requirements have the same outcome in all versions that state them.'
      : 'Listed are the requirements whose outcome differs between the versions or is not good; "-" where a version does not state one.',
  ];
}
