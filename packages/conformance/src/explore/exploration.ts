import type { ApiVersion, Level, RequirementId } from '@osb-kit/spec';
import type { Exchange } from '../engine/exchange.ts';
import type { Leftover, reportFormat } from '../engine/report.ts';
import type { Weight } from '../engine/signals.ts';

/** Something that the broker must not do in the state that it was in, with the shortest way to it. */
export interface ExploredFinding {
  readonly requirement: RequirementId;
  readonly statement: string;
  readonly level: Level;
  readonly weight: Weight;
  /** The section of the specification at the tested version. */
  readonly link: string;
  readonly expected: string;
  readonly actual: string;
  readonly because: string;
  /** The shortest sequence that was found to show it, a line a step. */
  readonly steps: readonly string[];
  /** A shell script that repeats the sequence with curl and removes again what it makes. */
  readonly script: string;
  /** True when the shortest sequence showed it again on its last run. */
  readonly reproducible: boolean;
  readonly exchanges: readonly Exchange[];
}

/** What an exploration did and found: plain data. */
export interface Exploration {
  readonly kind: 'exploration';
  readonly format: typeof reportFormat;
  readonly target: string;
  readonly apiVersion: ApiVersion;
  readonly strict: boolean;
  readonly seed: number;
  readonly durationMs: number;
  /** Steps that were taken, those to find the shortest sequences included. */
  readonly steps: number;
  readonly sequences: number;
  /** Operations that the broker accepted. */
  readonly accepted: number;
  readonly findings: readonly ExploredFinding[];
  /** Legal ways of the broker that one may want to know of. */
  readonly remarks: readonly string[];
  readonly leftovers: readonly Leftover[];
  /** Why it ended before all steps were taken; `null` when it did not. */
  readonly stopped: string | null;
}

/** The exit code: 4 leftovers, 1 a finding that fails, 3 stopped or nothing accepted, 0 nothing found. */
export function exitCodeOfExploration({
  leftovers,
  findings,
  strict,
  stopped,
  accepted,
}: Exploration): 0 | 1 | 3 | 4 {
  if (leftovers.length > 0) return 4;
  if (findings.some(({ weight }) => weight === 'error' || strict)) return 1;
  return stopped !== null || accepted === 0 ? 3 : 0;
}
