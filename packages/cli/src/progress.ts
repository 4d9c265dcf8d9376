import type { RunEvent } from '@osb-kit/conformance';
import type { Io } from './io.ts';

/** Milliseconds between two looks at how a run goes on: on a terminal, whose line is redrawn, and elsewhere. */
const redrawEvery = 1000;
const lineEvery = 15_000;

/** What is known of a run. */
interface State {
  jobs: number;
  done: number;
  problems: number;
  /** What is being done when it is not checks. */
  phase: string | undefined;
  readonly waits: Map<number, { readonly what: string; readonly until: number }>;
}

/**
 * Shows how a run goes on, on standard error: one line that is redrawn on a terminal; elsewhere a line per problem, and
 * one now and then that says how far it is and what it waits for.
 */
export function startProgress(io: Io): {
  readonly onEvent: (event: RunEvent) => void;
  readonly stop: () => void;
} {
  const state: State = { jobs: 0, done: 0, problems: 0, phase: undefined, waits: new Map() };
  const clear = (): void => {
    if (io.interactive) io.stderr('\r\u001B[K');
  };
  const show = (): void => {
    if (state.jobs === 0 && state.phase === undefined) return;
    clear();
    io.stderr(io.interactive ? progressLine(state).slice(0, 120) : `osb: ${progressLine(state)}\n`);
  };
  const timer = setInterval(show, io.interactive ? redrawEvery : lineEvery);
  // What is shown keeps no process alive.
  timer.unref();
  const onEvent = (event: RunEvent): void => {
    note(state, event);
    if (event.kind === 'stopping') {
      clear();
      io.stderr(`osb: ${stoppingText(event, Date.now())}\n`);
    } else if (event.kind === 'result' && isProblem(event.result) && !io.interactive) {
      const { outcome, check, target } = event.result;
      io.stderr(`${outcome} ${check}${target === null ? '' : ` (${target.service}/${target.plan})`}\n`);
    }
    if (io.interactive && (event.kind === 'result' || event.kind === 'cleaning')) show();
  };
  const stop = (): void => {
    clearInterval(timer);
    clear();
  };
  return { onEvent, stop };
}

const isProblem = ({ outcome }: Extract<RunEvent, { kind: 'result' }>['result']) =>
  outcome === 'failed' || outcome === 'errored' || outcome === 'blocked';

function note(state: State, event: RunEvent): void {
  switch (event.kind) {
    case 'started':
      state.jobs = event.jobs;
      state.phase = undefined;
      break;
    case 'result':
      state.done = event.done;
      if (isProblem(event.result)) state.problems += 1;
      break;
    case 'waiting':
      state.waits.set(event.wait, event);
      break;
    case 'waited':
      state.waits.delete(event.wait);
      break;
    case 'cleaning':
      state.phase = `removing ${String(event.resources)} resources`;
      break;
    case 'stopping':
      state.phase = 'stopping';
      break;
    case 'exchange':
    case 'ended':
  }
}

/** "120/410 checks, 3 problems; waiting for the creation of instance 3f2a…, until 12:34:56 at most, and 4 more". */
function progressLine({ jobs, done, problems, phase, waits }: State): string {
  const parts = [
    ...(jobs === 0 ? [] : [`${String(done)}/${String(jobs)} checks, ${String(problems)} problems`]),
    ...(phase === undefined ? [] : [phase]),
  ];
  const [first, ...others] = [...waits.values()].toSorted((a, b) => a.until - b.until);
  if (first !== undefined) {
    const more = others.length === 0 ? '' : `, and ${String(others.length)} more`;
    parts.push(`waiting for ${first.what}, until ${timeOf(first.until)} at most${more}`);
  }
  return parts.join('; ');
}

function stoppingText({ resources, until }: Extract<RunEvent, { kind: 'stopping' }>, now: number): string {
  const seconds = String(Math.ceil((until - now) / 1000));
  return resources === 0
    ? 'Stopping: nothing is left to remove. What was found so far is reported.'
    : `Stopping: ${String(resources)} resources are removed first, which takes ${seconds} seconds at most. Then what was found so far is reported. Once more stops at once.`;
}

const timeOf = (milliseconds: number) => new Date(milliseconds).toTimeString().slice(0, 8);
