import type { ValidationResult } from '../engine/finding.ts';

/** How a report is to look. */
export interface ReportOptions {
  /** ANSI colours; only the text format has any. */
  readonly color?: boolean;
  /** Every finding, however many there are; else text groups very many by rule. */
  readonly full?: boolean;
  /** Version of osb-kit, for formats that name the tool. */
  readonly toolVersion?: string;
}

/** Turns results into text: a pure function, one file for each format. */
export interface Reporter {
  readonly id: string;
  /** One sentence for `--help`. */
  readonly summary: string;
  /** Usual ending of a file in this format. */
  readonly extension: string;
  render(results: readonly ValidationResult[], options?: ReportOptions): string;
}

/** What reports call an input that came without a name. */
export function sourceOf(result: ValidationResult): string {
  return result.source ?? '<catalog>';
}

/** A count and its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The source of a result that is about several brokers, and about no catalog of its own. */
export const acrossBrokers = '<together>';

/** The closing line of a report. */
export function verdict(results: readonly ValidationResult[]): string {
  const errors = results.reduce((sum, result) => sum + result.errors, 0);
  const warnings = results.reduce((sum, result) => sum + result.warnings, 0);
  const catalogs = results.filter(({ source }) => source !== acrossBrokers);
  const valid = catalogs.filter((result) => result.valid).length;
  const across = results.some((result) => result.source === acrossBrokers && !result.valid);
  const unexamined = catalogs.filter(({ failure }) => failure !== undefined).length;
  const failed = unexamined === 0 ? '' : `, ${unexamined} not examined`;
  return `${count(catalogs.length, 'catalog')}, ${valid} valid${failed}${across ? ', but not together' : ''}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}
