import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  headerNames,
  latestApiVersion,
  parseApiVersionHeader,
  parseOriginatingIdentity,
  parseRequestIdentity,
  type OriginatingIdentity,
} from '@osb-kit/spec/protocol';
import { BrokerError } from '../errors.ts';
import type { FaultChoice } from '../faults/fault-choice.ts';
import { sabotaged } from '../faults/sabotage.ts';
import { isJsonObject, type Json } from '../json.ts';
import type { Logger } from '../logger.ts';
import { createRarely } from '../rarely.ts';
import type { Authenticate } from './authentication.ts';
import { before, holdBack } from './arrival.ts';
import { bodyOf } from './body.ts';
import type { Observer } from './exchange.ts';
import { parseQuery } from './query.ts';
import { errorReply, type ErrorScope, send, sendAndClose } from './respond.ts';
import type { Reply, RouteServices } from './route.ts';
import type { Match, Router } from './router.ts';
import { hasTwoHosts, targetOf } from './target.ts';
import { challengeOf } from './token-authentication.ts';

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
  /** Told of each answer; it does not throw. */
  readonly observe: Observer;
  /** Told of each request whose answer takes a while: it resolves once all of it is done, also when the client has gone. */
  readonly track: (request: Promise<void>) => void;
  /** True once nothing is to be begun any more. */
  readonly stopping: () => boolean;
  /** Chooses a fault for a request; absent where faults are not allowed. */
  readonly faults?: FaultChoice;
}

/** Paths of the specification; everything else is left to whoever mounted the broker. */
const apiPrefix = '/v2/';

/** Turns routes into a listener: authentication, headers, body, route, answer, in this order. */
export function createFront(given: FrontParts): Listener {
  const parts = { ...given, rarely: createRarely(1000) };
  return (request, response, next) => {
    const target = targetOf(request);
    if (!target.startsWith(apiPrefix) && next !== undefined) {
      next();
      return;
    }
    const earlier = before(request);
    if (parts.stopping()) send(response, stoppingReply, requestIdentityOf(request));
    else if (earlier === undefined) answer(parts, request, response, target);
    else {
      const inTurn = () => {
        answer(parts, request, response, target);
        return before(request);
      };
      const answered = earlier.then(inTurn, inTurn);
      holdBack(request, answered);
      parts.track(answered.then(() => undefined));
    }
  };
}

interface Parts extends FrontParts {
  /** What all requests run into is told once a second. */
  readonly rarely: ReturnType<typeof createRarely>;
}

const stoppingReply = errorReply(
  new BrokerError('ServiceUnavailable', 'The service broker is shutting down. Send the request again.', {
    headers: { Connection: 'close' },
  }),
  'other',
);

const apiVersionField = headerNames.apiVersion.toLowerCase();
const requestIdentityField = headerNames.requestIdentity.toLowerCase();
const originatingIdentityField = headerNames.originatingIdentity.toLowerCase();

/** Without a promise where none is needed: what platforms ask most is answered at once. */
function answer(parts: Parts, request: IncomingMessage, response: ServerResponse, target: string): void {
  const started = performance.now();
  const seen: Seen = {
    method: request.method ?? 'GET',
    route: 'unknown',
    params: noParams,
    user: undefined,
    body: undefined,
    requestIdentity: requestIdentityOf(request),
    originatingIdentity: originatingIdentityOf(request),
  };
  const finish = (reply: Reply) => {
    const { method, route, params, user, body, requestIdentity, originatingIdentity } = seen;
    try {
      sendAndClose(request, response, reply, requestIdentity);
    } catch (error) {
      parts.log.error({ err: error, method, route }, 'an answer could not be sent');
      response.destroy();
      return;
    }
    parts.observe({
      at: Date.now(),
      address: request.socket.remoteAddress,
      method,
      route,
      target,
      instanceId: params['instance_id'] ?? '',
      bindingId: params['binding_id'] ?? '',
      status: reply.status,
      error: errorWord(reply),
      seconds: (performance.now() - started) / 1000,
      user,
      requestIdentity,
      originatingIdentity,
      body,
    });
  };
  const refuse = (error: unknown) => {
    finish(refusal(parts, seen, error));
  };
  let reply: Reply | Promise<Reply>;
  try {
    const user = parts.authenticate(request);
    reply =
      user instanceof Promise
        ? user.then((known) => replyTo(parts, request, target, seen, known))
        : replyTo(parts, request, target, seen, user);
  } catch (error) {
    refuse(error);
    return;
  }
  if (!(reply instanceof Promise)) {
    finish(reply);
    return;
  }
  const answered = reply.then(finish, refuse);
  holdBack(request, answered);
  parts.track(answered);
}

