import { authentication } from './checks/authentication/index.ts';
import { concurrency } from './checks/concurrency/index.ts';
import { headers } from './checks/headers/index.ts';
import { provisioning } from './checks/provisioning/index.ts';
import type { Check } from './engine/check.ts';

/** Every check, in the order in which reports list them. */
export const checks: readonly Check[] = [...authentication, ...headers, ...provisioning, ...concurrency];
