import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';

interface Held {
  readonly fence: number;
  readonly controller: AbortController;
}

/** The operations that this process works on: prolongs their leases, and aborts those it has lost or cancelled. */
export interface Leases {
  /** Until when a lease taken now lasts, in epoch milliseconds. */
  until(): number;
  hold(operationId: string, fence: number): AbortSignal;
  drop(operationId: string): void;
  /** Aborts the operation's handler if it runs here. */
  abort(operationId: string): void;
  /** Aborts everything, and prolongs nothing any more. */
  close(): void;
}

/** Keeps leases of `leaseMs` milliseconds alive for as long as their work goes on. */
export function createLeases(store: Store, leaseMs: number, now: () => number, log: Logger): Leases {
  const held = new Map<string, Held>();
  let renewing = false;

  const renew = async () => {
    if (renewing || held.size === 0) return;
    renewing = true;
    try {
      const before = [...held].map(([operationId, { fence }]) => ({ operationId, fence }));
      const kept = await store.renew(before, now() + leaseMs);
      for (const { operationId, fence } of before) {
        const current = held.get(operationId);
        if (!kept.has(operationId) && current?.fence === fence) current.controller.abort();
      }
    } catch (error) {
      log.error({ err: error }, 'leases could not be renewed');
    } finally {
      renewing = false;
    }
  };
  const timer = setInterval(() => void renew(), Math.max(leaseMs / 3, 10));
  timer.unref();

  return {
    until: () => now() + leaseMs,
    hold: (operationId, fence) => {
      const controller = new AbortController();
      held.set(operationId, { fence, controller });
      return controller.signal;
    },
    drop: (operationId) => {
      held.delete(operationId);
    },
    abort: (operationId) => held.get(operationId)?.controller.abort(),
    close: () => {
      clearInterval(timer);
      for (const { controller } of held.values()) controller.abort();
    },
  };
}
