import { atLeast, apiVersions, type ApiVersion, type RequirementId } from '@osb-kit/spec';
import { ConformanceError } from '../engine/errors.ts';
import { exitCodeOf } from '../engine/conclusion.ts';
import type { RunOptions } from '../engine/options.ts';
import { findingsOf } from '../engine/render.ts';
import { isNotStated } from '../engine/run-check.ts';
import { weightAt } from '../engine/severity.ts';
import { reportFormat, type Report } from '../engine/report.ts';
import { checks } from '../registry.ts';
import { runConformance } from '../run.ts';

/** What one version says of one requirement. `-`: the version does not state it. */
export type MatrixCell = 'passed' | 'failed' | 'warned' | 'undecided' | 'not tested' | '-';

/** A version of the matrix: its report, or why there is none. */
export type MatrixColumn = { readonly version: ApiVersion } & (
  { readonly report: Report } | { readonly refused: string }
);

/** A requirement whose outcome is not the same in all versions. */
export interface MatrixRow {
  readonly requirement: RequirementId;
  readonly cells: readonly MatrixCell[];
}

/** A broker held against several versions of the specification. */
export interface Matrix {
  readonly kind: 'matrix';
  readonly format: typeof reportFormat;
  readonly target: string;
  readonly columns: readonly MatrixColumn[];
  /** Only requirements whose outcome differs between versions, or fails in some. */
  readonly rows: readonly MatrixRow[];
}

/** The versions that a matrix has. */
export const matrixVersions: readonly ApiVersion[] = apiVersions.filter((version) =>
  atLeast(version, '2.13'),
);

/** Runs the checks once for each version, one after the other; each requirement is judged by its level in that version. */
export async function runMatrix(options: Omit<RunOptions, 'apiVersion'>): Promise<Matrix> {
  const columns: MatrixColumn[] = [];
  for (const version of matrixVersions) {
    try {
      const report = await runConformance({ ...options, apiVersion: version });
      columns.push({ version, report });
      if (report.aborted) break;
    } catch (error) {
      // A broker need not speak every version.
      if (!(error instanceof ConformanceError) || error.kind !== 'catalog-unusable') throw error;
      columns.push({ version, refused: error.message });
    }
  }
  const target = columns.flatMap((column) => ('report' in column ? [column.report.target] : []))[0];
  return { kind: 'matrix', format: reportFormat, target: target ?? '', columns, rows: rowsOf(columns) };
}

/** The exit code: 4 leftovers, 1 a version that is not conformed to, 3 one undecided or none served, 0 all served ones conformed to. */
export function exitCodeOfMatrix({ columns }: Matrix): 0 | 1 | 3 | 4 {
  const codes = columns.flatMap((column) => ('report' in column ? [exitCodeOf(column.report)] : []));
  return ([4, 1, 3] as const).find((code) => codes.includes(code)) ?? (codes.length === 0 ? 3 : 0);
}

function rowsOf(columns: readonly MatrixColumn[]): readonly MatrixRow[] {
  const byColumn = columns.map((column) =>
    'report' in column ? outcomesOf(column.report) : new Map<RequirementId, MatrixCell>(),
  );
  const ids = [...new Set(checks.flatMap(({ requirements }) => requirements))];
  return ids.flatMap((requirement): readonly MatrixRow[] => {
    const cells = columns.map((column, at): MatrixCell =>
      weightAt(requirement, column.version) === undefined
        ? '-'
        : (byColumn[at]?.get(requirement) ?? 'not tested'),
    );
    const told = new Set(cells.filter((cell, at) => cell !== '-' && 'report' in (columns[at] ?? {})));
    const isBad = told.has('failed') || told.has('warned');
    return told.size > 1 || isBad ? [{ requirement, cells }] : [];
  });
}

/** The outcome of each requirement that a check of the report is about, the worst first. */
function outcomesOf(report: Report): ReadonlyMap<RequirementId, MatrixCell> {
  const found = new Map<RequirementId, MatrixCell>();
  const order: readonly MatrixCell[] = ['failed', 'warned', 'undecided', 'passed', 'not tested'];
  const note = (id: RequirementId, cell: MatrixCell) => {
    const before = found.get(id);
    if (before === undefined || order.indexOf(cell) < order.indexOf(before)) found.set(id, cell);
  };
  for (const result of report.results) {
    const check = checks.find(({ id }) => id === result.check);
    if (check === undefined || isNotStated(check, report.apiVersion)) continue;
    for (const { requirement, weight } of findingsOf(result)) {
      note(requirement, weight === 'error' || (report.strict && weight === 'warning') ? 'failed' : 'warned');
    }
    const broken = new Set(findingsOf(result).map(({ requirement }) => requirement));
    const cell = cellOf(result.outcome);
    for (const id of result.requirements) if (!broken.has(id)) note(id, cell);
  }
  return found;
}

/** What a result says of those of its requirements that no finding names. */
function cellOf(outcome: Report['results'][number]['outcome']): MatrixCell {
  switch (outcome) {
    case 'passed':
    case 'warned':
      return 'passed';
    // An assertion that failed ended the check before it came to the others.
    case 'failed':
    case 'blocked':
    case 'inconclusive':
    case 'errored':
      return 'undecided';
    case 'skipped':
      return 'not tested';
  }
}
