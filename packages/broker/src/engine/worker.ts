import type { Logger } from '../logger.ts';
import { createRarely } from '../rarely.ts';
import type { Store } from '../store/store.ts';
import type { OperationRecord } from './records.ts';
import { type Job, runJob, type RunnerParts } from './runner.ts';

/** Takes operations that are due, of whichever replica, and runs them. */
export interface Worker {
  readonly start: () => void;
  /** Looks for work at a time, in epoch milliseconds. */
  readonly wake: (at: number) => void;
  /** Takes nothing any more, and resolves when what was taken has ended. */
  readonly stop: () => Promise<void>;
  /** Milliseconds since it last looked for work and found the store to answer; 0 while it does not look. */
  readonly idleFor: () => number;
  /** The ids of the operations that it runs. */
  readonly running: () => readonly string[];
}

/** What a worker needs besides the runner's parts. */
export interface WorkerOptions {
  /** Name of this process in leases. */
  readonly owner: string;
  /** Operations at the same time. */
  readonly concurrency: number;
  /** Milliseconds between looks for work that another replica left. */
  readonly pollMs: number;
}

const purgeEveryMs = 10 * 60_000;
const forgetAfterMs = 24 * 3_600_000;

/** Creates a worker over the parts of a runner. */
export function createWorker(parts: Omit<RunnerParts, 'wake'>, options: WorkerOptions): Worker {
  const { store, leases, log, now } = parts;
  /** What runs, with the id of its operation: one that was lost and taken again may be there twice. */
  const running = new Map<Promise<void>, string>();
  let state: 'idle' | 'started' | 'stopped' = 'idle';
  let looking: Promise<void> | undefined;
  let asked = 0;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;
  let purgedAt = now();
  let lookedAt = performance.now();
  const rarely = createRarely(1000);

  const wake = (at: number) => {
    if (state !== 'started') return;
    if (at <= now()) void look();
    else if (at < timerAt) schedule(at);
  };
  const schedule = (at: number) => {
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(() => void look(), Math.max(at - now(), 0) + 1);
    timer.unref();
  };
  const runnerParts: RunnerParts = { ...parts, wake };

  const look = () => {
    asked += 1;
    return (looking ??= lookUntilNobodyAsks());
  };
  const lookUntilNobodyAsks = async () => {
    if (timerAt <= now()) timerAt = Infinity;
    try {
      await purgeSometimes();
      for (let seen = 0; seen !== asked;) {
        seen = asked;
        await takeWhatIsDue();
      }
      lookedAt = performance.now();
    } catch (error) {
      rarely((leftOut) => {
        log.error({ reason: String(error), left_out: leftOut }, 'the worker cannot reach the store');
      });
    } finally {
      looking = undefined;
      if (state === 'started') schedule(Math.min(now() + options.pollMs, timerAt));
    }
  };

  const takeWhatIsDue = async () => {
    while (state === 'started' && running.size < options.concurrency) {
      const claim = await store.claim({
        owner: options.owner,
        now: now(),
        leaseUntil: leases.until(),
        except: leases.held(),
      });
      if (claim === undefined) return;
      if ('operation' in claim) launch(claim.operation);
      else log.error({ err: claim.error, operation: claim.unreadable }, 'an operation cannot be read');
    }
  };

  const launch = (operation: OperationRecord) => {
    const work = runClaimed(runnerParts, operation, log).finally(() => {
      running.delete(work);
      wake(now());
    });
    running.set(work, operation.id);
  };

  const purgeSometimes = async () => {
    if (now() - purgedAt < purgeEveryMs) return;
    purgedAt = now();
    await store.purge(now() - forgetAfterMs);
  };

  return {
    start: () => {
      if (state !== 'idle') return;
      state = 'started';
      lookedAt = performance.now();
      void look();
    },
    wake,
    stop: async () => {
      state = 'stopped';
      clearTimeout(timer);
      // What a look has found due when it was stopped is leased already.
      await looking;
      while (running.size > 0) await Promise.all(running.keys());
    },
    idleFor: () => (state === 'started' ? performance.now() - lookedAt : 0),
    running: () => [...running.values()],
  };
}

async function runClaimed(parts: RunnerParts, operation: OperationRecord, log: Logger): Promise<void> {
  try {
    const job = await loadJob(parts.store, operation);
    if (job === undefined) {
      await abandon(parts, operation);
      return;
    }
    await runJob(parts, job);
  } catch (error) {
    log.error(
      { err: error, operation: operation.id },
      'an operation could not be run; its lease will run out',
    );
  }
}

async function loadJob(store: Store, operation: OperationRecord): Promise<Job | undefined> {
  const { instanceId, bindingId } = operation;
  const instance = await store.instance(instanceId);
  if (instance === undefined) return undefined;
  const binding = bindingId === '' ? undefined : await store.binding(instanceId, bindingId);
  const predecessorId = binding?.predecessorId;
  const predecessor =
    predecessorId === undefined ? undefined : await store.binding(instanceId, predecessorId);
  return { operation, instance, binding, predecessor };
}

/** Ends an operation whose instance is gone: nothing is left to work on. */
async function abandon({ store, now }: RunnerParts, operation: OperationRecord): Promise<void> {
  await store.transact(operation.instanceId, async (tx) => {
    const lease = await tx.heldLease(operation.id);
    if (lease?.fence !== operation.fence || lease.status !== 'running') return;
    await tx.updateOperation({
      ...operation,
      status: 'failed',
      description: 'The service instance is gone.',
      leaseUntil: 0,
      finishedAt: now(),
    });
  });
}
