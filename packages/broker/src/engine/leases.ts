import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';

interface Held {
  readonly fence: number;
  readonly controller: AbortController;
  /** When the handler was told to stop. */
  abortedAt: number;
  /** Until when the lease lasts for sure. */
  until: number;
}

/** A handler that was told to stop is waited for, but not for ever. */
const stoppedWithinMs = 30_000;

/** The operations that this process works on: prolongs their leases, and aborts those it has lost or cancelled. */
export interface Leases {
  /** Until when a lease taken now lasts, in epoch milliseconds. */
  until(): number;
  /** @param until - When the lease ends that was taken, in epoch milliseconds. */
  hold(operationId: string, fence: number, until: number): AbortSignal;
  drop(operationId: string, fence: number): void;
  /** The ids of the operations that this process works on. */
  held(): readonly string[];
  /** Aborts the operation's handler if it runs here. */
  abort(operationId: string): void;
  /** Aborts everything, and prolongs nothing any more. */
  close(): void;
}

/**
 * Keeps leases of `leaseMs` milliseconds alive for as long as their work goes on; for half a minute, or six leases where
 * those are shorter, once it was told to stop.
 */
export function createLeases(store: Store, leaseMs: number, now: () => number, log: Logger): Leases {
  const renewEveryMs = Math.max(leaseMs / 3, 10);
  const patienceMs = Math.min(6 * leaseMs, stoppedWithinMs);
  const held = new Map<string, Held>();
  let renewing = false;

  /** A lease that could not be prolonged may soon be somebody else's: its work is told before that. */
  const abortExpired = () => {
    for (const one of held.values()) if (one.until - renewEveryMs < now()) abort(one);
  };
  const renew = async () => {
    if (renewing) abortExpired();
    if (renewing || held.size === 0) return;
    renewing = true;
    const until = now() + leaseMs;
    try {
      const before = [...held]
        .filter(([operationId, one]) => !isGivenUp(operationId, one))
        .map(([operationId, { fence }]) => ({ operationId, fence }));
      const kept = await store.renew(before, until);
      for (const { operationId, fence } of before) {
        const current = held.get(operationId);
        if (current?.fence !== fence) continue;
        if (kept.has(operationId)) current.until = until;
        else abort(current);
      }
    } catch (error) {
      log.error({ reason: String(error) }, 'leases could not be renewed');
      abortExpired();
    } finally {
      renewing = false;
    }
  };
  const abort = (one: Held) => {
    one.abortedAt = Math.min(one.abortedAt, now());
    one.controller.abort();
  };
  /** Its lease runs out, so that what waits for it goes on. */
  const isGivenUp = (operation: string, { abortedAt }: Held) => {
    if (now() - abortedAt < patienceMs) return false;
    log.warn({ operation }, 'a step that was told to stop does not end; its operation is taken for stopped');
    held.delete(operation);
    return true;
  };
  const timer = setInterval(() => void renew(), renewEveryMs);
  timer.unref();

  return {
    until: () => now() + leaseMs,
    hold: (operationId, fence, until) => {
      const controller = new AbortController();
      held.set(operationId, { fence, controller, abortedAt: Infinity, until });
      return controller.signal;
    },
    drop: (operationId, fence) => {
      if (held.get(operationId)?.fence === fence) held.delete(operationId);
    },
    held: () => [...held.keys()],
    abort: (operationId) => {
      const one = held.get(operationId);
      if (one !== undefined) abort(one);
    },
    close: () => {
      clearInterval(timer);
      for (const one of held.values()) abort(one);
    },
  };
}
