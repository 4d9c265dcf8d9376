/** Calls at most once in so many milliseconds; says how many calls were left out before. */
export function createRarely(everyMs: number): (tell: (leftOut: number) => void) => void {
  let last = -Infinity;
  let leftOut = 0;
  return (tell) => {
    const now = performance.now();
    if (now - last < everyMs) {
      leftOut += 1;
      return;
    }
    last = now;
    tell(leftOut);
    leftOut = 0;
  };
}
