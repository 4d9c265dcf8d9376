import { readFile, stat } from 'node:fs/promises';
import type { Logger } from '../logger.ts';
import type { Authenticate } from './authentication.ts';
import { type HashedUser, hashedAuthentication } from './hashed-authentication.ts';
import { parsePasswordHash } from './password-hash.ts';

const lookEveryMs = 1000;

/** Reads lines of `name:hash`; empty lines and those that begin with # are left out. Says which line is wrong. */
export function parseCredentialsFile(text: string, name: string): readonly HashedUser[] {
  const users = text.split(/\r?\n/).flatMap((line, index): HashedUser[] => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const colon = line.indexOf(':');
    const hash = parsePasswordHash(line.slice(colon + 1).trim());
    if (colon < 1 || hash === undefined) {
      throw new RangeError(
        `Line ${String(index + 1)} of "${name}" is not of the form name:$scrypt$…. Make it with osb broker --hash-password.`,
      );
    }
    return [{ username: line.slice(0, colon), hash }];
  });
  if (users.length > 0) return users;
  throw new RangeError(`"${name}" has no users. Make one with osb broker --hash-password.`);
}

/**
 * Basic authentication against a file of hashed passwords. The file is read again when it changes, so that passwords
 * are rotated without a restart: add the new line, change the platform, remove the old line. A file that cannot be
 * read later leaves the users as they were, and is logged.
 */
export async function credentialsFileAuthentication(
  path: string,
  log: Logger,
  now: () => number = Date.now,
): Promise<Authenticate> {
  const versionOf = async () => {
    const { mtimeMs, size, ino } = await stat(path);
    return `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
  };
  const load = async () =>
    hashedAuthentication(parseCredentialsFile(await readFile(path, 'utf8'), path), now);
  let version = await versionOf();
  let current = await load();
  let lookedAt = now();
  let looking: Promise<void> | undefined;
  const look = async () => {
    try {
      const found = await versionOf();
      if (found === version) return;
      version = found;
      current = await load();
      log.info({ path }, 'the credentials were read again');
    } catch (error) {
      log.error({ err: error, path }, 'the credentials cannot be read; those known before stay valid');
    } finally {
      looking = undefined;
    }
  };
  return async (request) => {
    if (now() - lookedAt >= lookEveryMs) {
      lookedAt = now();
      looking = look();
    }
    if (looking !== undefined) await looking;
    return current(request);
  };
}
