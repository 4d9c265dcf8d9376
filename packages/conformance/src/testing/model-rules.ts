import { randomUUID } from 'node:crypto';
import { compileParameters, type ParameterCheck } from '@osb-kit/catalog-schema';
import { isObject, member, stringMember } from '../engine/json.ts';
import type {
  ModelAnswer,
  ModelOffering,
  ModelOperation,
  ModelPlan,
  ModelRequest,
  ModelState,
} from './model-types.ts';

/** The choices that a conformant broker is free to make. */
export interface ModelChoices {
  readonly mode: 'sync' | 'async';
  readonly polls: number;
  readonly deleteDuringCreate: 'accept' | 'refuse';
}

/** An error answer. */
export function failure(status: number, description: string, error?: string): ModelAnswer {
  return { status, body: error === undefined ? { description } : { error, description } };
}

/** A success answer. */
export const ok = (body: unknown, status = 200): ModelAnswer => ({ status, body });
export const busy = failure(422, 'Another operation is in progress.', 'ConcurrencyError');
export const asyncRequired = failure(422, 'This plan works asynchronously.', 'AsyncRequired');

/** Refuses what is not a JSON object with these members as non-empty strings. */
export function refuseBody(request: ModelRequest, fields: readonly string[]): ModelAnswer | undefined {
  if (!isObject(request.body)) return failure(400, 'The body is not a JSON object.');
  for (const field of fields) {
    const value = request.body[field];
    if (typeof value !== 'string' || value === '') return failure(400, `${field} is missing.`);
  }
  for (const field of ['parameters', 'context', 'maintenance_info', 'bind_resource', 'previous_values']) {
    const value = request.body[field];
    if (value !== undefined && !isObject(value)) return failure(400, `${field} is not an object.`);
  }
  return undefined;
}

/** Refuses parameters that the plan's schema does not allow, and another maintenance version. */
export function refuseContent(
  body: unknown,
  plan: ModelPlan,
  kind: string,
  action: string,
): ModelAnswer | undefined {
  const wanted = member(member(body, 'maintenance_info'), 'version');
  const offered = member(plan['maintenance_info'], 'version');
  if (wanted !== undefined && offered !== undefined && wanted !== offered) {
    return failure(422, 'The maintenance version differs.', 'MaintenanceInfoConflict');
  }
  const schema = member(member(member(plan['schemas'], kind), action), 'parameters');
  const [problem] = isObject(schema) ? checkOf(schema)(parametersOf(body)) : [];
  return problem === undefined ? undefined : failure(400, problem);
}

const checks = new WeakMap<object, ParameterCheck>();

/** Compiling takes longer than all else that the model does. */
function checkOf(schema: object): ParameterCheck {
  const check = checks.get(schema) ?? compileParameters(schema);
  checks.set(schema, check);
  return check;
}

/** The parameters of a body. */
export function parametersOf(body: unknown): Record<string, unknown> {
  const parameters = member(body, 'parameters');
  return isObject(parameters) ? { ...parameters } : {};
}

/** The plan that a body names, if it belongs to the service that the body names. */
export function findPlan(
  state: ModelState,
  body: unknown,
): { offering: ModelOffering; plan: ModelPlan } | undefined {
  const offering = offeringOf(state, stringMember(body, 'service_id'));
  const plan = offering?.plans.find(({ id }) => id === stringMember(body, 'plan_id'));
  return offering === undefined || plan === undefined ? undefined : { offering, plan };
}

export function offeringOf(state: ModelState, id: string | undefined): ModelOffering | undefined {
  return state.catalog.services.find((offering) => offering.id === id);
}

export const acceptsIncomplete = (request: ModelRequest) =>
  request.query.get('accepts_incomplete') === 'true';

/** Starts an operation that is done after so many polls. */
export function begin(kind: ModelOperation['kind'], polls: number, finish: () => void): ModelOperation {
  return { id: `op-${randomUUID()}`, kind, left: polls, state: 'in progress', finish };
}

/** The kind of the operation that is in progress. */
export function runningKind(operation: ModelOperation | undefined): ModelOperation['kind'] | undefined {
  return operation?.state === 'in progress' ? operation.kind : undefined;
}

/** Answers a poll and moves the operation on. */
export function answerPoll(
  request: ModelRequest,
  operation: ModelOperation | undefined,
  exists: boolean,
  tombstone: ModelOperation | undefined,
): ModelAnswer {
  if (/%(?![0-9a-fA-F]{2})/.test(request.rawQuery)) return failure(400, 'The query is malformed.');
  const asked = request.query.get('operation');
  const current = operation ?? tombstone;
  if (current === undefined) {
    return exists ? ok({ state: 'succeeded' }) : failure(404, 'There is no such resource.');
  }
  if (asked !== null && asked !== current.id) return failure(400, 'There is no such operation.');
  if (current.state === 'in progress') {
    if (current.left > 0) current.left -= 1;
    else {
      current.state = 'succeeded';
      current.finish();
    }
  }
  return ok({ state: current.state, description: `The ${current.kind} is ${current.state}.` });
}
