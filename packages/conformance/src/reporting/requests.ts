import type { Exchange } from '../engine/exchange.ts';
import type { CheckResult } from '../engine/report.ts';
import { nameStatus } from '../engine/status.ts';

/** How a broker treats requests of one kind. */
export interface Reach {
  /** As in `bind` or `poll of an instance`. */
  readonly request: string;
  /** `500 Internal Server Error`, or why there is no answer. */
  readonly came: string;
  /** Requests of the kind with the configured credentials, and those of them that ended so. */
  readonly sent: number;
  readonly ended: number;
}

const instance = '/v2/service_instances/{instance_id}';
const binding = `${instance}/service_bindings/{binding_id}`;

const names: ReadonlyMap<string, string> = new Map([
  ['GET /v2/catalog', 'request for the catalog'],
  [`PUT ${instance}`, 'provision'],
  [`GET ${instance}`, 'fetch of an instance'],
  [`PATCH ${instance}`, 'update'],
  [`DELETE ${instance}`, 'deprovision'],
  [`GET ${instance}/last_operation`, 'poll of an instance'],
  [`PUT ${binding}`, 'bind'],
  [`GET ${binding}`, 'fetch of a binding'],
  [`DELETE ${binding}`, 'unbind'],
  [`GET ${binding}/last_operation`, 'poll of a binding'],
]);

/** Method and path of a request with the names of its parts in place of the ids. */
export function routeOf({ request }: Exchange): string {
  const path = /\/v2\/[^?#]*/.exec(request.url)?.[0] ?? '/';
  const general = path
    .replace(/^(\/v2\/service_instances\/)[^/]+/, '$1{instance_id}')
    .replace(/^(.*\/service_bindings\/)[^/]+/, '$1{binding_id}');
  return `${request.method} ${general}`;
}

/** Equal for requests of one kind that went wrong alike; `undefined` for one that succeeded. */
export function requestKey(exchange: Exchange): string | undefined {
  const { request, outcome } = exchange;
  if (request.credentials !== 'configured') return undefined;
  if (outcome.kind === 'unanswered') return `${routeOf(exchange)} unanswered`;
  return outcome.status >= 400 ? `${routeOf(exchange)} ${String(outcome.status)}` : undefined;
}

/** The exchange that stood in the way of a result. */
export function exchangeOf(
  result: CheckResult | undefined,
  byId: ReadonlyMap<number, Exchange>,
): Exchange | undefined {
  return result !== undefined && 'exchange' in result && result.exchange !== null
    ? byId.get(result.exchange)
    : undefined;
}

/** How often requests of each kind were sent with the configured credentials, and how often they went wrong alike. */
export interface Tally {
  readonly sent: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, number>;
}

/** Counts the requests of a run. */
export function tallyOf(exchanges: readonly Exchange[]): Tally {
  const sent = new Map<string, number>();
  const ended = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string | undefined) => {
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const exchange of exchanges) {
    if (exchange.request.credentials !== 'configured') continue;
    add(sent, routeOf(exchange));
    add(ended, requestKey(exchange));
  }
  return { sent, ended };
}

/** How the broker treats requests like the one that stood in the way; `undefined` for one that succeeded. */
export function reachOf(exchange: Exchange | undefined, tally: Tally): Reach | undefined {
  const key = exchange === undefined ? undefined : requestKey(exchange);
  if (exchange === undefined || key === undefined) return undefined;
  const route = routeOf(exchange);
  const { outcome } = exchange;
  return {
    request: names.get(route) ?? route,
    came: outcome.kind === 'unanswered' ? outcome.reason : nameStatus(outcome.status),
    sent: tally.sent.get(route) ?? 0,
    ended: tally.ended.get(key) ?? 0,
  };
}
