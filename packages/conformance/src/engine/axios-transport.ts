import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import axios, { type AxiosProxyConfig } from 'axios';
import { createBodyReader } from './read-body.ts';
import { networkFaultOf } from './network-fault.ts';
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

/** The transport of ordinary requests: axios, with everything switched off that would alter a request or an answer. */
export function createAxiosTransport(options: TransportOptions): Transport {
  const agents = createAgents(options);
  const dropIdle = idleDropper([agents.httpAgent, agents.httpsAgent]);
  const bodies = createBodyReader(options.maxResponseBytes);
  const client = axios.create({
    proxy: proxyOf(options.proxy),
    maxRedirects: 0,
    maxContentLength: Infinity,
    responseType: 'stream',
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
  });
  return {
    async send(request: WireRequest, signal: AbortSignal) {
      const deadline = AbortSignal.timeout(options.requestTimeout);
      const either = AbortSignal.any([signal, deadline]);
      try {
        dropIdle();
        const response = await client.request<Readable>({
          ...agents,
          method: request.method,
          url: request.url,
          headers: Object.fromEntries(request.headers),
          data: request.body,
          signal: either,
        });
        return {
          status: response.status,
          headers: headersOf(response.headers),
          body: await bodies.read(response.data, request.url, either),
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
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

function createAgents({ tls }: TransportOptions): Agents {
  const { ca, cert, key, passphrase } = tls;
  const rejectUnauthorized = tls.insecure !== true;
  return {
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({
      keepAlive: true,
      rejectUnauthorized,
      ...defined({ ca, cert, key, passphrase }),
    }),
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