const noParams = {};

/** What is learnt about a request while it is handled. */
interface Seen {
  readonly method: string;
  readonly requestIdentity: string | undefined;
  readonly originatingIdentity: OriginatingIdentity | undefined;
  route: string;
  params: Readonly<Record<string, string>>;
  user: string | undefined;
  body: Json | undefined;
}

function replyTo(
  parts: Parts,
  request: IncomingMessage,
  target: string,
  seen: Seen,
  user: string | undefined,
): Reply | Promise<Reply> {
  if (hasTwoHosts(request)) throw new BrokerError('MalformedRequest', 'The request names two hosts.');
  if (user === undefined) throw unauthorized(parts.authenticate);
  seen.user = user;
  const [path, search] = split(target);
  const match = parts.router(seen.method, path);
  if (match === undefined) throw new BrokerError('NotFound', 'There is nothing at this path.');
  seen.route = match.route.path;
  seen.params = match.params;
  refuseOtherVersion(headerOf(request, apiVersionField));
  return handled(parts, request, match, parseQuery(search), seen);
}

function refusal({ log, rarely }: Parts, { method, route, requestIdentity }: Seen, error: unknown): Reply {
  const reply = errorReply(error, scopeOf(method, route));
  if (error instanceof BrokerError && error.code === 'ServiceUnavailable') {
    rarely((leftOut) => {
      const reason = error.cause instanceof Error ? error.cause.message : error.message;
      log.warn({ reason, left_out: leftOut }, 'requests cannot be served');
    });
  } else if (reply.status >= 500) {
    log.error({ err: error, method, route, request_identity: requestIdentity }, 'request failed');
  }
  return reply;
}

function errorWord({ status, body }: Reply): string | undefined {
  const error = status >= 400 && isJsonObject(body) ? body['error'] : undefined;
  return typeof error === 'string' ? error : undefined;
}

function handled(
  { services, bodyLimit, faults }: FrontParts,
  request: IncomingMessage,
  { route, params }: Match,
  query: ReadonlyMap<string, string>,
  seen: Seen,
): Reply | Promise<Reply> {
  const { headers } = request;
  const { originatingIdentity, requestIdentity } = seen;
  const work = (body: Json | undefined) => {
    const act = (anew = false) => {
      const sent = anew
        ? { ...headers, 'if-none-match': undefined, 'if-modified-since': undefined }
        : headers;
      const of = { params, query, body, headers: sent, originatingIdentity, requestIdentity };
      return route.handle(of, services);
    };
    if (faults === undefined) return act();
    return faults({ route, params, query, body, requestIdentity }).then((struck) => sabotaged(struck, act));
  };
  const takesBody = route.method === 'PUT' || route.method === 'PATCH' || route.method === 'POST';
  if (!takesBody) return work(undefined);
  return bodyOf(request, bodyLimit).then((body) => {
    seen.body = body;
    return work(body);
  });
}

function split(target: string): [string, string] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

/** 401, with the ways to authenticate. */
export function unauthorized(authenticate?: Authenticate): BrokerError {
  const { header, remedy } = challengeOf(authenticate);
  return new BrokerError('Unauthorized', `The request has no valid credentials. ${remedy}`, {
    headers: { 'WWW-Authenticate': header },
  });
}

/** Nearly all requests carry the same version. */
let lastGood: string | undefined;

/** Any 2.x is spoken: what a version lacks, its platforms do not ask for (spec.md#api-version-header). */
function refuseOtherVersion(text: string | undefined): void {
  if (text !== undefined && text === lastGood) return;
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
  if (version.major === 2) {
    lastGood = text;
    return;
  }
  throw new BrokerError(
    'UnsupportedVersion',
    `The broker does not speak version ${String(version.major)}.${String(version.minor)}. Use ${latestApiVersion} or another 2.x.`,
  );
}

function requestIdentityOf(request: IncomingMessage): string | undefined {
  return parseRequestIdentity(headerOf(request, requestIdentityField));
}

/** A malformed identity is not defined by the specification: it is as good as none. */
function originatingIdentityOf(request: IncomingMessage): OriginatingIdentity | undefined {
  const header = headerOf(request, originatingIdentityField);
  if (header === undefined) return undefined;
  const parsed = parseOriginatingIdentity(header);
  return parsed.kind === 'identity' ? { platform: parsed.platform, value: parsed.value } : undefined;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function scopeOf(method: string, route: string): ErrorScope {
  if (!route.endsWith('/:instance_id')) return 'other';
  if (method === 'PATCH') return 'update';
  return method === 'DELETE' ? 'deprovision' : 'other';
}
