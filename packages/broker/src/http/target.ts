import type { IncomingMessage } from 'node:http';

/**
 * Path and query of a request, as routes know them. Clients that were given a base URL with a slash at its end ask for
 * `//v2/catalog`, and clients of proxies send the whole address (RFC 9112, section 3.2.2): both mean the same resource.
 */
export function targetOf({ url = '/' }: IncomingMessage): string {
  const target = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*/i, '');
  if (target.startsWith('//')) return target.replace(/^\/+/, '/');
  return target === '' ? '/' : target;
}

/** True for a request that names two hosts, which two parties could read differently (RFC 9112, section 3.2). */
export function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}
