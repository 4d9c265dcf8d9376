import type { Level } from '@osb-kit/spec';
import { stoppedEarly } from '../engine/render.ts';
import {
  outcomes,
  type CheckResult,
  type Outcome,
  type Report,
  type ResultTarget,
} from '../engine/report.ts';

interface OutcomeWords {
  readonly title: string;
  readonly symbol: string;
  /** What the outcome says of the broker, as a sentence. */
  readonly meaning: string;
}

/** How reports speak of outcomes. */
export const outcomeWords = {
  failed: {
    title: 'Failed',
    symbol: '✗',
    meaning: 'The broker departs from what the specification demands.',
  },
  errored: {
    title: 'Errored',
    symbol: '!',
    meaning: 'Something other than an answer of the broker went wrong. It does not count against the broker.',
  },
  blocked: {
    title: 'Blocked',
    symbol: '■',
    meaning: 'The starting point of the check could not be reached, so nothing is proven.',
  },
  warned: {
    title: 'Warned',
    symbol: '▲',
    meaning: 'The broker departs from what the specification recommends.',
  },
  inconclusive: {
    title: 'Inconclusive',
    symbol: '?',
    meaning: 'What was seen does not suffice for a verdict.',
  },
  skipped: { title: 'Skipped', symbol: '–', meaning: 'The question does not arise for this broker or plan.' },
  passed: { title: 'Passed', symbol: '✓', meaning: 'The broker does what the specification says.' },
} as const satisfies Record<Outcome, OutcomeWords>;

/** The conclusion in two or three words. */
export const conclusionTitles = {
  conformant: 'Conformant',
  'not-conformant': 'Not conformant',
  undecided: 'Undecided',
} as const satisfies Record<Report['conclusion'], string>;

/** The conclusion of a report in a heading. */
export function titleOf({ conclusion, aborted }: Pick<Report, 'conclusion' | 'aborted'>): string {
  return `${conclusionTitles[conclusion]}${aborted ? ' (stopped)' : ''}`;
}

/** "1 check", "2 checks". */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : nouns}`;
}

/** The conclusion and its reason, in a sentence or two. */
export function conclusionInWords(report: Report): string {
  const { counts, conclusion, results } = report;
  const total = plural(results.length, 'result');
  const inTheWay = counts.errored + counts.blocked;
  const stopped = report.aborted ? ` ${stoppedEarly}` : '';
  switch (conclusion) {
    case 'conformant':
      return `Nothing failed in ${total}: the broker meets version ${report.apiVersion} of the Open Service Broker API as far as it was tested.${stopped}`;
    case 'not-conformant':
      return `${counts.failed} of ${total} failed: the broker does not meet version ${report.apiVersion} of the Open Service Broker API.${stopped}`;
    case 'undecided': {
      const reason =
        inTheWay > 0
          ? `${inTheWay} of ${total} could not be brought to a verdict`
          : 'too little was proven for a verdict';
      return `Nothing failed, but ${reason}.${stopped}`;
    }
  }
}

/** "MUST NOT", "SHOULD", and "MAY" for a requirement that binds only who makes use of it. */
export function levelName(level: Level): string {
  return level === 'MAY-conditional' ? 'MAY' : level.replace('_', ' ');
}

/** "db / small"; `the broker as a whole` without a plan. */
export function targetName(target: ResultTarget | null): string {
  return target === null ? 'the broker as a whole' : `${target.service} / ${target.plan}`;
}

/** "840 ms", "12.3 s", "2 min 5 s". */
export function durationInWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** The results in the order of their outcomes, worst first; equal ones as they were. */
export function worstFirst(results: readonly CheckResult[]): CheckResult[] {
  return results.toSorted((a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome));
}
