import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A sealed text as it is stored; older versions of this package stored it as text. */
export type Sealed = Uint8Array | string;

/** Seals text before it is stored. `place` names the row: a sealed text moved elsewhere does not open. */
export interface Cipher {
  seal(text: string, place: string): Buffer;
  open(sealed: Sealed, place: string): string;
  /** True when a text was sealed under the newest key, as this version of the package does it. */
  isCurrent(sealed: Sealed): boolean;
}

/** A 256-bit key, and the short name that sealed texts carry. */
export interface EncryptionKey {
  /** Eight hexadecimal digits. */
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

const algorithm = 'aes-256-gcm';
const tagBytes = 16;
const nameBytes = 4;
/** The first byte of what is sealed; then come the name of the key, the nonce, the tag and the body. */
const version = 2;
const headBytes = 1 + nameBytes;
/** How a sealed text begins that is text itself: version, name and the rest in Base64, with dots between them. */
const textual = 'v1.';

interface Opened {
  readonly name: string;
  /** Nonce, tag and body. */
  readonly payload: Buffer;
}

/** AES-256-GCM. The first key seals; all of them open, so that keys can be rotated. */
export function createCipher(keys: readonly [EncryptionKey, ...EncryptionKey[]]): Cipher {
  const [current] = keys;
  const byName = new Map(keys.map((key) => [key.name, key]));
  const head = Buffer.from([version, ...Buffer.from(current.name, 'hex')]);
  const nonces = randomNonces();
  return {
    seal: (text, place) => {
      const nonce = nonces();
      const cipher = createCipheriv(algorithm, current.bytes, nonce).setAAD(Buffer.from(place));
      // Encoding it first is faster than letting the cipher do so.
      const body = cipher.update(Buffer.from(text));
      cipher.final(); // which makes the tag, and adds nothing to the body in this mode
      return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed, place) => {
      const { name, payload } = opened(sealed);
      const key = byName.get(name);
      if (key === undefined) {
        throw new Error(
          `Stored data is sealed with the encryption key "${name}", which is not among the keys given. Add that key.`,
        );
      }
      const body = nonceBytes + tagBytes;
      const decipher = createDecipheriv(algorithm, key.bytes, payload.subarray(0, nonceBytes));
      decipher.setAAD(Buffer.from(place)).setAuthTag(payload.subarray(nonceBytes, body));
      return Buffer.concat([decipher.update(payload.subarray(body)), decipher.final()]).toString('utf8');
    },
    isCurrent: (sealed) => bytesOf(sealed).subarray(0, headBytes).equals(head),
  };
}

function bytesOf(sealed: Sealed): Buffer {
  if (typeof sealed === 'string') return Buffer.from(sealed);
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
}

function opened(sealed: Sealed): Opened {
  const bytes = bytesOf(sealed);
  if (bytes[0] === version) {
    return { name: bytes.toString('hex', 1, headBytes), payload: bytes.subarray(headBytes) };
  }
  const text = bytes.toString('latin1');
  if (!text.startsWith(textual)) {
    throw new Error(
      'Stored data is in a form that this version does not know. Use the version that wrote it.',
    );
  }
  const [, name = '', payload = ''] = text.split('.');
  return { name, payload: Buffer.from(payload, 'base64') };
}
