import type { Exchange } from './exchange.ts';
import type { CheckResult, Report } from './report.ts';

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly kind: 'started'; readonly target: string; readonly jobs: number }
  | { readonly kind: 'result'; readonly result: CheckResult; readonly done: number; readonly jobs: number }
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  | { readonly kind: 'cleaning'; readonly resources: number }
  | { readonly kind: 'ended'; readonly report: Report };
