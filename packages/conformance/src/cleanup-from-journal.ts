import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeEntries } from './engine/cleanup.ts';
import { createBrokerClient } from './engine/client.ts';
import { createJournal, readJournal } from './engine/journal.ts';
import type { RunOptions } from './engine/options.ts';
import { createExchangeLog } from './engine/recorder.ts';
import type { Leftover } from './engine/report.ts';
import { readSettings } from './engine/settings.ts';
import { createTransport } from './engine/transport.ts';

/** What came of a clean-up from a journal. */
export interface CleanupResult {
  /** How many resources are gone now. */
  readonly removed: number;
  readonly leftovers: readonly Leftover[];
}

/** Removes what a killed run left behind, as its journal tells. Throws {@link ConformanceError} when the journal cannot be read. */
export async function cleanupFromJournal(
  options: Omit<RunOptions, 'journal'> & { readonly journal: string },
): Promise<CleanupResult> {
  const settings = readSettings(options);
  const entries = readJournal(options.journal).remaining();
  const journal = createJournal(options.journal);
  const signal = options.signal ?? new AbortController().signal;
  // One listener for each pause is no leak.
  setMaxListeners(0, signal);
  const transport = createTransport(settings.transport);
  try {
    const client = createBrokerClient({
      endpoint: settings.endpoint,
      apiVersion: settings.apiVersion,
      platformHeaders: [],
      log: createExchangeLog(transport, signal, (exchange) =>
        options.onEvent?.({ kind: 'exchange', exchange }),
      ),
      journal,
      references: [],
      role: 'cleanup',
      realIds: () => ({ serviceId: '', planId: '' }),
    });
    const { operationTimeout, fastPoll } = settings;
    const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal });
    const polling = { operationTimeout, fastPoll, signal, pause };
    const leftovers = await removeEntries(entries, journal, client, polling, () => undefined);
    return { removed: entries.length - leftovers.length, leftovers };
  } finally {
    transport.close();
  }
}
