import type { CheckResult, RunEvent } from '@osb-kit/conformance';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Io } from './io.ts';
import { startProgress } from './progress.ts';

/** Plays events and tells what standard error got; standard output must get nothing. */
function play(interactive: boolean, events: readonly RunEvent[]): string {
  let told = '';
  const refuse = (): never => {
    throw new Error('not the business of progress');
  };
  const io: Io = {
    stdout: refuse,
    stderr: (text) => (told += text),
    stdin: refuse,
    env: {},
    cwd: '/',
    colour: { stdout: false, stderr: false },
    interactive,
    signal: new AbortController().signal,
  };
  const progress = startProgress(io);
  for (const event of events) progress.onEvent(event);
  progress.stop();
  return told;
}

const result = (outcome: 'passed' | 'skipped'): CheckResult => ({
  check: 'catalog/status',
  title: 'It is there.',
  requirements: ['CAT-200'],
  target: null,
  durationMs: 1,
  notes: [],
  exchanges: [],
  ...(outcome === 'passed' ? { outcome } : { outcome, reason: 'It does not apply.' }),
});
const started: RunEvent = { kind: 'started', target: 'http://localhost', jobs: 410 };
const waiting = (wait: number): RunEvent => ({
  kind: 'waiting',
  wait,
  what: `the creation of instance ${String(wait)}`,
  until: Date.now() + wait * 60_000,
});

describe('progress', () => {
  it('says on a terminal how many checks are done, what is waited for and until when', () => {
    const told = play(true, [
      started,
      waiting(2),
      waiting(1),
      { kind: 'result', result: result('passed'), done: 120, jobs: 410 },
    ]);
    expect(told).to.match(
      /120\/410 checks, 0 problems; waiting for the creation of instance 1, until \d\d:\d\d:\d\d at most, and 1 more/,
    );
  });

  it('forgets what is not waited for any more', () => {
    const told = play(true, [
      started,
      waiting(1),
      { kind: 'waited', wait: 1 },
      { kind: 'result', result: result('skipped'), done: 1, jobs: 410 },
    ]);
    expect(told).to.not.include('waiting');
  });

  for (const interactive of [true, false]) {
    it(`says at once that it stops, what it does then and how long that takes, ${interactive ? 'on a terminal' : 'elsewhere'}`, () => {
      const told = play(interactive, [
        started,
        { kind: 'stopping', resources: 7, until: Date.now() + 30_000 },
      ]);
      expect(told).to.match(/Stopping: 7 resources are removed first, which takes 30 seconds at most\./);
      expect(told).to.include('reported').and.include('stops at once');
    });
  }
});
