import type { IncomingMessage, ServerResponse } from 'node:http';
import { headerNames } from '@osb-kit/spec/protocol';
import { BrokerError, brokerErrors } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Reply } from './route.ts';

/** Headers of every answer: nothing here is a page, nothing is to be kept by caches on the way. */
const securityHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

const securityList = Object.entries(securityHeaders).flat();
const jsonType = 'application/json; charset=utf-8';

/** Of an answer that sets no headers, up to the value of the last one, its length. */
const plainList = [...securityList, 'Content-Type', jsonType, 'Content-Length'];

/** Names and values in turns, the headers of the reply before those that it does not set. */
function headerList(reply: Reply, length: number | undefined, requestIdentity: string | undefined): string[] {
  const own = reply.headers;
  if (own === undefined && length !== undefined && requestIdentity === undefined) {
    return [...plainList, String(length)];
  }
  return fullList(own ?? {}, length, requestIdentity);
}

function fullList(
  own: Readonly<Record<string, string>>,
  length: number | undefined,
  requestIdentity: string | undefined,
): string[] {
  const list: string[] = [];
  for (const name in own) list.push(name, own[name] ?? '');
  for (let at = 0; at < securityList.length; at += 2) {
    const name = securityList[at] ?? '';
    if (!(name in own)) list.push(name, securityList[at + 1] ?? '');
  }
  if (length !== undefined) {
    if (!('Content-Type' in own)) list.push('Content-Type', jsonType);
    list.push('Content-Length', String(length));
  }
  if (requestIdentity !== undefined) list.push(headerNames.requestIdentity, requestIdentity);
  return list;
}

/** Writes an answer, with the identity of its request when that had one (spec.md#request-identity). */
export function send(response: ServerResponse, reply: Reply, requestIdentity?: string): void {
  if (response.headersSent || response.destroyed) return;
  if (reply.wire === 'dropped') {
    response.destroy();
    return;
  }
  const { body } = reply;
  if (body === undefined) {
    response.writeHead(reply.status, headerList(reply, undefined, requestIdentity));
    response.end();
    return;
  }
  const text = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  // Node would write the headers in the encoding of a text that follows them, and headers are bytes.
  const content = requestIdentity !== undefined && !isAscii(requestIdentity) ? Buffer.from(text) : text;
  const length = Buffer.byteLength(content);
  response.writeHead(reply.status, headerList(reply, length, requestIdentity));
  if (reply.wire === 'truncated') {
    response.write(Buffer.from(content).subarray(0, Math.floor(length / 2)), () => response.destroy());
  } else if (reply.wire === 'held') response.write(content);
  else response.end(content);
}

/** Bytes of a body that nobody reads which are still taken from the connection, so that it can be used again. */
const mostUnread = 64 * 1024;

/** Writes an answer, and ends the connection of a request whose body was refused without being read. */
export function sendAndClose(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  requestIdentity: string | undefined,
): void {
  if (reply.status < 400 || request.readableEnded || !hasMuchToSend(request)) {
    send(response, reply, requestIdentity);
    if (reply.headers?.['Connection'] === 'close') response.once('finish', () => request.destroy());
    return;
  }
  // To end the connection at once would take the answer away from a client that still sends; to read on would never end.
  request.pause();
  send(
    response,
    { ...reply, headers: { ...reply.headers, Connection: 'close' }, wire: 'held' },
    requestIdentity,
  );
  setTimeout(() => request.destroy(), lingerMs).unref();
}

/** Milliseconds in which a client that still sends may read the answer. */
const lingerMs = 500;

function hasMuchToSend({ headers, complete }: IncomingMessage): boolean {
  if (complete) return false;
  const length = headers['content-length'];
  return length === undefined ? headers['transfer-encoding'] !== undefined : Number(length) > mostUnread;
}

// eslint-disable-next-line no-control-regex -- the whole range is meant
const isAscii = (text: string) => /^[\x00-\x7f]*$/.test(text);

/** Which operation an error answers; the two flags belong to some of them only (spec.md#service-broker-errors). */
export type ErrorScope = 'update' | 'deprovision' | 'other';

/** Turns what was thrown into an answer; anything but a BrokerError says no more than that the broker failed. */
export function errorReply(error: unknown, scope: ErrorScope): Reply {
  if (!(error instanceof BrokerError)) {
    return {
      status: brokerErrors.InternalError.status,
      body: { error: 'InternalError', description: 'The service broker failed. Its log has the reason.' },
    };
  }
  const body: Record<string, Json> = { error: error.code, description: error.message };
  if (scope !== 'other' && error.instanceUsable !== undefined) body['instance_usable'] = error.instanceUsable;
  if (scope === 'update' && error.updateRepeatable !== undefined) {
    body['update_repeatable'] = error.updateRepeatable;
  }
  return { status: error.status, body, headers: error.headers };
}
