import type { Outcome } from '../../engine/report.ts';
import { type Miniature } from '../miniature.ts';

/** How one answer of a broker is to be judged. */
export type Decision = readonly [
  hardCase: string,
  broker: string,
  check: string,
  outcome: Outcome,
  miniature: Miniature,
];

/** Where a decision is looked at unless it says otherwise. */
export const home = { services: ['database'], plans: ['small'] };
