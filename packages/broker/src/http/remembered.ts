import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Authenticate } from './authentication.ts';

interface Verified {
  readonly header: Buffer;
  readonly user: string;
  readonly until: number;
}

const rememberMs = 60_000;

/**
 * Spares a connection the digest, or the password hash, of a header that was verified on it less than a minute ago.
 * Nothing outlives its connection, one header is kept for each, and it is compared in constant time.
 */
export function rememberedByConnection(
  authenticate: Authenticate,
  now: () => number = Date.now,
): Authenticate {
  const verified = new WeakMap<Socket, Verified>();
  return (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return authenticate(request);
    const header = Buffer.from(authorization);
    const known = verified.get(request.socket);
    if (known?.header.length === header.length && timingSafeEqual(known.header, header)) {
      if (now() < known.until) return known.user;
    }
    const remember = (user: string | undefined) => {
      if (user !== undefined) verified.set(request.socket, { header, user, until: now() + rememberMs });
      return user;
    };
    const found = authenticate(request);
    return found instanceof Promise ? found.then(remember) : remember(found);
  };
}
