import { createHmac, randomBytes } from 'node:crypto';
import { BrokerError } from '../errors.ts';
import { type Authenticate, basicCredentials } from './authentication.ts';
import { impossibleHash, isPassword, type PasswordHash } from './password-hash.ts';
import { rememberedByConnection } from './remembered.ts';

/** A user whose password is known by its hash only. A name may occur several times, each with a password of its own. */
export interface HashedUser {
  readonly username: string;
  readonly hash: PasswordHash;
}

const mostVerified = 1000;
const verifiedMs = 5 * 60_000;
const mostAtOnce = 2;
const mostWaiting = 64;

/**
 * Basic authentication against hashed passwords. A hash takes a tenth of a second, so that what was verified is
 * remembered for some minutes, as keyed digests and at most a thousand of them; strangers who guess wait for one
 * another, and do not use up threads or memory.
 */
export function hashedAuthentication(
  users: readonly HashedUser[],
  now: () => number = Date.now,
): Authenticate {
  const key = randomBytes(32);
  const nobody = impossibleHash();
  const verified = new Map<string, { readonly user: string; readonly until: number }>();
  const turn = createTurns(mostAtOnce, mostWaiting);
  return rememberedByConnection(async (request) => {
    const presented = basicCredentials(request.headers.authorization);
    if (presented === undefined) return undefined;
    const [username, password] = presented;
    // A hash does not tell that it was made of nothing.
    if (password === '') return undefined;
    const digest = createHmac('sha256', key).update(presented.join(':')).digest('base64');
    const known = verified.get(digest);
    if (known !== undefined && now() < known.until) return known.user;
    const candidates = users.filter((user) => user.username === username);
    const fits = await turn(async () => {
      // A name that nobody has takes as long as one that somebody has.
      let found = false;
      for (const { hash } of candidates.length === 0 ? [{ hash: nobody }] : candidates) {
        if (await isPassword(password, hash)) found = true;
      }
      return found;
    });
    if (!fits) return undefined;
    verified.delete(digest);
    const [oldest] = verified.keys();
    if (verified.size >= mostVerified && oldest !== undefined) verified.delete(oldest);
    verified.set(digest, { user: username, until: now() + verifiedMs });
    return username;
  }, now);
}

/** Lets some run at once and some wait; who finds the queue full is refused. */
function createTurns(atOnce: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) {
        throw new BrokerError('ServiceUnavailable', 'Too many credentials are being verified. Try again.', {
          headers: { 'Retry-After': '5' },
        });
      }
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
