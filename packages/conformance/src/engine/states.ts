import { nearestName } from '@osb-kit/catalog-schema';

/** The states of an operation (Polling Last Operation, Response). */
export type State = 'in progress' | 'succeeded' | 'failed';

const states: readonly State[] = ['in progress', 'succeeded', 'failed'];

/** Words that stand for a state with brokers that do not use those of the specification, in letters only. */
const otherWords: Readonly<Record<State, readonly string[]>> = {
  'in progress': [
    'progress',
    'ongoing',
    'pending',
    'queued',
    'accepted',
    'started',
    'running',
    'working',
    'processing',
    'creating',
    'provisioning',
    'updating',
    'binding',
    'deleting',
    'deprovisioning',
    'unbinding',
  ],
  succeeded: ['success', 'successful', 'succeed', 'done', 'ok', 'ready', 'complete', 'completed', 'finished'],
  failed: ['failure', 'fail', 'error', 'errored'],
};

/** True for one of the three words. */
export function isState(word: unknown): word is State {
  return states.some((state) => state === word);
}

/**
 * The state that a word stands for. One that is misspelt or customary elsewhere is accused once, by the check of the
 * word; everything else about the broker shows only when its operations can be followed.
 */
export function stateMeant(word: string): State | undefined {
  if (isState(word)) return word;
  const nearest = nearestName(word, states);
  const letters = word
    .slice(0, 40)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return states.find((state) => state === nearest || otherWords[state].includes(letters));
}
