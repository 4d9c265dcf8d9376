import type { Logger } from '../logger.ts';
import type { RequestRecord, Store } from '../store/store.ts';
import type { Exchange, Observer } from './exchange.ts';

/** Keeps the mutating requests of known users in the store. */
export interface History {
  readonly observe: Observer;
  /** Writes what is still in memory. */
  flush(): Promise<void>;
}

const flushAfterMs = 100;
/** What is kept for longer than the request itself costs the garbage collector a copy. */
const flushAt = 128;
const mostInMemory = 5000;

/** Writes in batches, after the answers: what was sent in the last moments before a crash is in the log only. */
export function createHistory(store: Store, log: Logger): History {
  let waiting: RequestRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  const write = async () => {
    do {
      const batch = waiting;
      waiting = [];
      try {
        await store.recordRequests(batch);
      } catch (error) {
        log.error({ err: error, requests: batch.length }, 'the request history could not be written');
      }
    } while (waiting.length >= flushAt);
    writing = undefined;
    if (waiting.length > 0) later();
  };
  const begin = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (writing ??= write());
  };
  const later = () => {
    timer ??= setTimeout(() => void begin(), flushAfterMs);
  };

  return {
    flush: async () => {
      while (writing !== undefined || waiting.length > 0) await begin();
    },
    observe: (exchange) => {
      if (exchange.method === 'GET' || exchange.user === undefined || waiting.length >= mostInMemory) return;
      waiting.push(recordOf(exchange));
      if (waiting.length === flushAt) void begin();
      else later();
    },
  };
}

function recordOf(exchange: Exchange): RequestRecord {
  const { at, method, route, target, instanceId, bindingId, status, error, seconds } = exchange;
  const { user = '', requestIdentity, originatingIdentity, body } = exchange;
  const ms = seconds * 1000;
  // Field by field: to leave one out with a rest pattern takes a hundred times as long.
  // prettier-ignore
  return {
    at, method, route, target, instanceId, bindingId, status, error, ms, user,
    requestIdentity, originatingIdentity, body,
  };
}
