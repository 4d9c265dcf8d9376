/** What a timer can wait for at most, which is 24 days; a longer time would be taken for none. */
export const longestTimerMs = 2 ** 31 - 1;

/** Whether work ends within `ms` milliseconds; it is no longer waited for then. Throws what the work throws. */
export async function endedIn(work: Promise<unknown>, ms: number): Promise<boolean> {
  let impatience: NodeJS.Timeout | undefined;
  const tooLong = new Promise<false>((resolve) => {
    impatience = setTimeout(resolve, Math.min(ms, longestTimerMs), false);
  });
  try {
    return await Promise.race([work.then(() => true), tooLong]);
  } finally {
    clearTimeout(impatience);
  }
}
