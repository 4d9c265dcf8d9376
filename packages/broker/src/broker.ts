import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Catalog, createCatalog } from './catalog/catalog.ts';
import type { Service } from './catalog/define-service.ts';
import { createDashboard } from './dashboard/dashboard.ts';
import type { InstancePanel } from './dashboard/page.ts';
import { pages } from './dashboard/pages.ts';
import { createRecentRequests } from './dashboard/recent-requests.ts';
import { BrokerError } from './errors.ts';
import { createFaultApi } from './faults/fault-api.ts';
import { createFaultChoice } from './faults/fault-choice.ts';
import { faultRules } from './faults/fault.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { type Authenticate, basicAuthentication, type User } from './http/authentication.ts';
import { createFront, type Listener } from './http/front.ts';
import type { Exchange, Observer } from './http/exchange.ts';
import { createHistory } from './http/history.ts';
import { createMetrics } from './http/metrics.ts';
import { createOperations } from './http/operations.ts';
import { withoutSecrets } from './http/redact.ts';
import { errorReply, send } from './http/respond.ts';
import { createRouter } from './http/router.ts';
import type { JsonObject } from './json.ts';
import { type Logger, silentLogger } from './logger.ts';
import { routes } from './registry.ts';
import type { Store } from './store/store.ts';

/** What a broker is made of. */
export interface BrokerOptions {
  readonly services: readonly Service[];
  readonly store: Store;
  /** Who may call: users with passwords, several at once, or a function that tells who sent a request. */
  readonly authentication: readonly User[] | Authenticate;
  readonly log?: Logger;
  /**
   * Allows users to make requests fail, at `/faults`: for tests of platforms, never in production. A document such as
   * `PUT /faults` takes sets faults from the start. Default: false.
   */
  readonly faults?: boolean | JsonObject;
  /** Called after each answer to a request of the specification, besides log, metrics and history. */
  readonly observers?: readonly Observer[];
  /** What the dashboard shows on the pages of instances besides what all have, by id of the offering. */
  readonly panels?: ReadonlyMap<string, InstancePanel>;
  /** Bytes of a request body. Default 1 MiB. */
  readonly bodyLimit?: number;
  /** Milliseconds after which another replica resumes what this process left. Default 5000. */
  readonly leaseMs?: number;
  /** Tries of a step that fails unexpectedly. Default 5. */
  readonly maximumAttempts?: number;
  /** Asynchronous operations at the same time in this process. Default 16. */
  readonly concurrency?: number;
  /** Milliseconds between looks for work that another replica left. Default 500. */
  readonly pollMs?: number;
}

/** A broker: mount `handle`, or let it listen by itself. */
export interface Broker {
  readonly catalog: Catalog;
  readonly engine: Engine;
  readonly store: Store;
  /** Who sent a request, for pages that are mounted beside `handle`. */
  readonly authenticate: Authenticate;
  /** A listener of `node:http`, and a middleware of Express: `app.use('/broker', broker.handle)`. */
  readonly handle: Listener;
  /** `/live`, `/ready`, `/metrics`, and `/faults` where that is allowed: mount it where `handle` is mounted, or let the broker listen by itself. */
  readonly operations: Listener;
  /** Pages below `/dashboard`, for those who may call the API: mount it where `handle` is mounted, or let the broker listen by itself. */
  readonly dashboard: Listener;
  /** Listens on a port of its own; port 0 takes a free one. Resolves with the URL. */
  listen(options?: ListenOptions): Promise<string>;
  /** Finishes the requests and steps that run, for at most `graceMs` (default 10 s), and closes the store. */
  close(graceMs?: number): Promise<void>;
}

/** Where a broker listens. */
export interface ListenOptions {
  readonly port?: number;
  readonly host?: string;
  /** Serves HTTPS: PEM of certificate and key, and of the authorities whose client certificates are accepted. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly clientAuthorities?: string };
  /** Answers what is not a path of the specification. */
  readonly otherwise?: Listener;
}

