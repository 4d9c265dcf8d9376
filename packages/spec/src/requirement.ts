import type { RequirementId } from './generated/requirement-ids.ts';
import type { ApiVersion } from './versions.ts';

/** How strongly the specification demands something; `MAY-conditional` reads: if the broker does this, then in that way. */
export const levels = ['MUST', 'MUST_NOT', 'SHOULD', 'SHOULD_NOT', 'RECOMMENDED', 'MAY-conditional'] as const;
export type Level = (typeof levels)[number];

/** Whom a requirement binds. */
export type Party = 'broker' | 'platform';

/**
 * What it takes to see whether a requirement holds: nothing but the URL and credentials (`black-box`), facts that the
 * operator supplies (`black-box-with-config`), a hook inside the broker (`needs-cooperation`), or nothing that HTTP can show.
 */
export type Testability = 'black-box' | 'black-box-with-config' | 'needs-cooperation' | 'not-testable';

/** Where a requirement's level comes from; `derived` is a consequence drawn from the text and never more than a warning. */
export type Basis =
  | 'keyword'
  | 'required-asterisk'
  | 'type'
  | 'enum'
  | 'optional-field'
  | 'definition'
  | 'expected-body'
  | 'conditional'
  | 'derived';

/** One of the places where the text is silent or contradictory, with the verdict rule that osb-kit follows. */
export type HardCaseId = `HC-${number}`;

/** One normative statement of the Open Service Broker API: a row of the ledger. */
export interface Requirement {
  readonly id: RequirementId;
  /** Document and anchor at version 2.17, as in `spec.md#provisioning`. */
  readonly section: string;
  /** The level at the newest version; {@link levelAt} gives that of an older one. */
  readonly level: Level;
  readonly party: Party;
  /** The first version whose text contains the requirement in any strength; 2.11 means 2.11 or earlier. */
  readonly since: ApiVersion;
  /** The first version from which the present level has held without interruption. */
  readonly levelSince: ApiVersion;
  readonly statement: string;
  readonly testable: Testability;
  readonly testableWhy: string;
  readonly basis: Basis;
  /** How a tester decides it. */
  readonly check: string;
  /** A broken implementation that the check must catch. */
  readonly mutant: string;
  /** How the text changed on the way to the newest version; empty when it did not. */
  readonly history: string;
  readonly hardCases: readonly HardCaseId[];
}

/** A place where brokers may legally differ, and how osb-kit decides it. */
export interface HardCase {
  readonly id: HardCaseId;
  readonly title: string;
  readonly text: string;
  readonly seenInTheWild: string;
  readonly verdictRule: string;
  readonly requirements: readonly RequirementId[];
}
