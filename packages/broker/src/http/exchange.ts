import type { OriginatingIdentity } from '@osb-kit/spec/protocol';
import type { Json } from '../json.ts';
import type { Logger } from '../logger.ts';

/** A request that was answered, as metrics, history and logs see it. */
export interface Exchange {
  readonly at: number;
  /** Where it came from: the address of the client, or of the last proxy on the way; `undefined` when that is gone. */
  readonly address: string | undefined;
  readonly method: string;
  /** The pattern of the route, or `unknown`. */
  readonly route: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly instanceId: string;
  readonly bindingId: string;
  readonly status: number;
  /** The `error` word of a refusal. */
  readonly error: string | undefined;
  readonly seconds: number;
  /** Who sent it; `undefined` when that is not known. */
  readonly user: string | undefined;
  readonly requestIdentity: string | undefined;
  readonly originatingIdentity: OriginatingIdentity | undefined;
  readonly body: Json | undefined;
}

/** Called after each answer. */
export type Observer = (exchange: Exchange) => void;

/** An observer of the application that the broker is part of: it may answer a promise, and what it fails at is logged. */
export type ExchangeObserver = (exchange: Exchange) => unknown;

/** Lets an observer fail without harm, at once or later. */
export function harmless(observe: ExchangeObserver, log: Logger): Observer {
  const failed = (error: unknown) => {
    log.error({ err: error }, 'an observer of requests failed');
  };
  return (exchange) => {
    try {
      const told = observe(exchange);
      if (typeof told === 'object' && told !== null) Promise.resolve(told).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}
