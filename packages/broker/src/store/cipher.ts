import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Seals text before it is stored. `place` names the row: a sealed text moved elsewhere does not open. */
export interface Cipher {
  seal(text: string, place: string): string;
  open(sealed: string, place: string): string;
  /** True when a text was sealed under the newest key. */
  isCurrent(sealed: string): boolean;
}

/** A 256-bit key, and the short name that sealed texts carry. */
export interface EncryptionKey {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Reads a key from 64 hexadecimal digits or 44 characters of Base64; its name is derived from it. */
export function encryptionKey(text: string): EncryptionKey {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, 'hex')
    : Buffer.from(trimmed, 'base64');
  if (bytes.length !== 32) {
    throw new RangeError(
      `The encryption key has ${String(bytes.length)} bytes. Give 32 bytes as 64 hexadecimal digits or as Base64: openssl rand -hex 32`,
    );
  }
  return { name: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

const nonceBytes = 12;
const noncesAtOnce = 512;

/** Random nonces, drawn many at once: asking the system for twelve bytes costs more than sealing with them. */
function randomNonces(): () => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === pool.length) {
      pool = randomBytes(nonceBytes * noncesAtOnce);
      used = 0;
    }
    used += nonceBytes;
    return pool.subarray(used - nonceBytes, used);
  };
}

const version = 'v1';
const algorithm = 'aes-256-gcm';

/** AES-256-GCM. The first key seals; all of them open, so that keys can be rotated. */
export function createCipher(keys: readonly [EncryptionKey, ...EncryptionKey[]]): Cipher {
  const [current] = keys;
  const byName = new Map(keys.map((key) => [key.name, key]));
  const prefix = `${version}.${current.name}.`;
  const nonces = randomNonces();
  return {
    seal: (text, place) => {
      const nonce = nonces();
      const cipher = createCipheriv(algorithm, current.bytes, nonce).setAAD(Buffer.from(place));
      // Encoding it first is faster than letting the cipher do so.
      const body = cipher.update(Buffer.from(text));
      cipher.final(); // which makes the tag, and adds nothing to the body in this mode
      return prefix + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open: (sealed, place) => {
      const [format, name = '', payload = ''] = sealed.split('.');
      const key = byName.get(name);
      if (format !== version || key === undefined) {
        throw new Error(
          `Stored data is sealed with the encryption key "${name}", which is not among the keys given. Add that key.`,
        );
      }
      const bytes = Buffer.from(payload, 'base64');
      const decipher = createDecipheriv(algorithm, key.bytes, bytes.subarray(0, nonceBytes));
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
    isCurrent: (sealed) => sealed.startsWith(prefix),
  };
}
