import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosProxyConfig } from 'axios';
import { networkFaultOf } from './network-fault.ts';
import {
  NetworkFault,
  type Header,
  type Transport,
  type TransportOptions,
  type WireRequest,
} from './wire.ts';

/** The transport of ordinary requests: axios, with everything switched off that would alter a request or an answer. */
export function createAxiosTransport(options: TransportOptions): Transport {
  const httpAgent = new HttpAgent({ keepAlive: true });
  const httpsAgent = new HttpsAgent({
    keepAlive: true,
    rejectUnauthorized: options.tls.insecure !== true,
    ...defined({
      ca: options.tls.ca,
      cert: options.tls.cert,
      key: options.tls.key,
      passphrase: options.tls.passphrase,
    }),
  });
  const client = axios.create({
    httpAgent,
    httpsAgent,
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
        const response = await client.request<Buffer>({
          method: request.method,
          url: request.url,
          headers: Object.fromEntries(request.headers),
          data: request.body,
          signal: AbortSignal.any([signal, deadline]),
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
        throw networkFaultOf(error);
      }
    },
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
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
