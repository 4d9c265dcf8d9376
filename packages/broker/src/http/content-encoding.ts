import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { BrokerError } from '../errors.ts';

const decoders = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** The bytes of a body as they were before they were encoded, `limit` at most (RFC 9110, section 8.4). */
export async function decoded(bytes: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || name === '' || bytes.length === 0) return bytes;
  const decode = decoders.get(name);
  if (decode === undefined) {
    throw new BrokerError(
      'UnsupportedEncoding',
      `The body has the content encoding "${name}". Send it as it is, or in gzip, deflate or br.`,
      { headers: { 'Accept-Encoding': 'gzip, deflate, br' } },
    );
  }
  try {
    return await decode(bytes, { maxOutputLength: limit });
  } catch (error) {
    // The error that Node has for what is longer than that.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new BrokerError('MalformedRequest', `The body is not in ${name}, as its Content-Encoding says.`, {
      cause: error,
    });
  }
}

/** What is said of a body that is too long. */
export function tooLarge(limit: number): BrokerError {
  return new BrokerError('PayloadTooLarge', `The body is larger than ${String(limit)} bytes.`, {
    headers: { Connection: 'close' },
  });
}
