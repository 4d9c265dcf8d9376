import { isPostponed, type Answer } from './answer.ts';

/** Milliseconds that one request waits in all: when the broker says how long, and when it does not. */
const longest = { told: 60_000, untold: 6000 };

/** Milliseconds that `Retry-After` asks to wait, in seconds or as a date; `undefined` when it does not say. */
export function retryAfter(answer: Answer): number | undefined {
  const value = answer.header('Retry-After')?.trim();
  if (value === undefined) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(wait) ? Math.max(wait, 0) : undefined;
}

/** Sends requests again that the broker asks to send later. */
export type Patience = (send: () => Promise<Answer>) => Promise<Answer>;

/** How somebody waits so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/**
 * The patience of a run, for each who waits in a way of their own: a request is sent again when the broker says, else a little later each time. What it still
 * answers when that has gone on for long is the answer; each time that happens, the next requests wait half as long.
 */
export function createPatience(): (pause: Pause) => Patience {
  let share = 1;
  return (pause) => async (send) => {
    let waited = 0;
    for (let attempt = 1; ; attempt++) {
      const answer = await send();
      if (!isPostponed(answer)) {
        if (attempt > 1) share = 1;
        return answer;
      }
      const told = retryAfter(answer);
      // Who comes back at once, as told, and is sent away again was told too little.
      const least = told === 0 && attempt === 1 ? 0 : Math.min(50 * 2 ** (attempt - 1), 1000);
      const wait = Math.max(told ?? 0, least);
      const limit = told === undefined || told === 0 ? longest.untold : longest.told;
      if (waited + wait > limit * share) {
        share /= 2;
        return answer;
      }
      waited += wait;
      if (wait > 0) await pause(wait);
    }
  };
}
