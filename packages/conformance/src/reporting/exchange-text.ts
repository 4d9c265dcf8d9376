import type { Exchange, ExchangeRole } from '../engine/exchange.ts';
import { parseJson } from '../engine/json.ts';
import { nameStatus } from '../engine/status.ts';
import type { Header } from '../engine/wire.ts';

/** What an exchange was for, in a word or two. */
export const roleWords = {
  setup: 'setup',
  probe: 'probe',
  poll: 'polling',
  cleanup: 'clean-up',
} as const satisfies Record<ExchangeRole, string>;

/** "PUT /v2/service_instances/7c0b → 201 Created". */
export function exchangeLine(exchange: Exchange): string {
  const { outcome, request } = exchange;
  const came = outcome.kind === 'answered' ? nameStatus(outcome.status) : 'no answer';
  return `${request.method} ${pathOf(request.url)} → ${came}`;
}

/** The request as text: request line, headers, empty line, body. */
export function requestText({ request }: Exchange): string {
  const note = credentialNotes[request.credentials];
  return (
    message(`${request.method} ${request.url}`, request.headers, request.body ?? '') +
    (note === '' ? '' : `\n\n${note}`)
  );
}

/** The answer as text, or why there is none. */
export function responseText({ outcome }: Exchange): string {
  if (outcome.kind === 'unanswered') return `No answer: ${outcome.reason}`;
  const text = message(nameStatus(outcome.status), outcome.headers, outcome.body);
  return outcome.truncated ? `${text}\n[the rest of the body was not recorded]` : text;
}

/** The exchanges of a run by their number. */
export function exchangesById(exchanges: readonly Exchange[]): ReadonlyMap<number, Exchange> {
  return new Map(exchanges.map((exchange) => [exchange.id, exchange]));
}

const credentialNotes = {
  configured: '',
  altered: '[sent with other credentials than configured, on purpose]',
  none: '[sent without credentials, on purpose]',
} as const satisfies Record<Exchange['request']['credentials'], string>;

function pathOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(url)?.[1] ?? url;
}

function message(start: string, headers: readonly Header[], body: string): string {
  const head = [start, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
  return body === '' ? head : `${head}\n\n${indented(body)}`;
}

// Indenting must not change what is shown: duplicate members or long numbers would get lost in a round trip. Nor may a
// deeply nested body grow to many times its size.
function indented(body: string): string {
  try {
    const value = parseJson(body);
    if (typeof value !== 'object' || value === null || JSON.stringify(value) !== body) return body;
    const text = JSON.stringify(value, null, 2);
    return text.length <= 4 * body.length + 1000 ? text : body;
  } catch {
    return body; // nested too deeply to be written again
  }
}
