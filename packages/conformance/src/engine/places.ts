import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Places for jobs that work at the same time. A job that only waits, be it for an operation of the broker or for
 * another job, gives its place away meanwhile: otherwise a few slow operations would hold up everything else.
 */
export interface Places {
  /** Runs a job once a place is free. */
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Waits without a place; for callers that have none it only waits. */
  away<T>(wait: () => Promise<T>): Promise<T>;
  /** Takes a place again for a part of what is waited for. */
  back<T>(work: () => Promise<T>): Promise<T>;
  /** Halves the places, down to one: answers take so many milliseconds that fewer requests at once are better. */
  slower(milliseconds: number): void;
}

/** A job under way; parts of it may wait at the same time. */
interface Seat {
  readonly among: symbol;
  away: number;
  hasPlace: boolean;
  ended: boolean;
  /** The place that it has asked for, once for all of its parts. */
  returning: Promise<void> | undefined;
}

/** One for all: Node makes every asynchronous step look at each storage there is, also at those that nobody uses any more. */
const current = new AsyncLocalStorage<Seat>();

/** Jobs that have begun, the waiting ones included, for each place: what they created lives on the broker meanwhile. */
const begunPerPlace = 6;

/**
 * Creates so many places. Jobs that come back from waiting go before those that have not begun; these wait while
 * `isFull` says, of the number that has begun, that no more is to be created, unless nothing is under way that could end.
 */
export function createPlaces(count: number, isFull: (begun: number) => boolean = () => false): Places {
  const returning: (() => void)[] = [];
  const starting: (() => void)[] = [];
  const among = Symbol('places');
  let free = count;
  let begun = 0;
  let places = count;
  /** Places that are given up as soon as somebody leaves them. */
  let surplus = 0;
  let slowedAt = -Infinity;
  const release = () => {
    if (surplus > 0) surplus -= 1;
    else free += 1;
  };

  const seatOf = () => {
    const seat = current.getStore();
    return seat?.among === among ? seat : undefined;
  };

  const next = () => {
    while (free > 0) {
      const resume = returning.shift();
      const mayStart = begun === 0 || (begun < places * begunPerPlace && !isFull(begun));
      const start = resume === undefined && mayStart ? starting.shift() : undefined;
      if (resume === undefined && start === undefined) return;
      free -= 1;
      if (start !== undefined) begun += 1;
      (resume ?? start)?.();
    }
  };
  const turn = (queue: (() => void)[]) =>
    new Promise<void>((resolve) => {
      queue.push(resolve);
      next();
    });
  const giveUp = (seat: Seat) => {
    if (!seat.hasPlace) return;
    seat.hasPlace = false;
    release();
    next();
  };
  const leave = (seat: Seat) => {
    seat.away += 1;
    giveUp(seat);
  };
  const comeBack = async (seat: Seat) => {
    seat.away -= 1;
    const needsNone = () => seat.away > 0 || seat.hasPlace || seat.ended;
    // Another part of the job may begin to wait, or come back, or fail and so end it, in the meantime.
    while (!needsNone()) {
      seat.returning ??= turn(returning).then(() => {
        seat.returning = undefined;
        if (needsNone()) {
          release();
          next();
        } else seat.hasPlace = true;
      });
      await seat.returning;
    }
  };

  return {
    async run(job) {
      await turn(starting);
      const seat: Seat = { among, away: 0, hasPlace: true, ended: false, returning: undefined };
      try {
        return await current.run(seat, job);
      } finally {
        begun -= 1;
        seat.ended = true;
        giveUp(seat);
        next();
      }
    },
    async away(wait) {
      const seat = seatOf();
      if (seat === undefined) return wait();
      leave(seat);
      try {
        return await wait();
      } finally {
        await comeBack(seat);
      }
    },
    async back(work) {
      const seat = seatOf();
      if (seat === undefined) return work();
      await comeBack(seat);
      try {
        return await work();
      } finally {
        leave(seat);
      }
    },
    slower(milliseconds) {
      // What was sent before the last time tells nothing of the present.
      if (places === 1 || performance.now() - slowedAt < milliseconds) return;
      slowedAt = performance.now();
      const fewer = Math.floor(places / 2);
      places -= fewer;
      const unused = Math.min(free, fewer);
      free -= unused;
      surplus += fewer - unused;
    },
  };
}
