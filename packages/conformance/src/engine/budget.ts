import { AsyncLocalStorage } from 'node:async_hooks';
import pLimit from 'p-limit';
import type { JournalEntry } from './journal.ts';
import { NotApplicable } from './signals.ts';

/** Live instances that one job may need at the same time; most need one or two. */
const perJob = 5;

/** Bounds the instances that a run keeps alive: each job works in a slot that has so many places for instances. */
export interface Budget {
  /** Runs a job when a slot is free. */
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Takes a place for an instance that is about to be created; throws NotApplicable when the slot of the job has none left. */
  admit(entry: JournalEntry): void;
  /** True for an instance that the job that asks has created, be it for itself or for all. */
  holds(instanceId: string): boolean;
}

interface Slot {
  readonly among: symbol;
  readonly places: number;
  readonly taken: Set<JournalEntry>;
}

/** One for all: Node makes every asynchronous step look at each storage there is, also at those that nobody uses any more. */
const current = new AsyncLocalStorage<Slot>();

/** Creates a budget of so many live instances. */
export function createBudget(limit: number): Budget {
  const among = Symbol('budget');
  const count = Math.max(1, Math.floor(limit / perJob));
  const free: Slot[] = Array.from({ length: count }, (_, index) => ({
    among,
    places: Math.floor(limit / count) + (index < limit % count ? 1 : 0),
    taken: new Set(),
  }));
  const whole: Slot = { among, places: limit, taken: new Set() };
  const turn = pLimit(count);
  const slot = () => {
    const mine = current.getStore();
    return mine?.among === among ? mine : whole;
  };
  return {
    run: (job) =>
      turn(async () => {
        // As many jobs as slots run at the same time.
        const slot = free.pop() ?? whole;
        try {
          return await current.run(slot, job);
        } finally {
          free.unshift(slot);
        }
      }),
    admit(entry) {
      const { places, taken } = slot();
      for (const other of taken) if (other.removed || other.refused) taken.delete(other);
      if (taken.size >= places) {
        throw new NotApplicable(
          `It needs more than ${String(places)} live instances at the same time: raise --budget, now ${String(limit)}.`,
        );
      }
      taken.add(entry);
    },
    holds: (instanceId) => [...slot().taken].some((entry) => entry.instanceId === instanceId),
  };
}
