import type { ServerResponse } from 'node:http';
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

/** Writes an answer. */
export function send(response: ServerResponse, reply: Reply, extra: Readonly<Record<string, string>>): void {
  if (response.headersSent || response.destroyed) return;
  if (reply.wire === 'dropped') {
    response.destroy();
    return;
  }
  const { body } = reply;
  if (body === undefined) {
    response.writeHead(reply.status, { ...securityHeaders, ...extra, ...reply.headers });
    response.end();
    return;
  }
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(reply.status, {
    ...securityHeaders,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
    ...extra,
    ...reply.headers,
  });
  if (reply.wire === 'truncated') {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
  } else response.end(bytes);
}

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
