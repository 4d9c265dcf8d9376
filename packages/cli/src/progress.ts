import type { RunEvent } from '@osb-kit/conformance';
import type { Io } from './io.ts';

/** Shows how a run goes on, on standard error: one line that is redrawn on a terminal, a line per problem elsewhere. */
export function startProgress(io: Io): {
  readonly onEvent: (event: RunEvent) => void;
  readonly stop: () => void;
} {
  let problems = 0;
  const clear = (): void => {
    if (io.interactive) io.stderr('\r\u001B[K');
  };
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'cleaning' && io.interactive) {
      clear();
      io.stderr(`Cleaning up ${event.resources} resources`);
    }
    if (event.kind !== 'result') return;
    const { result, done, jobs } = event;
    const isProblem =
      result.outcome === 'failed' || result.outcome === 'errored' || result.outcome === 'blocked';
    if (isProblem) problems += 1;
    if (io.interactive) {
      clear();
      io.stderr(`${done}/${jobs} checks, ${problems} problems  ${result.check}`.slice(0, 100));
    } else if (isProblem) {
      io.stderr(
        `${result.outcome} ${result.check}${result.target === null ? '' : ` (${result.target.service}/${result.target.plan})`}\n`,
      );
    }
  };
  return { onEvent, stop: clear };
}
