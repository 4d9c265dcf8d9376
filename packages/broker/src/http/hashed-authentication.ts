import { createHmac, randomBytes } from 'node:crypto';
import { BrokerError } from '../errors.ts';
import { type Authenticate, basicCredentials } from './authentication.ts';
import { createFairTurns } from './fair-turns.ts';
import { impossibleHash, isPassword, type PasswordHash } from './password-hash.ts';
import { rememberedByConnection } from './remembered.ts';

/** A user whose password is known by its hash only. A name may occur several times, each with a password of its own. */
export interface HashedUser {
  readonly username: string;
  readonly hash: PasswordHash;
}

const mostVerified = 1000;
const verifiedMs = 5 * 60_000;

/** A hundred who guess from one address under one name are all verified within seconds, and so is who is right. */
const limits = {
  atOnce: 2,
  waiting: 4096,
  waitingOfOne: 256,
  full: () =>
    new BrokerError('ServiceUnavailable', 'Too many credentials are being verified. Try again.', {
      headers: { 'Retry-After': '5' },
    }),
};

/**
 * Basic authentication against hashed passwords. A hash takes a tenth of a second, so that what was verified is
 * remembered for as long as it is used every few minutes, as keyed digests and at most a thousand of them; strangers who
 * guess take turns by address and name, and do not use up threads or memory.
 */
export function hashedAuthentication(
  users: readonly HashedUser[],
  now: () => number = Date.now,
): Authenticate {
  const key = randomBytes(32);
  const nobody = impossibleHash();
  const verified = new Map<string, { readonly user: string; readonly until: number }>();
  const turn = createFairTurns(limits);
  const remember = (digest: string, user: string) => {
    verified.delete(digest);
    const [oldest] = verified.keys();
    if (verified.size >= mostVerified && oldest !== undefined) verified.delete(oldest);
    verified.set(digest, { user, until: now() + verifiedMs });
    return user;
  };
  return rememberedByConnection(async (request) => {
    const presented = basicCredentials(request.headers.authorization);
    if (presented === undefined) return undefined;
    const [username, password] = presented;
    // A hash does not tell that it was made of nothing.
    if (password === '') return undefined;
    const digest = createHmac('sha256', key).update(presented.join(':')).digest('base64');
    const known = verified.get(digest);
    if (known !== undefined && now() < known.until) return remember(digest, known.user);
    const candidates = users.filter((user) => user.username === username);
    const place = `${request.socket.remoteAddress ?? ''} ${username}`;
    const fits = await turn(place, async () => {
      // A name that nobody has takes as long as one that somebody has.
      let found = false;
      for (const { hash } of candidates.length === 0 ? [{ hash: nobody }] : candidates) {
        if (await isPassword(password, hash)) found = true;
      }
      return found;
    });
    return fits ? remember(digest, username) : undefined;
  }, now);
}
