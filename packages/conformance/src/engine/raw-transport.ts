import { type Agent, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import createTunnel from 'https-proxy-agent';
import { createBodyReader, type BodyReader } from './read-body.ts';
import { networkFaultOf } from './network-fault.ts';
import {
  NetworkFault,
  type Header,
  type Transport,
  type TransportOptions,
  type WireRequest,
  type WireResponse,
} from './wire.ts';

/** The transport of verbatim requests: node:http, which neither adds headers that a probe leaves out nor normalises a path. */
export function createRawTransport(options: TransportOptions): Transport {
  const bodies = createBodyReader(options.maxResponseBytes);
  return {
    send: (request, signal) => sendRaw(request, signal, options, bodies),
    close() {
      // Each request has its own connection, closed with the answer.
    },
  };
}

function sendRaw(
  request: WireRequest,
  signal: AbortSignal,
  options: TransportOptions,
  bodies: BodyReader,
): Promise<WireResponse> {
  const url = new URL(request.url);
  const deadline = AbortSignal.timeout(options.requestTimeout);
  const either = AbortSignal.any([signal, deadline]);
  const settings: RequestOptions = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? undefined : Number(url.port),
    path: request.url.slice(url.origin.length) || '/',
    method: request.method,
    headers: Object.fromEntries(request.headers),
    agent: false,
    signal: either,
  };
  if (options.proxy !== undefined) {
    if (url.protocol === 'https:') settings.agent = tunnel(options.proxy);
    else throughProxy(settings, request, options.proxy);
  }
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      if (signal.aborted) reject(new NetworkFault('aborted', '', { cause: error }));
      else if (deadline.aborted) {
        const limit = `limit ${String(options.requestTimeout)} ms`;
        reject(new NetworkFault('timeout', limit, { cause: error }));
      } else reject(networkFaultOf(error, options.proxy));
    };
    const open =
      url.protocol === 'https:' ? httpsRequest({ ...settings, ...tlsOf(options) }) : httpRequest(settings);
    open.on('error', fail);
    open.on('response', (incoming) => {
      bodies.read(incoming, request.url, either).then((body) => {
        resolve({ status: incoming.statusCode ?? 0, headers: pairs(incoming.rawHeaders), body });
      }, fail);
    });
    open.end(request.body === undefined ? undefined : Buffer.from(request.body, request.charset ?? 'utf8'));
  });
}

/** An agent whose connections go through a tunnel. Its type lacks what only Node's own agents use among themselves. */
function tunnel(proxy: string): Agent {
  return createTunnel(proxy) as unknown as Agent;
}

/** Sends the request to an HTTP proxy, which is told the whole address. */
function throughProxy(settings: RequestOptions, request: WireRequest, address: string): void {
  const proxy = new URL(address);
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  settings.host = proxy.hostname.replace(/^\[|\]$/g, '');
  settings.port = proxy.port === '' ? 80 : Number(proxy.port);
  settings.path = request.url;
  settings.headers = {
    Host: new URL(request.url).host,
    ...Object.fromEntries(request.headers),
    ...(login === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
  };
}

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
