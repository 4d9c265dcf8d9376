import {
  createHmac,
  createPublicKey,
  createVerify,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Authenticate } from './authentication.ts';

type Scheme = 'Basic' | 'Bearer';

/** What ways of authentication ask for; one that is not here is taken to ask for a password. */
const schemes = new WeakMap<Authenticate, readonly Scheme[]>();

function asking(authenticate: Authenticate, ...asks: readonly Scheme[]): Authenticate {
  schemes.set(authenticate, asks);
  return authenticate;
}

const challenges = {
  Basic: {
    header: 'Basic realm="service broker", charset="UTF-8"',
    remedy: 'basic authentication',
  },
  Bearer: { header: 'Bearer realm="service broker"', remedy: 'a bearer token' },
} as const satisfies Record<Scheme, { header: string; remedy: string }>;

/** What a 401 says: the ways to authenticate, as the header WWW-Authenticate and in words. */
export function challengeOf(authenticate?: Authenticate): {
  readonly header: string;
  readonly remedy: string;
} {
  const known = new Set(authenticate && schemes.get(authenticate));
  const asked = (['Basic', 'Bearer'] as const).filter((scheme) => known.has(scheme));
  const shown = (asked.length === 0 ? (['Basic'] as const) : asked).map((scheme) => challenges[scheme]);
  return {
    header: shown.map(({ header }) => header).join(', '),
    remedy: `Send them as ${shown.map(({ remedy }) => remedy).join(' or ')}.`,
  };
}

/** Tries several ways of authentication in order; the first that knows the sender decides. */
export function anyAuthentication(...ways: readonly Authenticate[]): Authenticate {
  const any: Authenticate = async (request) => {
    for (const way of ways) {
      const user = await way(request);
      if (user !== undefined) return user;
    }
    return undefined;
  };
  return asking(any, ...ways.flatMap((way) => schemes.get(way) ?? ['Basic' as const]));
}

/** Bearer tokens that are secrets of their own, each with the name of its user. Throws a RangeError for an empty one. */
export function bearerAuthentication(tokens: Readonly<Record<string, string>>): Authenticate {
  for (const [user, token] of Object.entries<string | undefined>(tokens)) {
    if (token !== undefined && token !== '') continue;
    throw new RangeError(`The token of "${user}" is missing or empty. Give one that is not empty.`);
  }
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const known = Object.entries(tokens).map(([user, token]) => ({ user, digest: digest(token) }));
  return asking((request) => {
    const token = bearerToken(request);
    if (token === undefined) return undefined;
    const actual = digest(token);
    let found: string | undefined;
    for (const candidate of known) if (timingSafeEqual(candidate.digest, actual)) found = candidate.user;
    return found;
  }, 'Bearer');
}

/** What a JSON Web Token must be like. */
export interface JwtOptions {
  /** PEM of the issuer's public key (RS256, ES256), never a shared secret. */
  readonly publicKey: string;
  readonly issuer: string;
  readonly audience: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

const leewaySeconds = 30;

/** JSON Web Tokens (RFC 7519), signed with RS256 or ES256; they must say when they expire. The user is `sub`. */
export function jwtAuthentication({ publicKey, issuer, audience, now = Date.now }: JwtOptions): Authenticate {
  const key = createPublicKey(publicKey);
  return asking((request) => {
    const claims = verifiedClaims(bearerToken(request) ?? '', key);
    if (claims === undefined) return undefined;
    const { sub, iss, aud, exp, nbf } = claims;
    const seconds = now() / 1000;
    const audiences = Array.isArray(aud) ? aud : [aud];
    if (typeof exp !== 'number' || exp + leewaySeconds < seconds) return undefined;
    if (typeof nbf === 'number' && nbf - leewaySeconds > seconds) return undefined;
    if (iss !== issuer || !audiences.includes(audience)) return undefined;
    return typeof sub === 'string' && sub !== '' ? sub : undefined;
  }, 'Bearer');
}

function verifiedClaims(token: string, key: KeyObject): JsonObject | undefined {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const header = decoded(head);
  if (header === undefined || more.length > 0) return undefined;
  // The key decides on the algorithm, never the token.
  const algorithm = key.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256';
  if (header['alg'] !== algorithm) return undefined;
  // Extensions that have to be understood (RFC 7515, 4.1.11): none is.
  if (Object.hasOwn(header, 'crit')) return undefined;
  const valid = createVerify('sha256')
    .update(`${head}.${body}`)
    .verify({ key, dsaEncoding: 'ieee-p1363' }, signature, 'base64url');
  return valid ? decoded(body) : undefined;
}

function decoded(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Client certificates that the server's `ca` vouches for, by their common names. */
export function certificateAuthentication(commonNames: readonly string[]): Authenticate {
  return asking(({ socket }) => {
    if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
    const name = socket.getPeerCertificate().subject.CN;
    return commonNames.find((known) => known === name);
  });
}

function bearerToken(request: IncomingMessage): string | undefined {
  return /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
}
