import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Listener } from './front.ts';

/** Where a broker listens. */
export interface ListenOptions {
  readonly port?: number;
  readonly host?: string;
  /** Serves HTTPS: PEM of certificate and key, and of the authorities whose client certificates are accepted. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly clientAuthorities?: string };
  /** Answers what is not a path of the specification. */
  readonly otherwise?: Listener;
}

/** A server with limits for slow, half-open and oversized requests. */
export async function hardenedServer(tls: ListenOptions['tls'], listener: Listener): Promise<Server> {
  const limits = {
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
  };
  const server =
    tls === undefined
      ? createServer(limits, listener)
      : (await import('node:https')).createServer(
          {
            ...limits,
            cert: tls.cert,
            key: tls.key,
            minVersion: 'TLSv1.2',
            // Whoever has no certificate may still send a password: authentication decides.
            ...(tls.clientAuthorities !== undefined && {
              ca: tls.clientAuthorities,
              requestCert: true,
              rejectUnauthorized: false,
            }),
          },
          listener,
        );
  server.maxHeadersCount = 100;
  return server;
}

/** Lets a server listen; resolves with its URL. */
export async function listening(
  server: Server,
  { port = 0, host = '127.0.0.1', tls }: ListenOptions,
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // A server that listens on a port has an address of this form.
  const address = server.address() as AddressInfo;
  const numbers = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  // Who listens everywhere can be reached here; a wildcard is no address to go to.
  const shown = ['0.0.0.0', '[::]'].includes(numbers) ? 'localhost' : numbers;
  return `${tls === undefined ? 'http' : 'https'}://${shown}:${String(address.port)}`;
}

/** Takes no connection any more, and ends those there are: idle ones at once, others when `graceMs` are over. */
export async function closed(server: Server, graceMs: number): Promise<void> {
  const done = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  // A connection that is kept alive becomes idle when its last answer has been sent.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, 25);
  const impatience = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  await done;
  clearInterval(idle);
  clearTimeout(impatience);
}
