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
const mostInMemory = 5000;

/** Writes in batches, after the answers: what was sent in the last moments before a crash is in the log only. */
export function createHistory(store: Store, log: Logger): History {
  let waiting: RequestRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) {
      writing = writing
        .then(() => store.recordRequests(batch))
        .catch((error: unknown) => {
          log.error({ err: error, requests: batch.length }, 'the request history could not be written');
        });
    }
    return writing;
  };

  return {
    flush,
    observe: (exchange) => {
      if (exchange.method === 'GET' || exchange.user === undefined || waiting.length >= mostInMemory) return;
      waiting.push(recordOf(exchange));
      timer ??= setTimeout(() => void flush(), flushAfterMs);
    },
  };
}

function recordOf({ seconds, ...exchange }: Exchange): RequestRecord {
  return { ...exchange, user: exchange.user ?? '', ms: seconds * 1000 };
}
