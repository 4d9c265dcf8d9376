import type { Precondition } from '../engine/check.ts';
import type { BasicCredential } from '../engine/options.ts';

/** Two credentials for basic authentication are configured. */
export const secondCredential: Precondition<{
  readonly first: BasicCredential;
  readonly second: BasicCredential;
}> = {
  passive: false,
  targets: ({ endpoint: { auth }, secondCredential: second }) =>
    auth.kind === 'basic' && second !== undefined
      ? [{ plan: null, open: () => ({ first: auth, second }) }]
      : { skip: 'No second credential is configured beside basic authentication.' },
};
