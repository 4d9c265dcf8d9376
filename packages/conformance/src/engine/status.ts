import { STATUS_CODES } from 'node:http';

/** A status or a class of statuses. */
export type StatusPattern = number | '2xx' | '3xx' | '4xx' | '5xx';

/** Every answer that is legal to a request, and those that are wrong but common enough to be only a warning or a remark. */
export interface LegalStatuses {
  readonly legal: readonly StatusPattern[];
  /** Wrong by the letter; a warning with this reason. */
  readonly tolerated?: readonly Deviation[];
  /** Legal but worth a remark. */
  readonly noted?: readonly Deviation[];
  /** Statuses that show that the probe was not understood, so that nothing follows. */
  readonly unclear?: readonly Deviation[];
}

export interface Deviation {
  readonly status: StatusPattern;
  readonly reason: string;
}

/** True when the status is the pattern or in its class. */
export function matchesStatus(pattern: StatusPattern, status: number): boolean {
  return typeof pattern === 'number' ? pattern === status : Math.floor(status / 100) === Number(pattern[0]);
}

/** "201 Created". */
export function nameStatus(status: number): string {
  const phrase = STATUS_CODES[status];
  return phrase === undefined ? String(status) : `${String(status)} ${phrase}`;
}

/** "200 OK or 202 Accepted". */
export function namePatterns(patterns: readonly StatusPattern[]): string {
  const names = patterns.map((pattern) =>
    typeof pattern === 'number' ? nameStatus(pattern) : `any ${pattern}`,
  );
  const last = names.at(-1) ?? 'no answer';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
