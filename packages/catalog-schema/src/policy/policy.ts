import { nearestName } from '../engine/keys.ts';

/** How loudly a policy lets a rule speak. */
export type PolicySeverity = 'error' | 'warning' | 'off';

/** Severities that hold for a part of a catalog; later overrides win. */
export interface PolicyOverride {
  /** Names or ids, in which `*` stands for any characters; all when absent. */
  readonly offerings?: readonly string[];
  readonly plans?: readonly string[];
  /** JSON Pointers into the catalog, in which `*` stands for any one key; what is below counts, too. */
  readonly paths?: readonly string[];
  readonly rules: ReadonlyMap<string, PolicySeverity>;
}

/** A rule of a team's own: what must hold of the values at a path. */
export interface OwnRule {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** A JSON Pointer into the catalog, in which `*` stands for any one key, as in `/services/0/name` with `*` for 0. */
  readonly path: string;
  /** What the team wants, in its words. */
  readonly message?: string;
  readonly link?: string;
  /** The value is there, and is neither null nor empty text. */
  readonly required?: boolean;
  /** There is no value. */
  readonly forbidden?: boolean;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  /** Of a number; of the length of text, or the count of the elements of a list. */
  readonly min?: number;
  readonly max?: number;
}

/** What a team wants of its catalogs, besides what the specification and platforms demand. */
export interface Policy {
  /** Where it is written, for messages: the name of a file. */
  readonly origin: string;
  readonly rules: ReadonlyMap<string, PolicySeverity>;
  readonly overrides: readonly PolicyOverride[];
  readonly own: readonly OwnRule[];
}

/** A question for the rule that somebody may have meant, in front of a remedy; empty where none is near. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const near = nearestName(written, [...names]);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}
