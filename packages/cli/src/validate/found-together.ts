import type { ValidationResult } from '@osb-kit/catalog-schema';
import { validatedTogether, type TogetherBroker } from '../together.ts';
import { isUnread } from '../unread.ts';
import type { Examined } from './inputs.ts';

/** The results of all inputs, with what those that could be read may not share. */
export async function foundTogether(examined: readonly Examined[]): Promise<readonly ValidationResult[]> {
  const read = examined.filter(({ result }) => result.failure === undefined && !isUnread(result));
  const brokers = read.map((input): TogetherBroker => {
    const { name, argument, result, source } = input;
    return { name, argument, result, wire: typeof source !== 'string' && source.fetched };
  });
  const { results, across } = await validatedTogether(brokers);
  const byInput = new Map(read.map((input, index) => [input, results[index]]));
  const all = examined.map((input) => byInput.get(input) ?? input.result);
  return across === undefined ? all : [...all, across];
}
