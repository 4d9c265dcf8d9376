/** What {@link within} throws. */
export const tookTooLong = new Error('This took too long.');

interface Wait {
  /** On the clock of `performance.now`. */
  readonly until: number;
  readonly giveUp: () => void;
}

const lookEveryMs = 250;
const waits = new Set<Wait>();
let timer: NodeJS.Timeout | undefined;

function look(): void {
  const now = performance.now();
  for (const wait of waits) {
    if (wait.until > now) continue;
    waits.delete(wait);
    wait.giveUp();
  }
  if (waits.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

/**
 * Waits for work for at most `ms` milliseconds, or a quarter of a second longer, and throws {@link tookTooLong} then.
 * One timer looks after all that is waited for, since nearly all of it ends before a timer of its own was worth making.
 */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const wait: Wait = {
      until: performance.now() + ms,
      giveUp: () => {
        reject(tookTooLong);
      },
    };
    waits.add(wait);
    timer ??= setInterval(look, lookEveryMs).unref();
    work.then((value) => {
      waits.delete(wait);
      resolve(value);
    }, reject);
  });
}
