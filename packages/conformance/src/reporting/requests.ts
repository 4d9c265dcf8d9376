import type { Exchange } from '../engine/exchange.ts';
import type { CheckResult } from '../engine/report.ts';
import { nameStatus } from '../engine/status.ts';
import { kindNames, kindOf } from '../engine/well-formed.ts';

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

/** Equal for requests of one kind that went wrong alike; `undefined` for one that succeeded. */
export function requestKey(exchange: Exchange): string | undefined {
  const { request, outcome } = exchange;
  const kind = kindOf(request);
  if (kind === undefined || request.credentials !== 'configured') return undefined;
  if (outcome.kind === 'unanswered') return `${kind} unanswered`;
  return outcome.status >= 400 ? `${kind} ${String(outcome.status)}` : undefined;
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
    add(sent, kindOf(exchange.request));
    add(ended, requestKey(exchange));
  }
  return { sent, ended };
}

/** How the broker treats requests like the one that stood in the way; `undefined` for one that succeeded. */
export function reachOf(exchange: Exchange | undefined, tally: Tally): Reach | undefined {
  const kind = exchange === undefined ? undefined : kindOf(exchange.request);
  const key = exchange === undefined ? undefined : requestKey(exchange);
  if (exchange === undefined || kind === undefined || key === undefined) return undefined;
  const { outcome } = exchange;
  return {
    request: kindNames[kind],
    came: outcome.kind === 'unanswered' ? outcome.reason : nameStatus(outcome.status),
    sent: tally.sent.get(kind) ?? 0,
    ended: tally.ended.get(key) ?? 0,
  };
}