/** Creates a broker and begins to work on what a former process left unfinished. */
export async function createBroker(options: BrokerOptions): Promise<Broker> {
  const {
    services,
    store,
    authentication,
    log = silentLogger,
    bodyLimit = 1 << 20,
    observers = [],
  } = options;
  const catalog = createCatalog(services);
  const engine = createEngine({ ...options, catalog, log });
  const authenticate =
    typeof authentication === 'function' ? authentication : basicAuthentication(authentication);
  const faults = faultsOf(options.faults);
  const metrics = createMetrics();
  const history = createHistory(store, log);
  const recent = createRecentRequests();
  const running = new Set<Promise<void>>();
  const handle = createFront({
    router: createRouter(routes),
    services: { engine, catalog, catalogChangedAt: await catalogChangedAt(store, catalog.etag) },
    authenticate,
    log,
    bodyLimit,
    track: (request) => {
      running.add(request);
      void request.then(() => running.delete(request));
    },
    ...(faults && { faults: createFaultChoice(faults, store) }),
    observe: (exchange) => {
      metrics.observe(exchange);
      const kept = withoutSecrets(exchange);
      history.observe(kept);
      recent.observe(kept);
      logExchange(log, exchange);
      for (const observe of observers) observe(exchange);
    },
  });
  const status = createOperations({
    store,
    metrics,
    authenticate,
    log,
    stopping: () => closing !== undefined,
  });
  const faultApi = faults && createFaultApi(faults, authenticate);
  const operations: Listener = (request, response, next) => {
    const others = () => {
      status(request, response, next);
    };
    if (faultApi === undefined) others();
    else faultApi(request, response, others);
  };
  const dashboard = createDashboard({
    pages,
    services: { catalog, store, recent, panels: options.panels ?? new Map() },
    authenticate,
    log,
  });
  engine.start();
  let server: Server | undefined;
  let closing: Promise<void> | undefined;
  const close = async (graceMs: number) => {
    if (server !== undefined) await closed(server, graceMs);
    // What a client no longer waits for is still to be done in full.
    await endedIn(Promise.all(running), graceMs);
    await engine.stop(graceMs);
    await history.flush();
    await store.close();
  };
  return {
    catalog,
    engine,
    store,
    authenticate,
    handle,
    operations,
    dashboard,
    listen: async ({ port = 0, host = '127.0.0.1', tls, otherwise = nothingThere } = {}) => {
      server = await hardenedServer(tls, (request, response) =>
        handle(request, response, () =>
          operations(request, response, () =>
            dashboard(request, response, () => otherwise(request, response)),
          ),
        ),
      );
      return listening(server, port, host, tls === undefined ? 'http' : 'https');
    },
    close: (graceMs = 10_000) => (closing ??= close(graceMs)),
  };
}

function faultsOf(option: BrokerOptions['faults'] = false): Faults | undefined {
  if (option === false) return undefined;
  const faults = createFaults();
  if (option !== true) {
    const { seed, rules } = faultRules(option);
    faults.set(seed, rules);
  }
  return faults;
}

/** The time the catalog became what it is survives restarts, so that conditional requests do. */
async function catalogChangedAt(store: Store, etag: string): Promise<number> {
  const [known = '', since = ''] = (await store.meta('catalog'))?.split(' ') ?? [];
  if (known === etag) return Number(since);
  const now = Date.now();
  await store.setMeta('catalog', `${etag} ${String(now)}`);
  return now;
}

const nothingThere: Listener = (_request, response) => {
  send(response, errorReply(new BrokerError('NotFound', 'There is nothing at this path.'), 'other'));
};

/** Ids and identities, and neither bodies nor the query, which may hold what users entrust to the broker. */
function logExchange(log: Logger, exchange: Exchange): void {
  const { method, route, instanceId, bindingId, status, error, seconds, user, requestIdentity } = exchange;
  const { originatingIdentity } = exchange;
  log.info(
    {
      method,
      route,
      instance: instanceId,
      binding: bindingId,
      status,
      error,
      ms: Math.round(seconds * 1e5) / 100,
      user,
      request_identity: requestIdentity,
      ...(method !== 'GET' && { audit: true, originating_identity: originatingIdentity }),
    },
    'request',
  );
}

/** Limits for slow, half-open and oversized requests. */
async function hardenedServer(tls: ListenOptions['tls'], listener: Listener): Promise<Server> {
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

async function listening(
  server: Server,
  port: number,
  host: string,
  scheme: 'http' | 'https',
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
  return `${scheme}://${shown}:${String(address.port)}`;
}

async function endedIn(work: Promise<unknown>, graceMs: number): Promise<void> {
  let impatience: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => (impatience = setTimeout(resolve, graceMs)));
  await Promise.race([work, tooLong]);
  clearTimeout(impatience);
}

async function closed(server: Server, graceMs: number): Promise<void> {
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
