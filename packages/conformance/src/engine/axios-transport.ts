import { Agent as HttpAgent, ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import axios, { type AxiosProxyConfig } from 'axios';
import { networkFaultOf } from './network-fault.ts';
import {
  NetworkFault,
  type Header,
  type Transport,
  type TransportOptions,
  type WireRequest,
} from './wire.ts';

/** Milliseconds without a request after which a connection counts as idle; servers close them after seconds. */
const idleTime = 500;

/** The transport of ordinary requests: axios, with everything switched off that would alter a request or an answer. */
export function createAxiosTransport(options: TransportOptions): Transport {
  const kept = createAgents(options, true);
  const fresh = createAgents(options, false);
  const idleSince = new WeakMap<Socket, number>();
  for (const agent of [kept.httpAgent, kept.httpsAgent]) {
    agent.on('free', (socket: Socket) => idleSince.set(socket, performance.now()));
  }
  const client = axios.create({
    proxy: proxyOf(options.proxy),
    maxRedirects: 0,
    maxContentLength: options.maxResponseBytes,
    responseType: 'arraybuffer',
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
  });
  return {
    async send(request: WireRequest, signal: AbortSignal) {
      const deadline = AbortSignal.timeout(options.requestTimeout);
      try {
        const over = (agents: Agents) =>
          client.request<Buffer>({
            ...agents,
            method: request.method,
            url: request.url,
            headers: Object.fromEntries(request.headers),
            data: request.body,
            signal: AbortSignal.any([signal, deadline]),
          });
        const sentAt = performance.now();
        const response = await over(kept).catch((error: unknown) => {
          const socket = socketClosedUnread(error);
          const since = socket === undefined ? undefined : idleSince.get(socket);
          if (since === undefined || sentAt - since < idleTime) throw error;
          return over(fresh);
        });
        return {
          status: response.status,
          headers: headersOf(response.headers),
          body: Buffer.from(response.data).toString('utf8'),
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
      for (const { httpAgent, httpsAgent } of [kept, fresh]) {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}

interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

function createAgents({ tls }: TransportOptions, keepAlive: boolean): Agents {
  const { ca, cert, key, passphrase } = tls;
  const rejectUnauthorized = tls.insecure !== true;
  return {
    httpAgent: new HttpAgent({ keepAlive }),
    httpsAgent: new HttpsAgent({ keepAlive, rejectUnauthorized, ...defined({ ca, cert, key, passphrase }) }),
  };
}

/**
 * The kept connection on which a request was lost without a byte of an answer. When it had been idle, the broker closed
 * it at the moment at which it was used again, as every server does that tires of idle connections, and has not seen the
 * request; when it was busy just before, the broker may have done what it was asked for.
 */
function socketClosedUnread(error: unknown): Socket | undefined {
  if (!axios.isAxiosError(error) || (error.code !== 'ECONNRESET' && error.code !== 'EPIPE')) return undefined;
  const request: unknown = error.request;
  return request instanceof ClientRequest && request.reusedSocket && error.response === undefined
    ? (request.socket ?? undefined)
    : undefined;
}

function headersOf(headers: object): Header[] {
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]): Header[] =>
    Array.isArray(value)
      ? value.map((item): Header => [name, String(item)])
      : typeof value === 'string' || typeof value === 'number'
        ? [[name, String(value)]]
        : [],
  );
}

function proxyOf(address: string | undefined): AxiosProxyConfig | false {
  if (address === undefined) return false;
  const url = new URL(address);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const auth =
    url.username === ''
      ? undefined
      : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return { protocol: url.protocol.replace(':', ''), host: url.hostname, port, ...defined({ auth }) };
}

function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(options).filter(([, value]) => value !== undefined);
  // Object.entries loses the key type; only members of T remain.
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
