import type { Exchange, Observer } from '../http/exchange.ts';
import type { RequestFilter } from '../store/store.ts';

/** A request as it is kept. */
export interface RecentRequest {
  readonly exchange: Exchange;
  /** Grows with each request of this process. */
  readonly sequence: number;
}

/** The last requests of this process, in memory. */
export interface RecentRequests {
  readonly observe: Observer;
  /** Newest first; `before` is the sequence of the last one seen. */
  list(
    filter: RequestFilter,
    page: { readonly before?: number; readonly limit: number },
  ): { readonly items: readonly RecentRequest[]; readonly more: boolean };
}

/**
 * Keeps the last requests, as many as `capacity`. What platforms ask most, successful reads, and what strangers send
 * have a ring of their own, so that polling and guessing do not push changes and failures out.
 */
export function createRecentRequests(capacity = 1000): RecentRequests {
  const notable = new Ring(Math.ceil(capacity / 2));
  const frequent = new Ring(Math.floor(capacity / 2));
  let sequence = 0;
  return {
    observe: (exchange) => {
      sequence += 1;
      const quiet = exchange.user === undefined || (exchange.method === 'GET' && exchange.status < 400);
      (quiet ? frequent : notable).add({ exchange, sequence });
    },
    list: ({ method, statusClass, instanceId }, { before = Infinity, limit }) => {
      const items: RecentRequest[] = [];
      for (const request of merged(notable.newestFirst(), frequent.newestFirst())) {
        if (request.sequence >= before) continue;
        const { exchange } = request;
        if (method !== undefined && exchange.method !== method) continue;
        if (statusClass !== undefined && Math.floor(exchange.status / 100) !== statusClass) continue;
        if (instanceId !== undefined && exchange.instanceId !== instanceId) continue;
        if (items.length === limit) return { items, more: true };
        items.push(request);
      }
      return { items, more: false };
    },
  };
}

class Ring {
  readonly #slots: RecentRequest[] = [];
  readonly #capacity: number;
  #next = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(request: RecentRequest): void {
    this.#slots[this.#next] = request;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  newestFirst(): readonly RecentRequest[] {
    return [...this.#slots.slice(this.#next), ...this.#slots.slice(0, this.#next)].reverse();
  }
}

function* merged(left: readonly RecentRequest[], right: readonly RecentRequest[]): Generator<RecentRequest> {
  let [l, r] = [0, 0];
  for (;;) {
    const [a, b] = [left[l], right[r]];
    if (a !== undefined && (b === undefined || a.sequence > b.sequence)) {
      l += 1;
      yield a;
    } else if (b !== undefined) {
      r += 1;
      yield b;
    } else return;
  }
}
