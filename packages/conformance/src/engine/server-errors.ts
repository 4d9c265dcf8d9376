import type { ApiVersion } from '@osb-kit/spec';
import type { Answer } from './answer.ts';
import { readCatalog, type Offering } from './catalog-model.ts';
import { isWellFormed, kindOf, type RequestKind } from './well-formed.ts';

/** Well-formed requests of one kind that were answered with the same server error. */
export interface ServerError {
  readonly kind: RequestKind;
  /** The first answer. */
  readonly answer: Answer;
  readonly count: number;
  /** The broker says when to try again, and trying again was no use. */
  readonly isUnavailable: boolean;
  /** Nothing obliges the broker to offer this route. */
  readonly isOptional: boolean;
}

/** Every server error of a run, whatever the request was for: by cause, so that they stay few. */
export interface ServerErrors {
  /** Is told of each answer. */
  note(answer: Answer): void;
  /** Is told of the exchanges that a result names: their cause is said already. */
  name(exchange: number): void;
  /** Causes that no result names. */
  unnamed(): readonly ServerError[];
}

interface Draft {
  readonly kind: RequestKind;
  readonly answer: Answer;
  readonly exchanges: number[];
  readonly isOptional: boolean;
}

/** Creates the memory of server errors. Catalogs that it is told of say what is well-formed. */
export function createServerErrors(version: ApiVersion): ServerErrors {
  const causes = new Map<string, Draft>();
  const named = new Set<number>();
  /** Requests that were to be sent again later, by what they are about. */
  const postponed = new Map<string, string>();
  /** Instances that the broker was asked for and did not refuse: about others there is nothing to ask. */
  const asked = new Set<string>();
  /** What was begun and goes on after the answer. */
  const begun = new Set<string>();
  let offerings: readonly Offering[] = [];
  return {
    note(answer) {
      const { request, status } = answer;
      const kind = kindOf(request);
      const [path = ''] = request.url.split('?');
      const about = `${request.method} ${path}`;
      if (kind === 'catalog' && status === 200 && offerings.length === 0)
        offerings = readCatalog(answer.json, version);
      if (status === 202) begun.add(path);
      const instance = /^.*\/v2\/service_instances\/[^/]+/.exec(path)?.[0];
      if (kind === 'provision' && instance !== undefined && (status < 400 || status >= 500))
        asked.add(instance);
      // What an unknown instance is answered is the business of the checks that ask about one.
      if (instance !== undefined && !asked.has(instance)) return;
      const before = postponed.get(about);
      if (before !== undefined && status < 500 && status !== 429) {
        postponed.delete(about);
        causes.delete(before);
      }
      if (kind === undefined || status < 500 || !isWellFormed(request, offerings, version)) return;
      const waits = status === 503 && answer.header('Retry-After') !== undefined;
      const key = JSON.stringify([kind, status, waits ? about : essenceOf(answer.text)]);
      if (waits) postponed.set(about, key);
      const isOptional = isOptionalRoute(kind, offerings, begun.has(path.replace(/\/last_operation$/, '')));
      const known = causes.get(key);
      if (known === undefined) causes.set(key, { kind, answer, exchanges: [answer.exchange.id], isOptional });
      else if (known.exchanges.length < remembered) known.exchanges.push(answer.exchange.id);
    },
    name: (exchange) => named.add(exchange),
    unnamed: () =>
      [...causes.values()]
        .filter(({ exchanges }) => !exchanges.some((id) => named.has(id)))
        .map(({ kind, answer, exchanges, isOptional }) => ({
          kind,
          answer,
          isOptional,
          count: exchanges.length,
          isUnavailable: answer.status === 503 && answer.header('Retry-After') !== undefined,
        })),
  };
}

/** Exchanges of one cause that are remembered, to tell whether a result names one of them. */
const remembered = 10_000;

/** What an error body says, without ids, times and numbers. */
export function essenceOf(text: string): string {
  return text
    .slice(0, 2000)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '')
    .replaceAll(/\d+/g, '')
    .slice(0, 300);
}

/** Routes that a broker need not have where the catalog does not declare them, or where it began nothing (HC-07, HC-18). */
function isOptionalRoute(kind: RequestKind, offerings: readonly Offering[], isBegun: boolean): boolean {
  switch (kind) {
    case 'poll-instance':
    case 'poll-binding':
      return !isBegun;
    case 'fetch-instance':
      return !offerings.some((offering) => offering.instancesRetrievable);
    case 'fetch-binding':
      return !offerings.some((offering) => offering.bindingsRetrievable);
    case 'update':
      return !offerings.some(
        ({ allowContextUpdates, plans }) =>
          allowContextUpdates ||
          plans.some((plan) => plan.planUpdateable || plan.schemas.update !== undefined),
      );
    case 'bind':
    case 'unbind':
      return !offerings.some(({ plans }) => plans.some((plan) => plan.bindable));
    case 'catalog':
    case 'provision':
    case 'deprovision':
      return false;
  }
}
