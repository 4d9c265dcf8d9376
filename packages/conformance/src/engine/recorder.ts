import { setMaxListeners } from 'node:events';
import { createAnswer, jsonOf, type Answer } from './answer.ts';
import { createBodyStore, type BodyStore, type KeptText } from './body-store.ts';
import type { Exchange, ExchangeReference, ExchangeRole, RecordedOutcome } from './exchange.ts';
import type { Auth } from './options.ts';
import { recordMissing } from './missing-answer.ts';
import { redactBeginning, redactHeaders, redactText } from './redaction.ts';
import { shownCredentials } from './shown-credentials.ts';
import { NotApplicable } from './signals.ts';
import { parseJson } from './json.ts';
import { NetworkFault, type Header, type Transport, type WireRequest, type WireResponse } from './wire.ts';

/** Characters of a body that are kept in a recorded exchange. */
const keptBody = 64 * 1024;

/** All exchanges of a run, numbered in the order in which they were sent. */
export interface ExchangeLog {
  /** Sends a request and records the exchange, redacted; throws {@link NetworkFault} when no answer comes. */
  send(request: WireRequest, role: ExchangeRole, into: ExchangeReference[]): Promise<Answer>;
  readonly exchanges: readonly Exchange[];
  exchange(id: number): Exchange | undefined;
}

/** Why a request is not sent in a safe run. */
export const safeReason = 'It sends requests that change something, and the run is to be safe (--safe).';

/** What a log may do and knows. */
export interface LogSetting {
  /** Lets only GET through. */
  readonly safe?: boolean;
  /** Ends the requests that clean up; an abort of the run does not. */
  readonly cleaningSignal?: AbortSignal;
  /** The credentials that are configured, so that others can be shown without telling these. */
  readonly configured?: readonly Auth[];
  /** Names of headers, in lower case, that whoever runs the tester gave: their values may be secrets. */
  readonly ownHeaders?: ReadonlySet<string>;
  /** Is told of each answer. */
  readonly onAnswer?: (answer: Answer) => void;
  /** Is told of each exchange that got no answer. */
  readonly onFault?: (fault: NetworkFault, request: WireRequest) => void;
}

/** Characters from which on a body is long. */
const longBody = 256 * 1024;

/** Reads bodies; a long one that says the same as the first, as a large catalog does each time, is kept once. */
function createLongBodies(): (response: WireResponse) => { readonly text: string; readonly json: unknown } {
  let first: { readonly text: string; readonly json: unknown } | undefined;
  return (response) => {
    if (response.body === first?.text) return first;
    const read = { text: response.body, json: jsonOf(response) };
    if (response.body.length > longBody) first ??= read;
    return read;
  };
}

/** Creates the log of a run. `onExchange` is told of each exchange when it has ended. */
export function createExchangeLog(
  transport: Transport,
  signal: AbortSignal,
  onExchange: (exchange: Exchange) => void,
  {
    safe = false,
    configured = [],
    ownHeaders,
    onAnswer,
    onFault,
    cleaningSignal = neverAborted,
  }: LogSetting = {},
): ExchangeLog {
  const start = performance.now();
  const exchanges = new Map<number, Exchange>();
  const store = createBodyStore();
  const known = createLongBodies();
  let next = 1;
  return {
    get exchanges() {
      return [...exchanges.values()].sort((a, b) => a.id - b.id);
    },
    exchange: (id) => exchanges.get(id),
    async send(request, role, into) {
      if (safe && request.method !== 'GET') throw new NotApplicable(safeReason);
      const id = next++;
      into.push({ id, role });
      const sentAt = performance.now();
      const record = (outcome: RecordedOutcome): Exchange => {
        const exchange = {
          id,
          at: Math.round(sentAt - start),
          durationMs: Math.round((performance.now() - sentAt) * 10) / 10,
          request: recordRequest(request, configured, ownHeaders, store),
          outcome,
        };
        exchanges.set(id, exchange);
        onExchange(exchange);
        return exchange;
      };
      try {
        // What is already made must be removed after an abort as well.
        const response = await transport.send(request, role === 'cleanup' ? cleaningSignal : signal);
        const { text, json } = known(response);
        const headers = store.keep(JSON.stringify(redactHeaders(response.headers)));
        const body = store.keep(redactBeginning(response.body, json, keptBody));
        const exchange = record({
          kind: 'answered',
          status: response.status,
          get headers() {
            return headersFrom(headers);
          },
          get body() {
            return body.read();
          },
          truncated: response.body.length > keptBody || body.leftOut > 0,
        });
        const answer = createAnswer(request, { ...response, body: text }, exchange, json);
        onAnswer?.(answer);
        return answer;
      } catch (error) {
        const fault = error instanceof NetworkFault ? error : new NetworkFault('other', String(error));
        const exchange = record({ kind: 'unanswered', reason: fault.message });
        fault.exchange = exchange.id;
        recordMissing(fault, request, exchange);
        onFault?.(fault, request);
        throw fault;
      }
    },
  };
}

const neverAborted = new AbortController().signal;
setMaxListeners(0, neverAborted);

/** Headers that were kept; too many to be kept are none. */
function headersFrom(kept: KeptText): readonly Header[] {
  // What was kept is what was written just before.
  return kept.leftOut > 0 ? [] : (JSON.parse(kept.read()) as Header[]);
}

function recordRequest(
  request: WireRequest,
  configured: readonly Auth[],
  ownHeaders: ReadonlySet<string> | undefined,
  store: BodyStore,
): Exchange['request'] {
  const body =
    request.body === undefined
      ? undefined
      : store.keep(redactBeginning(request.body, parseJson(request.body), keptBody));
  return {
    method: request.method,
    url: redactText(request.url),
    headers: redactHeaders(request.headers, ownHeaders),
    get body() {
      return body?.read() ?? null;
    },
    ...(request.charset === undefined ? {} : { charset: request.charset }),
    credentials: request.credentials,
    shownCredentials: request.credentials === 'altered' ? shownCredentials(request.headers, configured) : '',
  };
}
