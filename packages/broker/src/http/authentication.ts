import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { rememberedByConnection } from './remembered.ts';

/** A user that may call the broker. */
export interface User {
  readonly username: string;
  readonly password: string;
}

/** Who sent a request; `undefined` when that is not known, which is answered 401. */
export type Authenticate = (request: IncomingMessage) => Promise<string | undefined> | string | undefined;

/** Refuses users that nobody could be, and those that anybody could be: without a password. Throws a RangeError. */
export function refuseUnusableUsers(users: readonly Partial<User>[]): void {
  users.forEach(({ username, password }, index) => {
    const place = `user ${String(index + 1)} of ${String(users.length)}`;
    if (typeof username !== 'string' || username === '') {
      throw new RangeError(`In authentication, ${place} has no username. Give it one that is not empty.`);
    }
    if (username.includes(':')) {
      throw new RangeError(
        `In authentication, the username "${username}" of ${place} has a colon, and cannot be sent. Leave the colon out.`,
      );
    }
    if (typeof password !== 'string' || password === '') {
      throw new RangeError(
        `In authentication, "${username}", ${place}, has no password. Give it one that is not empty; a variable of the environment may be unset.`,
      );
    }
  });
}

/**
 * Basic authentication against several users at once, so that passwords can be rotated without downtime. Only keyed
 * digests are kept, and all of them are compared each time, so that neither memory nor timing tells a password. Throws a
 * RangeError for a user without a name or password, and for a name with a colon.
 */
export function basicAuthentication(users: readonly User[]): Authenticate {
  refuseUnusableUsers(users);
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const known = users.map(({ username, password }) => ({
    username,
    digest: digest(`${username}:${password}`),
  }));
  return rememberedByConnection((request) => {
    const presented = basicCredentials(request.headers.authorization);
    if (presented === undefined) return undefined;
    const actual = digest(presented.join(':'));
    let found: string | undefined;
    for (const user of known) if (timingSafeEqual(user.digest, actual)) found = user.username;
    return found;
  });
}

/** User and password of an Authorization header, or `undefined` when it is not of that form. */
export function basicCredentials(header: string | undefined): [string, string] | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}
