import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { BrokerError } from '../errors.ts';

/** What can be made to go wrong, for those who test how a platform copes. */
export const faultKinds = {
  status: 'Answers `status` (default 500) without doing anything.',
  concurrency: 'Answers 422 ConcurrencyError without doing anything.',
  gone: 'Answers 410 without doing anything.',
  dropped: 'Closes the connection without an answer; nothing is done.',
  delay: 'Waits `ms` milliseconds, then works as usual.',
  answer_dropped: 'Does what is asked, then closes the connection without an answer.',
  malformed: 'Does what is asked, then answers a body that is not JSON.',
  truncated: 'Does what is asked, then ends the connection in the middle of the body.',
  wrong_status: 'Does what is asked, then answers `status` (default 204) with the usual body.',
  never_finish: 'last_operation says "in progress", whatever is the case.',
  changed_ids: 'The catalog has other ids of offerings and plans.',
} as const;

/** The name of a fault. */
export type FaultKind = keyof typeof faultKinds;

/** Which requests a fault is for; what is not given fits all. */
export interface FaultMatch {
  readonly operation?: string;
  readonly plan_id?: string;
  readonly instance_id?: string;
  readonly binding_id?: string;
  readonly request_identity?: string;
}

/** One fault, and how often it strikes. */
export interface FaultRule {
  readonly kind: FaultKind;
  readonly match: FaultMatch;
  readonly status?: number;
  readonly ms?: number;
  /** Requests that fit and are spared first. Default 0. */
  readonly after: number;
  /** Times that it strikes before it is over. Default: for ever. */
  readonly times: number;
  /** Share of the requests that fit which it strikes, decided by the seed. Default 1. */
  readonly probability: number;
}

const matchFields = ['operation', 'plan_id', 'instance_id', 'binding_id', 'request_identity'] as const;

/** Reads the rules of a request to set faults; says what is wrong with them. */
export function faultRules(body: Json | undefined): { seed: number; rules: readonly FaultRule[] } {
  if (!isJsonObject(body) || !Array.isArray(body['rules'])) {
    throw new BrokerError(
      'MalformedRequest',
      'Send {"seed": 1, "rules": [{"kind": "status", "match": {}}]}.',
    );
  }
  const rules: readonly Json[] = body['rules'];
  return { seed: count(body, 'seed', 1), rules: rules.map(faultRule) };
}

function faultRule(value: Json, index: number): FaultRule {
  const place = `rules/${String(index)}`;
  if (!isJsonObject(value))
    throw new BrokerError('MalformedRequest', `The rule at ${place} is not an object.`);
  const { kind } = value;
  if (typeof kind !== 'string' || !isKind(kind)) {
    throw new BrokerError(
      'MalformedRequest',
      `The rule at ${place} has no known kind. Use one of ${Object.keys(faultKinds).join(', ')}.`,
    );
  }
  const match = isJsonObject(value['match']) ? value['match'] : {};
  const named = matchFields.flatMap((field) => {
    const wanted = match[field];
    return typeof wanted === 'string' ? [[field, wanted] as const] : [];
  });
  const { probability } = value;
  return {
    kind,
    match: Object.fromEntries(named),
    after: count(value, 'after', 0),
    times: count(value, 'times', Number.MAX_SAFE_INTEGER),
    probability: typeof probability === 'number' ? probability : 1,
    ...(value['status'] !== undefined && { status: httpStatus(value['status'], place) }),
    ...(value['ms'] !== undefined && { ms: count(value, 'ms', 0) }),
  };
}

function isKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultKinds, kind);
}

function httpStatus(value: Json, place: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599) return value;
  throw new BrokerError('MalformedRequest', `The status at ${place} is not a number from 200 to 599.`);
}

function count(object: JsonObject, field: string, otherwise: number): number {
  const value = object[field];
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new BrokerError('MalformedRequest', `The field "${field}" is not a whole number of 0 or more.`);
}
