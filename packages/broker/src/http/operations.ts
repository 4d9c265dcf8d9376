import { BrokerError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';
import type { Authenticate } from './authentication.ts';
import { type Listener, unauthorized } from './front.ts';
import type { Metrics } from './metrics.ts';
import { errorReply, send } from './respond.ts';
import type { Reply } from './route.ts';

/** What the operations endpoints report on. */
export interface OperationsParts {
  readonly store: Store;
  readonly metrics: Metrics;
  readonly authenticate: Authenticate;
  readonly log: Logger;
  /** True once the process is to take no more requests. */
  readonly stopping: () => boolean;
  /** Milliseconds since the worker last looked for work. */
  readonly workerIdleFor: () => number;
}

/** Milliseconds after which a worker that did not look for work any more is taken for stuck. */
const stuckAfterMs = 15_000;

/**
 * `/live` (the process runs) and `/ready` (it can serve, its store included) for anyone, `/metrics` for users. Other
 * paths are left to `next`.
 */
export function createOperations(parts: OperationsParts): Listener {
  const endpoints = new Map<string, (authenticated: () => Promise<void>) => Promise<Reply>>([
    ['/live', () => Promise.resolve({ status: 200, body: { status: 'live' } })],
    ['/ready', () => ready(parts)],
    ['/metrics', async (authenticated) => authenticated().then(() => rendered(parts))],
  ]);
  return (request, response, next) => {
    const [path = ''] = (request.url ?? '').split('?');
    const endpoint = request.method === 'GET' ? endpoints.get(path) : undefined;
    if (endpoint === undefined) {
      if (next === undefined) send(response, { status: 404 });
      else next();
      return;
    }
    const authenticated = async () => {
      if ((await parts.authenticate(request)) === undefined) throw unauthorized(parts.authenticate);
    };
    endpoint(authenticated).then(
      (reply) => {
        send(response, reply);
      },
      (error: unknown) => {
        if (!(error instanceof BrokerError)) parts.log.error({ err: error, path }, 'request failed');
        send(response, errorReply(error, 'other'));
      },
    );
  };
}

async function ready({ store, log, stopping, workerIdleFor }: OperationsParts): Promise<Reply> {
  if (stopping()) return { status: 503, body: { status: 'stopping' } };
  if (workerIdleFor() > stuckAfterMs) return { status: 503, body: { status: 'the worker does not work' } };
  try {
    await store.ready();
    return { status: 200, body: { status: 'ready' } };
  } catch (error) {
    log.error({ reason: String(error) }, 'the store cannot be reached');
    return { status: 503, body: { status: 'the store cannot be reached' } };
  }
}

async function rendered({ store, metrics }: OperationsParts): Promise<Reply> {
  const { instances, bindings, running } = await store.counts();
  const text = metrics.render({
    osb_broker_instances: { help: 'Service instances, those that failed included.', value: instances },
    osb_broker_bindings: { help: 'Service bindings, those that failed included.', value: bindings },
    osb_broker_operations_running: { help: 'Operations that have not ended.', value: running },
    process_resident_memory_bytes: { help: 'Resident memory.', value: process.memoryUsage.rss() },
  });
  return { status: 200, body: Buffer.from(text), headers: { 'Content-Type': 'text/plain; version=0.0.4' } };
}
