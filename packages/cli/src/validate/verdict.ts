import type { ValidationResult } from '@osb-kit/catalog-schema';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';

/** What fails a run. */
export const failOnLevels = ['error', 'warning', 'never'] as const;
export type FailOn = (typeof failOnLevels)[number];

/** What a run is held against. */
export interface Demands {
  readonly failOn: FailOn;
  /** Warnings that are allowed; any number when absent. */
  readonly maxWarnings: number | undefined;
  /** Entries of the baseline that no longer hold. */
  readonly stale: number;
}

/** The exit code for what was found, where everything could be examined; says so where a warning decides. */
export function verdictCode(
  results: readonly ValidationResult[],
  { failOn, maxWarnings, stale }: Demands,
  io: Io,
): ExitCode {
  if (failOn === 'never') return exitCodes.conformant;
  const warnings = results.reduce((sum, result) => sum + result.warnings, 0);
  if (!results.every(({ valid }) => valid) || stale > 0) return exitCodes.notConformant;
  if (failOn === 'warning' && warnings > 0) return exitCodes.notConformant;
  if (maxWarnings === undefined || warnings <= maxWarnings) return exitCodes.conformant;
  const are = warnings === 1 ? 'There is 1 warning' : `There are ${String(warnings)} warnings`;
  io.stderr(`osb: ${are}, and ${String(maxWarnings)} allowed by --max-warnings or the configuration.\n`);
  return exitCodes.notConformant;
}

/** Results without their warnings, which stay counted. */
export function errorsOnly(results: readonly ValidationResult[]): readonly ValidationResult[] {
  return results.map((result) => ({
    ...result,
    notes: [],
    findings: result.findings.filter(({ severity }) => severity === 'error'),
  }));
}
