import { BrokerError } from '../errors.ts';

/** Lets work under one name wait for its turn within this process, and all other work go on. */
export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Creates turns; who has waited for longer than `longestMs` milliseconds when the turn comes is told to come again. */
export function createTurns(longestMs: number): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const until = performance.now() + longestMs;
    const before = last.get(name) ?? Promise.resolve();
    const turn = before.then(() => {
      if (performance.now() > until) throw busy();
      return work();
    });
    const over = turn
      .catch(() => undefined)
      .finally(() => {
        if (last.get(name) === over) last.delete(name);
      });
    last.set(name, over);
    return turn;
  };
}

/** What is said when other work on the same resource takes too long, here or on another replica. */
export function busy(cause?: unknown): BrokerError {
  return new BrokerError('ServiceUnavailable', 'Other work on the same resource takes long. Try again.', {
    headers: { 'Retry-After': '5' },
    cause,
  });
}
