import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from './answer.ts';

/** What an assertion found, before it is weighed against the version and the options of the run. */
export interface RawFinding {
  readonly requirement: RequirementId;
  /** A requirement that is broken too and weighs less. */
  readonly alsoBreaks?: RequirementId;
  readonly expected: string;
  readonly actual: string;
  readonly because: string;
  readonly answer: Answer | undefined;
  /** Overrides the weight that the requirement would have at the version. */
  readonly weight?: Weight;
  readonly likelyCause?: string;
}

/** What a finding does to the verdict: an error fails, a warning fails only with `strict`, advice never fails. */
export type Weight = 'error' | 'warning' | 'advice';

/** An assertion did not hold; it may be about several requirements. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly findings: readonly RawFinding[];

  constructor(findings: readonly RawFinding[]) {
    super(
      findings
        .map((finding) => `${finding.requirement}: expected ${finding.expected}, got ${finding.actual}`)
        .join('; '),
    );
    this.findings = findings;
  }
}

/** The starting point of a check could not be reached. */
export class Blocked extends Error {
  override readonly name = 'Blocked';
  /** The exchange that barred the way. */
  readonly exchange: number | undefined;

  constructor(cause: string, answer?: Answer) {
    super(cause);
    this.exchange = answer?.exchange.id;
  }
}

/** What was seen does not suffice for a verdict. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive';
}

/** The question does not arise for what the broker did: legally, it took a way on which the requirement says nothing. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}
