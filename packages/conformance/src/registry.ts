import { authentication } from './checks/authentication/index.ts';
import type { Check } from './engine/check.ts';

/** Every check, in the order in which reports list them. */
export const checks: readonly Check[] = [...authentication];
