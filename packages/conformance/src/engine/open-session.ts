import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBudget, type Budget } from './budget.ts';
import { createBrokerClient } from './client.ts';
import { withDeadBrokerDetection } from './dead-broker.ts';
import { createJournal, type Journal } from './journal.ts';
import { createPatience } from './later.ts';
import { createLostLog } from './lost-exchanges.ts';
import { openCatalog } from './open-catalog.ts';
import type { RunOptions } from './options.ts';
import { namesOfOwnHeaders } from './endpoint.ts';
import type { Places } from './places.ts';
import { createExchangeLog, type ExchangeLog } from './recorder.ts';
import { createServerErrors } from './server-errors.ts';
import { createSession, type Session } from './session.ts';
import { readSettings, type Settings } from './settings.ts';
import { watchStop } from './stopping.ts';
import { createTransport } from './transport.ts';

/** A session on a broker whose catalog was read, with what it is made of. */
export interface OpenSession {
  readonly session: Session;
  readonly settings: Settings;
  readonly log: ExchangeLog;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  /** Absent when the number of live instances is not bounded. */
  readonly budget: Budget | undefined;
}

/**
 * Opens a session on the broker that the options name, and closes it again. When `use` throws, what was created is
 * removed first. Throws {@link ConformanceError} when there is no broker to work with.
 */
export async function withSession<T>(
  options: RunOptions,
  use: (opened: OpenSession) => Promise<T>,
): Promise<T> {
  const settings = readSettings(options);
  const signal = options.signal ?? new AbortController().signal;
  // One listener for each request under way is no leak.
  setMaxListeners(0, signal);
  const plain = createTransport(settings.transport);
  let resources = () => 0;
  const stopping = watchStop(signal, (until) =>
    options.onEvent?.({ kind: 'stopping', resources: resources(), until }),
  );
  setMaxListeners(0, stopping.signal);
  try {
    const serverErrors = createServerErrors(settings.apiVersion);
    const lost = createLostLog();
    // Long before requests run out of time, fewer of them are sent at once.
    const slow = settings.transport.requestTimeout / 4;
    const pace: { slower?: Places['slower'] } = {};
    const log = createExchangeLog(
      withDeadBrokerDetection(plain, settings),
      signal,
      (exchange) => options.onEvent?.({ kind: 'exchange', exchange }),
      {
        safe: settings.safe,
        cleaningSignal: stopping.signal,
        onAnswer(answer) {
          serverErrors.note(answer);
          if (answer.durationMs > slow) pace.slower?.(answer.durationMs);
        },
        onFault(fault, request) {
          lost.note(fault, request);
          if (fault.kind === 'timeout') pace.slower?.(settings.transport.requestTimeout);
        },
        ownHeaders: namesOfOwnHeaders(settings.endpoint),
        configured: [
          settings.endpoint.auth,
          ...(options.secondCredential === undefined
            ? []
            : [{ kind: 'basic' as const, ...options.secondCredential }]),
        ],
      },
    );
    const budget = settings.budget === undefined ? undefined : createBudget(settings.budget);
    const journal = createJournal(options.journal, budget?.admit);
    resources = () => journal.remaining().length;
    const opener = createBrokerClient({
      endpoint: settings.endpoint,
      apiVersion: settings.apiVersion,
      platformHeaders: [],
      log,
      journal,
      references: [],
      role: 'setup',
      realIds: () => ({ serviceId: '', planId: '' }),
      patience: createPatience()((milliseconds) => sleep(milliseconds, undefined, { signal })),
    });
    const opened = await openCatalog(opener, settings.endpoint.base, settings.platform.name);
    const session = createSession({
      settings,
      options,
      log,
      journal,
      signal,
      cleaningSignal: stopping.signal,
      budget,
      serverErrors,
      lost,
      ...opened,
    });
    pace.slower = session.places.slower;
    // Where one request by itself takes long, many at once could take longer than any is given.
    session.places.atMost(Math.floor(slow / Math.max(opened.catalog.durationMs, 1)));
    try {
      return await use({ session, settings, log, journal, signal, budget });
    } catch (error) {
      await session.cleanUp();
      throw error;
    }
  } finally {
    stopping.dispose();
    plain.close();
  }
}
