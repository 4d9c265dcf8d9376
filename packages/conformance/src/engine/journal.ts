import { appendFileSync, readFileSync } from 'node:fs';
import { ConformanceError } from './errors.ts';
import { member, parseJson, stringMember } from './json.ts';

/** Something that a request may have created: it is written down before the request is sent. */
export interface JournalEntry {
  readonly kind: 'instance' | 'binding';
  readonly instanceId: string;
  readonly bindingId: string | null;
  serviceId: string;
  /** The plan that the broker knows the instance by; an accepted plan change moves it. */
  planId: string;
  /** What the broker may know it by if not by these: before it was changed or created anew. */
  former: Ids | undefined;
  /** The creating request was refused with a 4xx, so that nothing should exist. */
  refused: boolean;
  /** A creating request was answered 2xx. */
  accepted: boolean;
  /** A creating request was sent and got no answer: it may be carried out later than what was sent after it. */
  isOpen: boolean;
  removed: boolean;
  /** The `operation` of the last 202 about the resource, to wait for it. */
  operation: string | undefined;
  /** Its deletion did not come to an end in its time: it is not waited for again. */
  gaveUp: boolean;
}

/** What a deletion has to name. */
export interface Ids {
  readonly serviceId: string;
  readonly planId: string;
}

/** The identity of what is going to be created. */
export interface Creation {
  readonly instanceId: string;
  readonly bindingId?: string;
  readonly serviceId: string;
  readonly planId: string;
}

/** What a run has created and not yet removed, in memory and, if wanted, in a file that outlives the process. */
export interface Journal {
  /** Notes what a request is about to create; the same resource is noted once. */
  open(creation: Creation): JournalEntry;
  markRemoved(entry: JournalEntry): void;
  /** The broker has moved the instance to another plan, or created it anew. */
  noteIds(entry: JournalEntry, ids: Ids): void;
  find(instanceId: string, bindingId?: string): JournalEntry | undefined;
  /** How many instances may exist at this time. */
  live(): number;
  /** Instances that the broker created and removed again. */
  ended(): number;
  /** What may still exist, bindings first. */
  remaining(): readonly JournalEntry[];
  /** What was removed, as the broker answered. */
  removed(): readonly JournalEntry[];
}

/**
 * Creates a journal; with a file, each line is on disk before the request goes out. `admit` is asked before an instance
 * is created and may refuse by throwing.
 */
export function createJournal(
  file?: string,
  admit: (entry: JournalEntry) => void = () => undefined,
): Journal {
  const entries = new Map<string, JournalEntry>();
  const alive = new Set<JournalEntry>();
  let ended = 0;
  const write = (line: object) => {
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  };
  const writeCreation = ({ kind, instanceId, bindingId, serviceId, planId }: JournalEntry) => {
    write({ create: kind, instanceId, bindingId, serviceId, planId });
  };
  return {
    open({ instanceId, bindingId, serviceId, planId }) {
      const key = keyOf(instanceId, bindingId);
      const known = entries.get(key);
      if (known !== undefined) {
        if (known.kind === 'instance' && (known.removed || known.refused)) admit(known);
        const wasRemoved = known.removed;
        known.removed = false;
        known.refused = false;
        if (wasRemoved || !known.accepted) Object.assign(known, { serviceId, planId });
        if (wasRemoved) writeCreation(known);
        if (known.kind === 'instance') alive.add(known);
        return known;
      }
      const entry: JournalEntry = {
        kind: bindingId === undefined ? 'instance' : 'binding',
        instanceId,
        bindingId: bindingId ?? null,
        serviceId,
        planId,
        former: undefined,
        refused: false,
        accepted: false,
        isOpen: false,
        removed: false,
        operation: undefined,
        gaveUp: false,
      };
      if (entry.kind === 'instance') admit(entry);
      writeCreation(entry);
      entries.set(key, entry);
      if (entry.kind === 'instance') alive.add(entry);
      return entry;
    },
    markRemoved(entry) {
      if (entry.kind === 'instance' && entry.accepted && !entry.removed) ended += 1;
      entry.removed = true;
      entry.accepted = false;
      write({ remove: entry.kind, instanceId: entry.instanceId, bindingId: entry.bindingId });
    },
    noteIds(entry, { serviceId, planId }) {
      if (entry.serviceId === serviceId && entry.planId === planId) return;
      entry.former = { serviceId: entry.serviceId, planId: entry.planId };
      Object.assign(entry, { serviceId, planId });
      writeCreation(entry);
    },
    find: (instanceId, bindingId) => entries.get(keyOf(instanceId, bindingId)),
    live() {
      for (const entry of alive) if (entry.removed || entry.refused) alive.delete(entry);
      return alive.size;
    },
    ended: () => ended,
    remaining: () =>
      [...entries.values()].filter((entry) => !entry.removed).sort((a, b) => rank(a) - rank(b)),
    removed: () => [...entries.values()].filter((entry) => entry.removed),
  };
}

/** Reads a journal file back: what it says was created and not removed. */
export function readJournal(file: string): Journal & { readonly begun: JournalBeginning | undefined } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConformanceError('bad-journal', `The journal "${file}" cannot be read. Check the path.`, {
      cause,
    });
  }
  return { ...entriesOf(file, text), begun: beginningOf(text) };
}

/** What the first line of a journal tells of its run. */
export interface JournalBeginning {
  /** The address of the broker, without credentials. */
  readonly target: string;
  readonly startedAt: string;
  readonly pid: number;
  readonly host: string;
}

/** Writes the first line of a journal, so that one can tell later whose it is. */
export function beginJournal(file: string, beginning: JournalBeginning): void {
  appendFileSync(file, `${JSON.stringify({ run: beginning })}\n`, { mode: 0o600 });
}

function beginningOf(text: string): JournalBeginning | undefined {
  const run = member(parseJson(text.split('\n', 1)[0] ?? ''), 'run');
  const [target, startedAt, host] = ['target', 'startedAt', 'host'].map((name) => stringMember(run, name));
  const pid = member(run, 'pid');
  return target === undefined || startedAt === undefined || host === undefined || typeof pid !== 'number'
    ? undefined
    : { target, startedAt, host, pid };
}

function entriesOf(file: string, text: string): Journal {
  const journal = createJournal();
  text.split('\n').forEach((line, index) => {
    // The last line of a killed process may be cut; then its request was never sent.
    if (line.trim() === '') return;
    const value = parseJson(line);
    if (member(value, 'run') !== undefined) return;
    const instanceId = stringMember(value, 'instanceId');
    if (instanceId === undefined) {
      if (index === text.split('\n').length - 1) return;
      throw new ConformanceError(
        'bad-journal',
        `Line ${String(index + 1)} of the journal "${file}" is not an entry. Give the file that the run wrote.`,
      );
    }
    const bindingId = stringMember(value, 'bindingId');
    if (stringMember(value, 'create') !== undefined) {
      const serviceId = stringMember(value, 'serviceId') ?? '';
      const planId = stringMember(value, 'planId') ?? '';
      journal.open({
        instanceId,
        serviceId,
        planId,
        ...(bindingId === undefined ? {} : { bindingId }),
      }).planId = planId;
    } else {
      const entry = journal.find(instanceId, bindingId);
      if (entry !== undefined) entry.removed = true;
    }
  });
  return journal;
}

const keyOf = (instanceId: string, bindingId?: string) => JSON.stringify([instanceId, bindingId ?? null]);
const rank = (entry: JournalEntry) => (entry.kind === 'binding' ? 0 : 1);
