import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  headerNames,
  latestApiVersion,
  parseApiVersionHeader,
  parseOriginatingIdentity,
  parseRequestIdentity,
  type OriginatingIdentity,
} from '@osb-kit/spec';
import { BrokerError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Logger } from '../logger.ts';
import type { Authenticate } from './authentication.ts';
import { parseBody, readBody } from './body.ts';
import { parseQuery } from './query.ts';
import { errorReply, type ErrorScope, send } from './respond.ts';
import type { Reply, RouteServices } from './route.ts';
import type { Match, Router } from './router.ts';

/** A request listener of `node:http`; with `next` it is a middleware of Express. */
export type Listener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

/** What the front works with. */
export interface FrontParts {
  readonly router: Router;
  readonly services: RouteServices;
  readonly authenticate: Authenticate;
  readonly log: Logger;
  /** Bytes of a request body. */
  readonly bodyLimit: number;
  /** Called after each answer, for metrics. */
  readonly observe: (route: string, method: string, status: number, seconds: number) => void;
}

/** Paths of the specification; everything else is left to whoever mounted the broker. */
const apiPrefix = '/v2/';

/** Turns routes into a listener: authentication, headers, body, route, answer, in this order. */
export function createFront(parts: FrontParts): Listener {
  return (request, response, next) => {
    const target = request.url ?? '/';
    if (!target.startsWith(apiPrefix) && next !== undefined) {
      next();
      return;
    }
    void answer(parts, request, response, target);
  };
}

async function answer(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
): Promise<void> {
  const started = process.hrtime.bigint();
  const identity = requestIdentityOf(request);
  const echo: Record<string, string> =
    identity === undefined ? {} : { [headerNames.requestIdentity]: identity };
  const method = request.method ?? 'GET';
  let route = 'unknown';
  let reply: Reply;
  try {
    await authenticated(parts.authenticate, request);
    const [path, search] = split(target);
    const match = parts.router(method, path);
    if (match === undefined) throw new BrokerError('NotFound', `There is nothing at this path.`);
    route = match.route.path;
    refuseOtherVersion(headerOf(request, headerNames.apiVersion));
    reply = await handled(parts, request, match, search, identity);
  } catch (error) {
    reply = errorReply(error, scopeOf(method, route));
    if (reply.status >= 500)
      parts.log.error({ err: error, method, route, request_identity: identity }, 'request failed');
  }
  send(response, reply, echo);
  if (reply.headers?.['Connection'] === 'close') response.once('finish', () => request.destroy());
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  parts.observe(route, method, reply.status, seconds);
  parts.log.info(
    { method, route, path: target, status: reply.status, ms: seconds * 1000, request_identity: identity },
    'request',
  );
}

async function handled(
  { services, bodyLimit }: FrontParts,
  request: IncomingMessage,
  { route, params }: Match,
  search: string,
  requestIdentity: string | undefined,
): Promise<Reply> {
  const query = parseQuery(search);
  const takesBody = route.method === 'PUT' || route.method === 'PATCH' || route.method === 'POST';
  const body = takesBody ? await bodyOf(request, bodyLimit) : undefined;
  return route.handle(
    {
      params,
      query,
      body,
      headers: request.headers,
      originatingIdentity: originatingIdentityOf(request),
      requestIdentity,
    },
    services,
  );
}

/** The body, which a parser of the application that the broker is mounted in may have read already. */
async function bodyOf(request: IncomingMessage & { body?: Json }, limit: number): Promise<Json | undefined> {
  if (request.readableEnded && request.body !== undefined) return request.body;
  return parseBody(await readBody(request, limit), request.headers['content-type']);
}

function split(target: string): [string, string] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

async function authenticated(authenticate: Authenticate, request: IncomingMessage): Promise<string> {
  const user = await authenticate(request);
  if (user !== undefined) return user;
  throw new BrokerError(
    'Unauthorized',
    'The request has no valid credentials. Send them as basic authentication.',
    {
      headers: { 'WWW-Authenticate': 'Basic realm="service broker", charset="UTF-8"' },
    },
  );
}

/** Any 2.x is spoken: what a version lacks, its platforms do not ask for (spec.md#api-version-header). */
function refuseOtherVersion(text: string | undefined): void {
  const version = parseApiVersionHeader(text);
  if (version.kind === 'absent') {
    throw new BrokerError(
      'MalformedRequest',
      `The request lacks the header ${headerNames.apiVersion}. Send it, for example with ${latestApiVersion}.`,
    );
  }
  if (version.kind === 'malformed') {
    throw new BrokerError(
      'MalformedRequest',
      `The header ${headerNames.apiVersion} is not of the form MAJOR.MINOR. Send, for example, ${latestApiVersion}.`,
    );
  }
  if (version.major === 2) return;
  throw new BrokerError(
    'UnsupportedVersion',
    `The broker does not speak version ${String(version.major)}.${String(version.minor)}. Use ${latestApiVersion} or another 2.x.`,
  );
}

function requestIdentityOf(request: IncomingMessage): string | undefined {
  return parseRequestIdentity(headerOf(request, headerNames.requestIdentity));
}

/** A malformed identity is not defined by the specification: it is as good as none. */
function originatingIdentityOf(request: IncomingMessage): OriginatingIdentity | undefined {
  const parsed = parseOriginatingIdentity(headerOf(request, headerNames.originatingIdentity));
  return parsed.kind === 'identity' ? { platform: parsed.platform, value: parsed.value } : undefined;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}

function scopeOf(method: string, route: string): ErrorScope {
  if (!route.endsWith('/:instance_id')) return 'other';
  if (method === 'PATCH') return 'update';
  return method === 'DELETE' ? 'deprovision' : 'other';
}
