import { canonicalKey, nearestName } from './keys.ts';

/** The permissions that an offering may require (spec.md, Service Offering Object). */
export const permissions = ['syslog_drain', 'route_forwarding', 'volume_mount'] as const;

/** First words by which a permission is told, where people write something else behind them. */
const stems = [
  ['syslog', 'syslog_drain'],
  ['logdrain', 'syslog_drain'],
  ['rout', 'route_forwarding'],
  ['forward', 'route_forwarding'],
  ['volume', 'volume_mount'],
  ['mount', 'volume_mount'],
] as const;

/** The permission that somebody meant who wrote another word. */
export function meantPermission(written: string): string | undefined {
  const near = nearestName(written, permissions);
  if (near !== undefined) return near;
  const canonical = canonicalKey(written);
  return stems.find(([stem]) => canonical.startsWith(stem))?.[1];
}

/** What to write instead of a permission that no platform knows, as one or two sentences. */
export function permissionAdvice(written: string): string {
  const meant = meantPermission(written);
  const known = `Platforms know ${permissions.join(', ')}.`;
  return meant === undefined ? known : `Did you mean "${meant}"? ${known}`;
}
