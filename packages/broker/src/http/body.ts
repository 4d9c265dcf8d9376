import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { BrokerError } from '../errors.ts';
import { decoded, tooLarge } from './content-encoding.ts';
import type { Json } from '../json.ts';

const deepest = 64;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** A request whose body a parser may have read, in an application that the broker is mounted in. */
export interface ParsedRequest extends IncomingMessage {
  readonly body?: unknown;
}

/** The JSON body of a request, of at most `limit` bytes where it is still to be read; `undefined` when there is none. */
export async function bodyOf(request: ParsedRequest, limit: number): Promise<Json | undefined> {
  if (request.readableEnded && request.body !== undefined) return parsedBody(request.body, request.headers);
  if (request.readableEnded && Number(request.headers['content-length']) > 0) {
    throw new Error(
      'The body was read before the request came to the broker, and request.body does not hold it. Mount the broker in front of what reads it.',
    );
  }
  const bytes = await readBody(request, limit);
  return parseBody(
    await decoded(bytes, request.headers['content-encoding'], limit),
    request.headers['content-type'],
  );
}

/** What a parser made of a body; it has neither looked at the type that we ask for, nor at the depth. */
function parsedBody(body: unknown, headers: IncomingMessage['headers']): Json | undefined {
  const type = headers['content-type'];
  if (Buffer.isBuffer(body)) return parseBody(body, type);
  if (typeof body === 'string') return parseBody(Buffer.from(body), type);
  // Parsers of JSON make an empty object of nothing.
  if (headers['content-length'] === '0') return undefined;
  refuseType(type);
  refuseDeepValue(body, 1);
  // Who parses a body of this type makes JSON of it.
  return body as Json;
}

/** Reads a body of at most `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  if (request.readableEnded) return Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      request.removeAllListeners('data');
      request.pause();
      reject(tooLarge(limit));
    });
    request.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => {
      if (request.readableEnded) return;
      reject(new BrokerError('MalformedRequest', 'The request ended before its body was complete.'));
    });
  });
}

/** Parses a JSON body; `undefined` when there is none. */
export function parseBody(bytes: Buffer, contentType: string | undefined): Json | undefined {
  if (bytes.length === 0) return undefined;
  refuseType(contentType);
  const fields = fieldsIn(bytes);
  const value = parsed(bytes);
  if (fieldsOf(value) < fields) {
    throw new BrokerError('MalformedRequest', 'An object of the body has the same field twice.');
  }
  return value;
}

function parsed(bytes: Buffer): Json {
  try {
    if (!isUtf8(bytes)) throw new TypeError('These bytes are not UTF-8.');
    const start = bytes[0] === 0xef && bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
    return JSON.parse(bytes.toString('utf8', start)) as Json;
  } catch (error) {
    throw new BrokerError('MalformedRequest', 'The body is not valid JSON in UTF-8.', { cause: error });
  }
}

/** How many fields the objects of a value have. */
function fieldsOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value);
  let fields = Array.isArray(value) ? 0 : inner.length;
  for (const one of inner) fields += fieldsOf(one);
  return fields;
}

function refuseType(contentType: string | undefined): void {
  if (contentType === undefined || isJson(contentType)) return;
  throw new BrokerError(
    'MalformedRequest',
    `The body has the content type "${contentType}". Send it as application/json.`,
  );
}

function isJson(contentType: string): boolean {
  if (contentType === 'application/json') return true;
  const [mediaType = ''] = contentType.split(';');
  return /^(application\/json|application\/[\w.-]+\+json)$/i.test(mediaType.trim());
}

/**
 * How many fields are written in JSON: each has a colon outside strings. Refuses what is nested so deep, by its brackets,
 * that it would overflow the stack of whoever walks it.
 */
function fieldsIn(bytes: Buffer): number {
  let fields = 0;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepest) throw tooDeep();
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
    else if (byte === 0x3a) fields += 1;
  }
  return fields;
}

/** The same for a body that is parsed: an array or object at `depth`, with all that is in it. */
function refuseDeepValue(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) throw tooDeep();
  for (const inner of Object.values(value)) refuseDeepValue(inner, depth + 1);
}

function tooDeep(): BrokerError {
  return new BrokerError('MalformedRequest', `The body is nested deeper than ${String(deepest)} levels.`);
}
