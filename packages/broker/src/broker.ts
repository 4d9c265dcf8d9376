import type { Server } from 'node:http';
import { type Catalog, createCatalog } from './catalog/catalog.ts';
import type { Service } from './catalog/define-service.ts';
import { createDashboard } from './dashboard/dashboard.ts';
import type { InstancePanel } from './dashboard/page.ts';
import { pages } from './dashboard/pages.ts';
import { createRecentRequests } from './dashboard/recent-requests.ts';
import { endedIn, longestTimerMs } from './ended-in.ts';
import { BrokerError } from './errors.ts';
import { createFaultApi } from './faults/fault-api.ts';
import { createFaultChoice } from './faults/fault-choice.ts';
import { faultRules } from './faults/fault.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { type Authenticate, basicAuthentication, type User } from './http/authentication.ts';
import { createFront, type Listener } from './http/front.ts';
import { type Exchange, type ExchangeObserver, harmless, type Observer } from './http/exchange.ts';
import { createHistory } from './http/history.ts';
import { createMetrics } from './http/metrics.ts';
import { createOperations } from './http/operations.ts';
import { withoutSecrets } from './http/redact.ts';
import { errorReply, send } from './http/respond.ts';
import { createRouter } from './http/router.ts';
import { closed, hardenedServer, listening, type ListenOptions } from './http/server.ts';
import { targetOf } from './http/target.ts';
import type { JsonObject } from './json.ts';
import { type Logger, stderrLogger } from './logger.ts';
import { createRarely } from './rarely.ts';
import { refuseWrongOptions } from './refuse-wrong-options.ts';
import { routes } from './registry.ts';
import type { Store } from './store/store.ts';

export type { ListenOptions } from './http/server.ts';

/** What a broker is made of. */
export interface BrokerOptions {
  readonly services: readonly Service[];
  readonly store: Store;
  /** Who may call: users with passwords, several at once, or a function that tells who sent a request. */
  readonly authentication: readonly User[] | Authenticate;
  /** Default: warnings and errors, as lines of JSON on standard error. */
  readonly log?: Logger;
  /**
   * Allows users to make requests fail, at `/faults`: for tests of platforms, never in production. A document such as
   * `PUT /faults` takes sets faults from the start. Default: false.
   */
  readonly faults?: boolean | JsonObject;
  /** Called after each answer to a request of the specification, besides log, metrics and history. */
  readonly observers?: readonly ExchangeObserver[];
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
  /** Listens on a port of its own, once; port 0 takes a free one. Resolves with the URL. */
  listen(options?: ListenOptions): Promise<string>;
  /**
   * Answers 503 to what comes now, finishes the requests and steps that run, and closes the store. Two seconds before
   * `graceMs` (default 10 s) are over, or halfway, the signals of handlers and steps are aborted. What does not end by
   * then is abandoned, and logged: its lease runs out, and another process resumes it.
   */
  close(graceMs?: number): Promise<void>;
}

/** Creates a broker and begins to work on what a former process left unfinished. Throws a RangeError for wrong options. */
export async function createBroker(options: BrokerOptions): Promise<Broker> {
  refuseWrongOptions(options);
  const { services, store, authentication, log = stderrLogger, bodyLimit = 1 << 20 } = options;
  const observers = (options.observers ?? []).map((observe) => harmless(observe, log));
  const catalog = createCatalog(services);
  await store.serve?.();
  const engine = createEngine({ ...options, catalog, log });
  const authenticate =
    typeof authentication === 'function' ? authentication : basicAuthentication(authentication);
  const faults = faultsOf(options.faults);
  const metrics = createMetrics();
  const history = createHistory(store, log);
  const recent = createRecentRequests();
  const running = new Set<Promise<void>>();
  const noteLogin = failedLogins(log);
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
    stopping: () => closing !== undefined,
    ...(faults && { faults: createFaultChoice(faults, store) }),
    observe: harmless((exchange) => {
      metrics.observe(exchange);
      const kept = withoutSecrets(exchange);
      history.observe(kept);
      recent.observe(kept);
      logExchange(log, exchange);
      noteLogin(exchange);
      for (const observe of observers) observe(exchange);
    }, log),
  });
  const status = createOperations({
    store,
    metrics,
    authenticate,
    log,
    stopping: () => closing !== undefined,
    workerIdleFor: engine.idleFor,
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
    services: { catalog, store, recent, panels: options.panels ?? new Map(), log },
    authenticate,
    log,
  });
  engine.start();
  let server: Promise<Server> | undefined;
  let closing: Promise<void> | undefined;
  const listen = async (options: ListenOptions) => {
    const { otherwise = nothingThere } = options;
    if (closing !== undefined) throw new Error('The broker is closed. Create another one to listen.');
    if (server !== undefined) {
      throw new Error(
        'The broker listens already, and does so once. Serve `handle` from a server of your own to listen elsewhere too.',
      );
    }
    server = hardenedServer(options.tls, (request, response) => {
      request.url = targetOf(request);
      handle(request, response, () =>
        operations(request, response, () => dashboard(request, response, () => otherwise(request, response))),
      );
    });
    try {
      return await listening(await server, options);
    } catch (error) {
      server = undefined;
      throw error;
    }
  };
  const close = async (graceMs: number) => {
    const until = performance.now() + graceMs;
    // What a client no longer waits for is still to be done in full.
    const requests = Promise.all(running);
    const served = server?.then((listens) => closed(listens, graceMs));
    const [steps] = await Promise.all([engine.stop(graceMs, requests), served]);
    if (steps.length > 0 || running.size > 0) {
      log.warn({ operations: steps, requests: running.size, graceMs }, abandonedText);
    }
    const stored = history.flush().then(() => store.close());
    if (await endedIn(stored, Math.max(until - performance.now(), leastToStoreMs))) return;
    log.warn({ graceMs }, 'the store is busy, and is closed as soon as it is not');
    stored.catch((error: unknown) => {
      log.error({ err: error }, 'the store could not be closed');
    });
  };
  return {
    catalog,
    engine,
    store,
    authenticate,
    handle,
    operations,
    dashboard,
    listen: (options = {}) => listen(options),
    close: (graceMs = 10_000) => (closing ??= close(Math.min(graceMs, longestTimerMs))),
  };
}

/** What is left of the grace may be nothing: a flush and a close of the store take milliseconds. */
const leastToStoreMs = 1000;

const abandonedText =
  'the broker is closed before all has ended; what runs is abandoned, and resumed by another process once its lease has run out';

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

/** Logins that failed are told once a second, with how many there were: who guesses fills no disk. */
function failedLogins(log: Logger): Observer {
  const rarely = createRarely(1000);
  return ({ status, address, method, route }) => {
    if (status !== 401) return;
    rarely((leftOut) => {
      log.warn({ address, method, route, left_out: leftOut }, 'a login failed');
    });
  };
}

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
      address: exchange.address,
      request_identity: requestIdentity,
      ...(method !== 'GET' && { audit: true, originating_identity: originatingIdentity }),
    },
    'request',
  );
}
