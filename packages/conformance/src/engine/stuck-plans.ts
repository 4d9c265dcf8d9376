import type { Answer } from './answer.ts';
import type { Plan } from './catalog-model.ts';
import { Blocked } from './signals.ts';

/** What is said of results that only wait for the first one to be told, behind its reason. */
export const nothingMore = ' Nothing more is created of this plan, for it could not be removed.';

/** What an operation is about. */
type Kind = 'instance' | 'binding';

/** Plans with ordinary operations that did not end or could not be followed: nothing more is created of them. */
export interface StuckPlans {
  note(plan: Plan, kind: Kind, why: string, answer: Answer): void;
  /** Throws Blocked with that cause when nothing more is to be created. */
  admit(planId: string, kind: Kind): void;
}

/** Creates the memory of such plans. */
export function createStuckPlans(): StuckPlans {
  const known = new Map<string, { readonly why: string; readonly answer: Answer }>();
  const keyOf = (planId: string, kind: Kind) => JSON.stringify([planId, kind]);
  return {
    note(plan, kind, why, answer) {
      const key = keyOf(plan.id, kind);
      if (!known.has(key)) known.set(key, { why, answer });
    },
    admit(planId, kind) {
      const found = known.get(keyOf(planId, kind));
      if (found === undefined) return;
      throw new Blocked(`${found.why}${nothingMore}`, found.answer);
    },
  };
}
