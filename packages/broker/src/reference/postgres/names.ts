import { createHash } from 'node:crypto';

/**
 * Names on the PostgreSQL server: derived by hash, since ids are of any length and hold anything. A binding's role
 * begins with the name of its instance, so that what a crash left behind is found.
 */
export const names = {
  /** Of the database, and of the role that owns it. */
  instance: (instanceId: string) => `osb_${digest(instanceId)}`,
  binding: (instanceId: string, bindingId: string) =>
    `${names.instance(instanceId)}_${digest(`${instanceId}\n${bindingId}`)}`,
} as const;

/** 96 bits: two names of 53 characters never meet, and fit into the 63 that PostgreSQL keeps. */
function digest(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 24);
}
