import { randomUUID } from 'node:crypto';
import type { Catalog } from '../catalog/catalog.ts';
import { endedIn } from '../ended-in.ts';
import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';
import type { EngineParts } from './begin.ts';
import { bind, type BindingIds, unbind } from './bindings.ts';
import { deprovision, provision, update } from './instances.ts';
import { createLeases } from './leases.ts';
import type {
  BindOutcome,
  DeleteOutcome,
  LastOperation,
  ProvisionOutcome,
  UpdateOutcome,
} from './outcomes.ts';
import { fetchBinding, fetchInstance, lastOperation } from './queries.ts';
import type { BindingRecord, InstanceRecord } from './records.ts';
import type { BindRequest, DeleteRequest, ProvisionRequest, RequestMeta, UpdateRequest } from './requests.ts';
import { createWorker } from './worker.ts';

/** The state machine of a broker: decides, keeps and runs; knows nothing of HTTP. Refusals are thrown. */
export interface Engine {
  provision(id: string, request: ProvisionRequest, meta: RequestMeta): Promise<ProvisionOutcome>;
  update(id: string, request: UpdateRequest, meta: RequestMeta): Promise<UpdateOutcome>;
  deprovision(id: string, request: DeleteRequest, meta: RequestMeta): Promise<DeleteOutcome>;
  bind(ids: BindingIds, request: BindRequest, meta: RequestMeta): Promise<BindOutcome>;
  unbind(ids: BindingIds, request: DeleteRequest, meta: RequestMeta): Promise<DeleteOutcome>;
  fetchInstance(id: string): Promise<InstanceRecord>;
  fetchBinding(ids: BindingIds): Promise<BindingRecord>;
  /** `bindingId` empty for operations on instances; `operationId` undefined for the newest one. */
  lastOperation(ids: BindingIds, operationId: string | undefined): Promise<LastOperation>;
  /** Begins to work on operations that are due. */
  start(): void;
  /** Milliseconds since it last looked for work and the store answered; 0 before it was started and once it is stopped. */
  idleFor(): number;
  /**
   * Takes no work any more, and waits for its steps and for `requests` in progress, at most `graceMs`. Signals are
   * aborted two seconds before that, or halfway, so that what heeds them ends by itself. Answers the operations whose
   * steps still run: nobody waits for them any more, and they are resumed elsewhere when their leases have run out.
   */
  stop(graceMs: number, requests?: Promise<unknown>): Promise<readonly string[]>;
}

/** How an engine runs. */
export interface EngineOptions {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly log: Logger;
  /** Milliseconds that a lease lasts unless it is renewed: how soon another replica resumes. Default 5000. */
  readonly leaseMs?: number;
  /** Tries of a step before its operation fails. Default 5. */
  readonly maximumAttempts?: number;
  /** Operations at the same time in this process. Default 16. */
  readonly concurrency?: number;
  /** Milliseconds between looks for work that another replica left. Default 500. */
  readonly pollMs?: number;
  /** Epoch milliseconds. Default: by the clock of the store. */
  readonly now?: () => number;
}

/** Leases are not prolonged in this time, so that it is also less than they last. */
const longestToAbortMs = 2000;

/** Creates an engine over a store. */
export function createEngine(options: EngineOptions): Engine {
  const { catalog, store, log, leaseMs = 5000, maximumAttempts = 5, now = options.store.now } = options;
  const owner = randomUUID();
  const leases = createLeases(store, leaseMs, now, log);
  const runner = { catalog, store, leases, log, now, maximumAttempts };
  const worker = createWorker(runner, {
    owner,
    concurrency: options.concurrency ?? 16,
    pollMs: options.pollMs ?? 500,
  });
  const parts: EngineParts = { ...runner, owner, wake: worker.wake };
  return {
    provision: (id, request, meta) => provision(parts, id, request, meta),
    update: (id, request, meta) => update(parts, id, request, meta),
    deprovision: (id, request, meta) => deprovision(parts, id, request, meta),
    bind: (ids, request, meta) => bind(parts, ids, request, meta),
    unbind: (ids, request, meta) => unbind(parts, ids, request, meta),
    fetchInstance: (id) => fetchInstance(parts, id),
    fetchBinding: ({ instanceId, bindingId }) => fetchBinding(parts, instanceId, bindingId),
    lastOperation: ({ instanceId, bindingId }, operationId) =>
      lastOperation(parts, instanceId, bindingId, operationId),
    start: worker.start,
    idleFor: worker.idleFor,
    stop: async (graceMs, requests) => {
      const ended = Promise.all([worker.stop(), requests]);
      const toAbort = Math.min(longestToAbortMs, graceMs / 2, leaseMs / 2);
      if (!(await endedIn(ended, graceMs - toAbort))) {
        leases.close();
        await endedIn(ended, toAbort);
      }
      leases.close();
      return worker.running();
    },
  };
}
