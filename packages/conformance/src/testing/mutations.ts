import type { RequirementId } from '@osb-kit/spec';
import { isObject } from '../engine/json.ts';
import type { Miniature, Mutant } from './miniature.ts';
import type {
  ModelAnswer,
  ModelCatalog,
  ModelOffering,
  ModelPlan,
  ModelRequest,
  ModelState,
  RouteName,
} from './model-types.ts';

/** When a mutation strikes. */
export type Condition = (request: ModelRequest, answer: ModelAnswer, state: ModelState) => boolean;

/** Declares a broker that breaks one row. */
export function mutant(row: RequirementId, name: string, miniature: Miniature): Mutant {
  return { row, name, miniature };
}

/** A broker that gives another answer on a route where the condition holds for what it would have answered. */
export function answering(
  route: RouteName,
  when: Condition,
  change: (answer: ModelAnswer, request: ModelRequest, state: ModelState) => ModelAnswer,
  more: Miniature = {},
): Miniature {
  return {
    ...more,
    after: (answer, request, state) =>
      request.route === route && when(request, answer, state) ? change(answer, request, state) : answer,
  };
}

/** A broker that adds fields to the bodies of its successful answers on a route; a status narrows it down. */
export function adding(
  route: RouteName,
  fields: Readonly<Record<string, unknown>>,
  more: Miniature & { readonly status?: number } = {},
): Miniature {
  const { status, ...rest } = more;
  return answering(
    route,
    (_request, answer) => (status === undefined ? answer.status < 300 : answer.status === status),
    (answer) => ({ ...answer, body: { ...(isObject(answer.body) ? answer.body : {}), ...fields } }),
    rest,
  );
}

/** A broker that answers with another status, and perhaps another body, where the model would answer with one. */
export function restating(
  route: RouteName,
  from: number | readonly number[],
  to: number,
  body?: unknown,
  more: Miniature = {},
): Miniature {
  const statuses = typeof from === 'number' ? [from] : from;
  return answering(
    route,
    (_request, answer) => statuses.includes(answer.status),
    (answer) => ({ ...answer, status: to, body: body === undefined ? answer.body : body }),
    more,
  );
}

/** A broker that answers before the model does where the condition holds. */
export function intercepting(
  route: RouteName | readonly RouteName[],
  when: (request: ModelRequest, state: ModelState) => boolean,
  answer: ModelAnswer | ((request: ModelRequest, state: ModelState) => ModelAnswer | undefined),
  more: Miniature = {},
): Miniature {
  const routes = typeof route === 'string' ? [route] : route;
  return {
    ...more,
    before: (request, state) => {
      if (!routes.includes(request.route) || !request.authorised || !when(request, state)) return undefined;
      return typeof answer === 'function' ? answer(request, state) : answer;
    },
  };
}

/** A broker with another catalog; the first offering and its first plan are at hand. */
export function declaring(
  change: (offering: ModelOffering, plan: ModelPlan, catalog: ModelCatalog) => void,
  more: Miniature = {},
): Miniature {
  return {
    ...more,
    catalog: (catalog) => {
      const [offering] = catalog.services;
      const plan = offering?.plans[0];
      if (offering !== undefined && plan !== undefined) change(offering, plan, catalog);
    },
  };
}

/** The request as the model would answer it with parts of it changed. */
export function asIf(request: ModelRequest, change: Partial<ModelRequest>, state: ModelState): ModelAnswer {
  return state.model({ ...request, ...change });
}

/** The body of a request with fields added or replaced. */
export function bodyWith(request: ModelRequest, fields: Readonly<Record<string, unknown>>): ModelRequest {
  return { ...request, body: { ...(isObject(request.body) ? request.body : {}), ...fields } };
}

/** The query of a request with parameters added or replaced. */
export function queryWith(request: ModelRequest, parameters: Readonly<Record<string, string>>): ModelRequest {
  const query = new URLSearchParams(request.query);
  for (const [name, value] of Object.entries(parameters)) query.set(name, value);
  return { ...request, query };
}

/** True when the body of the request has no such field, or not as a non-empty string. */
export function lacks(request: ModelRequest, field: string): boolean {
  const value = isObject(request.body) ? request.body[field] : undefined;
  return typeof value !== 'string' || value === '';
}

/** How a broker is run that shows its defect on the queue offering only. */
export const onQueue = { run: { services: ['queue'], plans: ['standard'] } } as const;

/** A broker whose operations are asynchronous. */
export const async = { mode: 'async' } as const;
