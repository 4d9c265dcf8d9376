import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import createTunnel from 'https-proxy-agent';
import { networkFaultOf } from './network-fault.ts';
import { createBodyReader } from './read-body.ts';
import {
  NetworkFault,
  type Header,
  type Transport,
  type TransportOptions,
  type WireRequest,
} from './wire.ts';

/**
 * Milliseconds without a request after which a connection is not used again. Servers close idle ones after seconds, and
 * what is sent at that very moment is lost or, as nobody can tell, done: a request is sent once, never again.
 */
const idleTime = 1000;

/** What a platform's client sends without being told to. */
const usualHeaders: readonly Header[] = [
  ['Accept', 'application/json, */*'],
  ['User-Agent', 'osb-kit'],
  ['Accept-Encoding', 'gzip, deflate, br'],
];

/**
 * The transport of requests: node:http, which alters neither a request nor an answer. Verbatim requests have a connection
 * of their own and carry no header that they do not name.
 */
export function createHttpTransport(options: TransportOptions): Transport {
  const agents = createAgents(options);
  const dropIdle = idleDropper(Object.values(agents));
  const bodies = createBodyReader(options.maxResponseBytes, options.bodyEncoding);
  return {
    async send(request, signal) {
      const deadline = AbortSignal.timeout(options.requestTimeout);
      const either = AbortSignal.any([signal, deadline]);
      try {
        dropIdle();
        const incoming = await open(request, settingsOf(request, options, agents, either));
        return {
          status: incoming.statusCode ?? 0,
          headers: pairs(incoming.rawHeaders),
          body: await bodies.read(decoded(incoming), request.url, either),
        };
      } catch (error) {
        if (signal.aborted) throw new NetworkFault('aborted', '', { cause: error });
        if (deadline.aborted) {
          throw new NetworkFault('timeout', `limit ${String(options.requestTimeout)} ms`, { cause: error });
        }
        throw networkFaultOf(error, options.proxy);
      }
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Sends a request; resolves with the beginning of the answer. */
function open(request: WireRequest, settings: RequestOptions): Promise<IncomingMessage> {
  const send = request.url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = send(settings, resolve);
    sent.on('error', reject);
    sent.end(request.body === undefined ? undefined : Buffer.from(request.body, request.charset ?? 'utf8'));
  });
}

function settingsOf(
  request: WireRequest,
  options: TransportOptions,
  agents: Agents,
  signal: AbortSignal,
): RequestOptions {
  const url = new URL(request.url);
  const isVerbatim = request.verbatim === true;
  const isSecure = url.protocol === 'https:';
  const headers = Object.fromEntries([...(isVerbatim ? [] : usualHeaders), ...request.headers]);
  const settings: RequestOptions = {
    host: bare(url.hostname),
    port: url.port === '' ? undefined : Number(url.port),
    path: (isVerbatim ? request.url.slice(url.origin.length) : url.pathname + url.search) || '/',
    method: request.method,
    headers,
    agent: isVerbatim ? false : agents[isSecure ? 'https' : 'http'],
    signal,
    ...(isSecure ? tlsOf(options) : {}),
  };
  if (options.proxy === undefined) return settings;
  return isSecure
    ? { ...settings, agent: tunnel(options.proxy) }
    : throughProxy(settings, request, options.proxy);
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function createAgents(options: TransportOptions): Agents {
  return {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({ keepAlive: true, ...tlsOf(options) }),
  };
}

/** Closes the connections that have been idle for too long, so that the next request does not meet one that is being closed. */
function idleDropper(agents: readonly HttpAgent[]): () => void {
  const idleSince = new WeakMap<Socket, number>();
  for (const agent of agents) {
    agent.on('free', (socket: Socket) => idleSince.set(socket, performance.now()));
  }
  return () => {
    const now = performance.now();
    for (const agent of agents) {
      for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
        if (now - (idleSince.get(socket) ?? 0) > idleTime) socket.destroy();
      }
    }
  };
}

/** The body as it was before it was compressed. */
function decoded(incoming: IncomingMessage): Readable {
  const isEmpty = incoming.statusCode === 204 || incoming.headers['content-length'] === '0';
  const decoder = isEmpty ? undefined : decoderOf(incoming.headers['content-encoding']);
  // What goes wrong on the way reaches who reads the end of it.
  return decoder === undefined ? incoming : pipeline(incoming, decoder, () => undefined);
}

function decoderOf(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

/** An agent whose connections go through a tunnel. Its type lacks what only Node's own agents use among themselves. */
function tunnel(proxy: string): HttpAgent {
  return createTunnel(proxy) as unknown as HttpAgent;
}

/** The same request to an HTTP proxy, which is told the whole address. */
function throughProxy(settings: RequestOptions, request: WireRequest, address: string): RequestOptions {
  const proxy = new URL(address);
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return {
    ...settings,
    host: bare(proxy.hostname),
    port: proxy.port === '' ? 80 : Number(proxy.port),
    path: request.url,
    headers: {
      Host: new URL(request.url).host,
      // All headers of this transport are pairs of texts.
      ...(settings.headers as Record<string, string>),
      ...(login === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
    },
  };
}

/** A host name as sockets take it: an IPv6 address stands in brackets in a URL only. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

function tlsOf(options: TransportOptions) {
  const { ca, cert, key, passphrase, insecure } = options.tls;
  return { ca, cert, key, passphrase, rejectUnauthorized: insecure !== true };
}

function pairs(rawHeaders: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  }
  return headers;
}
