import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { BrokerError } from '../errors.ts';

/** What can be made to go wrong, for those who test how a platform copes. */
export const faultKinds = {
  status: 'Answers `status` (default 500) without doing anything.',
  concurrency: 'Answers 422 ConcurrencyError without doing anything.',
  gone: 'Answers 410 without doing anything.',
  dropped: 'Closes the connection without an answer; nothing is done.',
  delay:
    'Waits `ms` milliseconds (default 1000, at most an hour); then the next rule that strikes, or the usual answer.',
  answer_dropped: 'Does what is asked, then closes the connection without an answer.',
  malformed: 'Does what is asked, then answers a body that is not JSON.',
  truncated: 'Does what is asked, then ends the connection in the middle of the body.',
  wrong_status: 'Does what is asked, then answers `status` (default 204) with the usual body.',
  never_finish: 'last_operation says "in progress", whatever is the case.',
  fail_operation:
    'last_operation says "failed", with `description`, `instance_usable` and `update_repeatable` where given, whatever is the case.',
  changed_ids: 'The catalog has other ids of offerings and plans; requests still go by the true ones.',
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
  readonly description?: string;
  readonly instance_usable?: boolean;
  readonly update_repeatable?: boolean;
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

const longestDelayMs = 3_600_000;
const commonFields = ['kind', 'match', 'after', 'times', 'probability'];
/** Fields that only some kinds have. */
const ownFields: Readonly<Partial<Record<FaultKind, readonly string[]>>> = {
  status: ['status'],
  wrong_status: ['status'],
  delay: ['ms'],
  fail_operation: ['description', 'instance_usable', 'update_repeatable'],
};

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
  refuseUnknown(value, [...commonFields, ...(ownFields[kind] ?? [])], place);
  const { probability = 1, status, ms, description } = value;
  if (typeof probability !== 'number' || probability < 0 || probability > 1) {
    throw wrong(`${place}/probability`, 'a number from 0 to 1');
  }
  if (description !== undefined && typeof description !== 'string')
    throw wrong(`${place}/description`, 'a text');
  return {
    kind,
    match: faultMatch(value['match'] ?? {}, `${place}/match`),
    after: count(value, 'after', 0),
    times: count(value, 'times', Number.MAX_SAFE_INTEGER),
    probability,
    ...(status !== undefined && { status: httpStatus(status, place) }),
    ...(ms !== undefined && { ms: delayMs(value, place) }),
    ...(description !== undefined && { description }),
    ...flag(value, 'instance_usable', place),
    ...flag(value, 'update_repeatable', place),
  };
}

function faultMatch(value: Json, place: string): FaultMatch {
  if (!isJsonObject(value)) throw wrong(place, 'an object');
  refuseUnknown(value, matchFields, place);
  for (const [field, wanted] of Object.entries(value)) {
    if (typeof wanted !== 'string') throw wrong(`${place}/${field}`, 'a text');
    if (field === 'operation' && !knownOperations.includes(wanted)) {
      throw wrong(`${place}/operation`, `one of ${knownOperations.join(', ')}`);
    }
  }
  // Every field is one of a match, and a text.
  return value;
}

function refuseUnknown(value: JsonObject, known: readonly string[], place: string): void {
  const strange = Object.keys(value).find((field) => !known.includes(field));
  if (strange === undefined) return;
  throw new BrokerError(
    'MalformedRequest',
    `The field "${strange}" at ${place} has no meaning there. There are ${known.join(', ')}.`,
  );
}

function wrong(place: string, expected: string): BrokerError {
  return new BrokerError('MalformedRequest', `The value at ${place} is not ${expected}.`);
}

function delayMs(value: JsonObject, place: string): number {
  const ms = count(value, 'ms', 0);
  if (ms > longestDelayMs) throw wrong(`${place}/ms`, `at most ${String(longestDelayMs)}, an hour`);
  return ms;
}

function flag(
  value: JsonObject,
  field: 'instance_usable' | 'update_repeatable',
  place: string,
): Partial<FaultRule> {
  const given = value[field];
  if (given === undefined) return {};
  if (typeof given !== 'boolean') throw wrong(`${place}/${field}`, 'true or false');
  return { [field]: given };
}

/** What rules call the requests of the specification, by method and path of their route. */
export const operationNames: ReadonlyMap<string, string> = new Map([
  ['GET /v2/catalog', 'catalog'],
  ['PUT /v2/service_instances/:instance_id', 'provision'],
  ['GET /v2/service_instances/:instance_id', 'fetch_instance'],
  ['PATCH /v2/service_instances/:instance_id', 'update'],
  ['DELETE /v2/service_instances/:instance_id', 'deprovision'],
  ['GET /v2/service_instances/:instance_id/last_operation', 'instance_last_operation'],
  ['PUT /v2/service_instances/:instance_id/service_bindings/:binding_id', 'bind'],
  ['GET /v2/service_instances/:instance_id/service_bindings/:binding_id', 'fetch_binding'],
  ['DELETE /v2/service_instances/:instance_id/service_bindings/:binding_id', 'unbind'],
  [
    'GET /v2/service_instances/:instance_id/service_bindings/:binding_id/last_operation',
    'binding_last_operation',
  ],
]);

const knownOperations = [...operationNames.values()];

/** Whether a kind can do anything to a request: a rule counts no others. */
export function affects(kind: FaultKind, operation: string): boolean {
  if (kind === 'changed_ids') return operation === 'catalog';
  if (kind === 'never_finish' || kind === 'fail_operation') return operation.endsWith('last_operation');
  return true;
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
