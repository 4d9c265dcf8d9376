import { BrokerError } from '../errors.ts';
import { percentDecoded } from './router.ts';

/** Parses a query string. A repeated field or a broken escape is a malformed request. */
export function parseQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  if (text === '') return query;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const split = pair.indexOf('=');
    const name = decoded(split < 0 ? pair : pair.slice(0, split));
    if (query.has(name))
      throw new BrokerError('MalformedRequest', `The query has the field "${name}" twice.`);
    query.set(name, decoded(split < 0 ? '' : pair.slice(split + 1)));
  }
  return query;
}

function decoded(text: string): string {
  return percentDecoded(text.replaceAll('+', ' '), 'The query');
}
