import pLimit from 'p-limit';
import type { Plan } from './catalog-model.ts';
import type { ExchangeReference } from './exchange.ts';
import type { Recording, World } from './world.ts';

/** The recordings of a run: each is made once per plan and shown to all who ask. */
export interface Recordings {
  /** What the recording shows; its exchanges are added to the references of the one who asks, also when it fails. */
  show<T>(recording: Recording<T>, plan: Plan, references: ExchangeReference[]): Promise<T>;
  /** Resolves when what was created for recordings has been tried to be removed. */
  cleaned(): Promise<void>;
}

/** What one recording works with. */
export interface RecordingDesk extends Omit<Parameters<Recording<unknown>>[0], 'world'> {
  /** Removes what was created, once the recording is made. */
  cleanUp(): Promise<unknown>;
}

interface Made {
  readonly shown: Promise<unknown>;
  readonly references: readonly ExchangeReference[];
}

/** Recordings that are made side by side: most need an instance each. */
const recordingsAtOnce = 12;

/** Creates the recordings of a run; `deskFor` gives what a recording works with and notes its exchanges. */
export function createRecordings(
  deskFor: (references: ExchangeReference[]) => RecordingDesk,
  world: () => World,
): Recordings {
  const cleaning: Promise<unknown>[] = [];
  const turn = pLimit(recordingsAtOnce);
  const made = new Map<Recording<unknown>, Map<string, Made>>();
  const make = (recording: Recording<unknown>, plan: Plan): Made => {
    const references: ExchangeReference[] = [];
    const { broker, arrange, cleanUp } = deskFor(references);
    const shown = turn(() => recording({ broker, arrange, world: world() }, plan));
    cleaning.push(shown.then(cleanUp, cleanUp).catch(() => undefined));
    return { shown, references };
  };
  return {
    async show<T>(recording: Recording<T>, plan: Plan, references: ExchangeReference[]) {
      const ofPlans = made.get(recording) ?? new Map<string, Made>();
      made.set(recording, ofPlans);
      const found = ofPlans.get(plan.id) ?? make(recording, plan);
      ofPlans.set(plan.id, found);
      try {
        // The map holds under each recording only what that recording returned.
        return (await found.shown) as T;
      } finally {
        references.push(...found.references);
      }
    },
    async cleaned() {
      await Promise.all(cleaning);
    },
  };
}
