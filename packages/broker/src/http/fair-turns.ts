/** Lets work wait for a turn; who comes from the same place takes turns with the others, however many they are there. */
export type FairTurns = <T>(place: string, work: () => Promise<T>) => Promise<T>;

/** How much runs and waits. */
export interface TurnLimits {
  readonly atOnce: number;
  /** Waiting in all, and of one place. */
  readonly waiting: number;
  readonly waitingOfOne: number;
  /** What is thrown when too many wait. */
  readonly full: () => Error;
}

/** Creates turns: places are served one after the other, each with what has waited there longest. */
export function createFairTurns({ atOnce, waiting, waitingOfOne, full }: TurnLimits): FairTurns {
  /** In the order in which they are served. */
  const places = new Map<string, (() => void)[]>();
  let running = 0;
  let count = 0;
  const next = () => {
    const [first] = places;
    if (first === undefined) {
      running -= 1;
      return;
    }
    const [place, queue] = first;
    const go = queue.shift();
    places.delete(place);
    if (queue.length > 0) places.set(place, queue);
    count -= 1;
    go?.();
  };
  return async (place, work) => {
    if (running < atOnce) running += 1;
    else {
      const queue = places.get(place) ?? [];
      if (count >= waiting || queue.length >= waitingOfOne) throw full();
      places.set(place, queue);
      count += 1;
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    try {
      return await work();
    } finally {
      next();
    }
  };
}
