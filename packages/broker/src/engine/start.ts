import type { Writer } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';
import { endingOf } from './invoke.ts';
import {
  announce,
  changesOf,
  type Job,
  logEnding,
  type Run,
  runJob,
  type RunnerParts,
  type Settled,
  write,
} from './runner.ts';
import type { Changes, Ending } from './settle.ts';
import { tookTooLong, within } from './within.ts';

/** What a request has begun in its transaction; `run` where the handler ran inside it. */
export interface Started {
  readonly kind: 'started';
  readonly job: Job;
  readonly run: Settled | undefined;
}

/**
 * Begins an operation in the transaction that decided on it. Its intent is written, so that the handler can run outside
 * and be resumed. The handler of a transactional service runs here and now instead: intent and outcome are one commit,
 * and after a crash there is nothing to resume. What it refuses is thrown, and rolls all of it back.
 */
export async function start(
  parts: RunnerParts,
  tx: Transaction,
  job: Job,
  newResource: boolean,
): Promise<Started> {
  const { operation, instance } = job;
  const unstored = { operation: true, resource: newResource };
  if (parts.catalog.services.get(instance.serviceId)?.definition.transactional !== true) {
    await write(tx, job, intentOf(job), unstored);
    return { kind: 'started', job, run: undefined };
  }
  const ending = await endingWithin(parts, job, tx.writer);
  if (ending.kind === 'failed') {
    logEnding(parts.log, operation, ending);
    throw ending.error;
  }
  const changes = { ...intentOf(job), ...changesOf(parts, job, ending, operation.mode) };
  await write(tx, job, changes, unstored);
  return { kind: 'started', job, run: { kind: 'settled', ending, changes } };
}

/** Writes the intent of an operation that the worker is to run once another one has ended. */
export function queue(tx: Transaction, job: Job): Promise<void> {
  return write(tx, job, intentOf(job), { operation: true, resource: false });
}

/** Runs what was started, unless it has run already. */
export async function finish(parts: RunnerParts, { job, run }: Started): Promise<Run> {
  if (run === undefined) return runJob(parts, job);
  announce(parts, job.operation, run);
  return run;
}

function intentOf({ operation, instance, binding }: Job): Changes {
  return binding === undefined ? { operation, instance } : { operation, binding };
}

const longestMs = 5000;

/** All other writes may have to wait for this handler, so that it is not waited for for ever. */
async function endingWithin(parts: RunnerParts, job: Job, writer: Writer): Promise<Ending> {
  let controller: AbortController | undefined;
  let over = false;
  let spoilt: { readonly error: unknown } | undefined;
  const signal = () => {
    controller ??= new AbortController();
    if (over) controller.abort();
    return controller.signal;
  };
  const transaction: Writer = {
    write: async (lock, work) => {
      if (over) throw new Error('The transaction of this handler is over.');
      try {
        return await writer.write(lock, work);
      } catch (error) {
        spoilt ??= { error };
        throw error;
      }
    },
  };
  try {
    const ending = await within(longestMs, endingOf(parts, job, { signal, transaction }));
    // What a write left half-done is not kept, even by a handler that goes on as if nothing were.
    if (spoilt !== undefined && ending.kind !== 'failed') throw spoilt.error;
    return ending;
  } catch (error) {
    if (error !== tookTooLong) throw error;
    controller?.abort();
    throw new Error(
      `A handler of "${job.instance.serviceId}", which is transactional, did not end in ${String(longestMs / 1000)} s. It may wait for nothing but context.transaction.`,
      { cause: error },
    );
  } finally {
    over = true;
  }
}
