/** Milliseconds for which a run that is stopped goes on removing what it made. */
export const stopTime = 30_000;

/** The end of a run that somebody stops: what is made is still removed, for a bounded time. */
export interface Stopping {
  /** Aborted when the time for removing is over as well. */
  readonly signal: AbortSignal;
  /** The run has ended by itself. */
  dispose(): void;
}

/** Watches the signal that stops a run; `onStop` is told at once, and until when at most removing goes on. */
export function watchStop(signal: AbortSignal, onStop: (until: number) => void, time = stopTime): Stopping {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    timer = setTimeout(() => over.abort(), time);
  };
  const tellAndStop = () => {
    stop();
    onStop(Date.now() + time);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', tellAndStop, { once: true });
  return {
    signal: over.signal,
    dispose() {
      clearTimeout(timer);
      signal.removeEventListener('abort', tellAndStop);
    },
  };
}
