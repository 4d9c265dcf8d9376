import type { Exchange } from './exchange.ts';
import type { CheckResult, Report } from './report.ts';

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly kind: 'started'; readonly target: string; readonly jobs: number }
  | { readonly kind: 'result'; readonly result: CheckResult; readonly done: number; readonly jobs: number }
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  /** An operation of the broker is waited for, until so many milliseconds of the epoch at most; `waited` ends it. */
  | { readonly kind: 'waiting'; readonly wait: number; readonly what: string; readonly until: number }
  | { readonly kind: 'waited'; readonly wait: number }
  /** Somebody stops the run: what it made is removed, until so many milliseconds of the epoch at most. */
  | { readonly kind: 'stopping'; readonly resources: number; readonly until: number }
  | { readonly kind: 'cleaning'; readonly resources: number }
  | { readonly kind: 'ended'; readonly report: Report };
