import type { Precondition } from '../engine/check.ts';

/** The check runs once, whatever the catalog holds. */
export const wholeBroker: Precondition<undefined> = {
  passive: false,
  targets: () => [{ plan: null, open: () => undefined }],
};
