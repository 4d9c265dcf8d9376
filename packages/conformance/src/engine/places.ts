/**
 * Places for jobs that work at the same time. A job that only waits, be it for an operation of the broker or for
 * another job, gives its place away meanwhile: otherwise a few slow operations would hold up everything else.
 */
export interface Places {
  /** Runs a job once a place is free. */
  run<T>(job: (seat: Seat) => Promise<T>): Promise<T>;
  /** Halves the places, down to one: answers take so many milliseconds that fewer requests at once are better. */
  slower(milliseconds: number): void;
  /** There are no more than so many places from now on. */
  atMost(count: number): void;
}

/** The place of a job that is under way; parts of the job may wait at the same time. */
export interface Seat {
  /** Waits without the place. */
  away<T>(wait: () => Promise<T>): Promise<T>;
  /** Takes the place again for a part of what is waited for. */
  back<T>(work: () => Promise<T>): Promise<T>;
}

/** The seat of those who need no place. */
export const standing: Seat = { away: (wait) => wait(), back: (work) => work() };

/** How a job stands to its place. */
interface Standing {
  away: number;
  hasPlace: boolean;
  ended: boolean;
  /** The place that it has asked for, once for all of its parts. */
  returning: Promise<void> | undefined;
}

/** Jobs that have begun, the waiting ones included, for each place: what they created lives on the broker meanwhile. */
const begunPerPlace = 6;

/**
 * Creates so many places. Jobs that come back from waiting go before those that have not begun; these wait while
 * `isFull` says, of the number that has begun, that no more is to be created, unless nothing is under way that could end.
 */
export function createPlaces(count: number, isFull: (begun: number) => boolean = () => false): Places {
  const returning: (() => void)[] = [];
  const starting: (() => void)[] = [];
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

  const takeAway = (fewer: number) => {
    places -= fewer;
    const unused = Math.min(free, fewer);
    free -= unused;
    surplus += fewer - unused;
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
  const giveUp = (seat: Standing) => {
    if (!seat.hasPlace) return;
    seat.hasPlace = false;
    release();
    next();
  };
  const leave = (seat: Standing) => {
    seat.away += 1;
    giveUp(seat);
  };
  const comeBack = async (seat: Standing) => {
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

  const seatFor = (standing: Standing): Seat => ({
    async away(wait) {
      leave(standing);
      try {
        return await wait();
      } finally {
        await comeBack(standing);
      }
    },
    async back(work) {
      await comeBack(standing);
      try {
        return await work();
      } finally {
        leave(standing);
      }
    },
  });

  return {
    async run(job) {
      await turn(starting);
      const taken: Standing = { away: 0, hasPlace: true, ended: false, returning: undefined };
      try {
        return await job(seatFor(taken));
      } finally {
        begun -= 1;
        taken.ended = true;
        giveUp(taken);
        next();
      }
    },
    slower(milliseconds) {
      // What was sent before the last time tells nothing of the present.
      if (places === 1 || performance.now() - slowedAt < milliseconds) return;
      slowedAt = performance.now();
      takeAway(Math.floor(places / 2));
    },
    atMost(most) {
      takeAway(Math.max(0, places - Math.max(1, most)));
    },
  };
}
