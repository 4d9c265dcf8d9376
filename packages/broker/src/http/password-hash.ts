import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** A password as it may be stored: what scrypt (RFC 7914) made of it, with its costs. */
export interface PasswordHash {
  /** Binary logarithm of the cost. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const costs = { ln: 15, r: 8, p: 1 } as const;
const hashBytes = 32;
const mostMemory = 256 * 2 ** 20;

/** Hashes a password, in the form `$scrypt$ln=15,r=8,p=1$salt$hash` (PHC string format). Throws a RangeError for none. */
export async function hashPassword(password: string): Promise<string> {
  if (password === '') throw new RangeError('The password is empty. Give one that is not.');
  const salt = randomBytes(16);
  const hash = await derived(password, { ...costs, salt }, hashBytes);
  const { ln, r, p } = costs;
  return `$scrypt$ln=${String(ln)},r=${String(r)},p=${String(p)}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Reads a hash; `undefined` when it is none, or one that would take more memory than a password is worth. */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const match =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, ln = '', r = '', p = '', salt = '', hash = ''] = match;
  const parsed = {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
  const sensible =
    parsed.ln > 0 && parsed.r > 0 && parsed.p > 0 && 128 * 2 ** parsed.ln * parsed.r < mostMemory;
  return sensible ? parsed : undefined;
}

/** Whether a password is the one that was hashed. Takes as long either way. */
export async function isPassword(password: string, expected: PasswordHash): Promise<boolean> {
  const actual = await derived(password, expected, expected.hash.length);
  return timingSafeEqual(actual, expected.hash);
}

/** A hash that no password fits, to take the time that a real one takes. */
export function impossibleHash(): PasswordHash {
  return { ...costs, salt: randomBytes(16), hash: randomBytes(hashBytes) };
}

function derived(
  password: string,
  { ln, r, p, salt }: Omit<PasswordHash, 'hash'>,
  length: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N: 2 ** ln, r, p, maxmem: 2 * mostMemory }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
