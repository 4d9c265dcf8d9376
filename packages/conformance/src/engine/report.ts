import type { ApiVersion, Level, RequirementId } from '@osb-kit/spec';
import type { Exchange, ExchangeReference } from './exchange.ts';
import type { Weight } from './signals.ts';

/** Version of the shape of {@link Report}; it grows with every change that a reader must know of. */
export const reportFormat = 1;

/** The outcome of a run: plain data that survives `JSON.stringify`. */
export interface Report {
  readonly format: typeof reportFormat;
  readonly tool: { readonly name: string; readonly version: string };
  /** The address that was tested, without credentials. */
  readonly target: string;
  readonly apiVersion: ApiVersion;
  readonly strict: boolean;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly seed: number;
  readonly catalog: CatalogSummary;
  /** In the order of the registry, then of the catalog. */
  readonly results: readonly CheckResult[];
  readonly counts: Counts;
  readonly conclusion: Conclusion;
  /** What the run made and could not remove. */
  readonly leftovers: readonly Leftover[];
  /** Every exchange of the run, redacted; results refer to them by id. */
  readonly exchanges: readonly Exchange[];
  /** True when the run was stopped before all checks were through. */
  readonly aborted: boolean;
  /** What the known failures made of it; absent without a baseline. */
  readonly baseline?: BaselineOutcome;
}

/** A report held against the failures that are known. */
export interface BaselineOutcome {
  /** Failed results all of whose failures are known: they do not fail the run. */
  readonly known: readonly KnownFailure[];
  /** Entries that no longer hold: they fail the run. */
  readonly stale: readonly StaleEntry[];
}

export interface KnownFailure {
  readonly check: string;
  readonly target: ResultTarget | null;
  readonly requirements: readonly RequirementId[];
  readonly reason: string;
}

export interface StaleEntry {
  readonly check: string;
  readonly plan: string | null;
  readonly requirement: string | null;
  readonly reason: string;
}

export interface CatalogSummary {
  /** Present when the catalog is so large that only some of its plans were tested: how many, and of how many. */
  readonly sample?: { readonly tested: number; readonly of: number };
  readonly offerings: readonly {
    readonly id: string;
    readonly name: string;
    readonly plans: readonly { readonly id: string; readonly name: string; readonly tested: boolean }[];
  }[];
}

/** The outcomes of a check, worst first. */
export const outcomes = [
  'failed',
  'errored',
  'blocked',
  'warned',
  'inconclusive',
  'skipped',
  'passed',
] as const;
export type Outcome = (typeof outcomes)[number];

export type Counts = Readonly<Record<Outcome, number>>;

/** What the run as a whole says: a broker is conformant only if something was proven, nothing failed and nothing was in the way. */
export type Conclusion = 'conformant' | 'not-conformant' | 'undecided';

/** The plan that a result is about. */
export interface ResultTarget {
  readonly service: string;
  readonly serviceId: string;
  readonly plan: string;
  readonly planId: string;
}

interface ResultBase {
  readonly check: string;
  readonly title: string;
  readonly requirements: readonly RequirementId[];
  /** `null` when the result is about the broker as a whole. */
  readonly target: ResultTarget | null;
  readonly durationMs: number;
  /** Remarks that do not change the verdict. */
  readonly notes: readonly string[];
  readonly exchanges: readonly ExchangeReference[];
}

/** What came of one check on one target. */
export type CheckResult = ResultBase &
  (
    | { readonly outcome: 'passed' }
    | { readonly outcome: 'failed'; readonly findings: readonly [Finding, ...Finding[]] }
    | { readonly outcome: 'warned'; readonly findings: readonly [Finding, ...Finding[]] }
    | { readonly outcome: 'skipped'; readonly reason: string }
    | ({ readonly outcome: 'blocked'; readonly cause: string } & Obstacle)
    | { readonly outcome: 'inconclusive'; readonly why: string }
    | ({ readonly outcome: 'errored'; readonly error: string } & Obstacle)
  );

/** The request that stood in the way of a verdict. */
export interface Obstacle {
  /** Its exchange; `null` when the check sent nothing. */
  readonly exchange: number | null;
  /** Commands that repeat it. */
  readonly reproduce: readonly string[];
}

/** One way in which the broker departs from a requirement. */
export interface Finding {
  readonly requirement: RequirementId;
  /** General requirements that sum up rows like this one; they are broken with it and not counted again. */
  readonly alsoBreaks: readonly RequirementId[];
  /** What the requirement says. */
  readonly statement: string;
  /** The level at the tested version. */
  readonly level: Level;
  readonly since: ApiVersion;
  readonly weight: Weight;
  /** The section of the specification at the tested version. */
  readonly link: string;
  /** All answers that would have been legal. */
  readonly expected: string;
  readonly actual: string;
  readonly because: string;
  readonly likelyCause: string | null;
  /** The exchange that shows it; `null` when the finding is about several. */
  readonly exchange: number | null;
  /** Commands that repeat the requests; credentials come from the environment. */
  readonly reproduce: readonly string[];
  readonly runAgain: string;
}

/** Something that the run created and could not remove. */
export interface Leftover {
  readonly kind: 'instance' | 'binding';
  readonly instanceId: string;
  readonly bindingId: string | null;
  readonly serviceId: string;
  readonly planId: string;
  readonly reason: string;
}
