import { setMaxListeners } from 'node:events';
import { createAnswer, type Answer } from './answer.ts';
import type { Exchange, ExchangeReference, ExchangeRole, RecordedOutcome } from './exchange.ts';
import type { Auth } from './options.ts';
import { recordMissing } from './missing-answer.ts';
import { redactBody, redactHeaders, redactText } from './redaction.ts';
import { shownCredentials } from './shown-credentials.ts';
import { NotApplicable } from './signals.ts';
import { NetworkFault, type Transport, type WireRequest } from './wire.ts';

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
  /** Is told of each answer. */
  readonly onAnswer?: (answer: Answer) => void;
  /** Is told of each exchange that got no answer. */
  readonly onFault?: (fault: NetworkFault, request: WireRequest) => void;
}

/** Creates the log of a run. `onExchange` is told of each exchange when it has ended. */
export function createExchangeLog(
  transport: Transport,
  signal: AbortSignal,
  onExchange: (exchange: Exchange) => void,
  { safe = false, configured = [], onAnswer, onFault, cleaningSignal = neverAborted }: LogSetting = {},
): ExchangeLog {
  const start = performance.now();
  const exchanges = new Map<number, Exchange>();
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
          request: recordRequest(request, configured),
          outcome,
        };
        exchanges.set(id, exchange);
        onExchange(exchange);
        return exchange;
      };
      try {
        // What is already made must be removed after an abort as well.
        const response = await transport.send(request, role === 'cleanup' ? cleaningSignal : signal);
        const answer = createAnswer(
          request,
          response,
          record({
            kind: 'answered',
            status: response.status,
            headers: redactHeaders(response.headers),
            body: redactBody(response.body).slice(0, keptBody),
            truncated: response.body.length > keptBody,
          }),
        );
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

function recordRequest(request: WireRequest, configured: readonly Auth[]): Exchange['request'] {
  return {
    method: request.method,
    url: redactText(request.url),
    headers: redactHeaders(request.headers),
    body: request.body === undefined ? null : redactBody(request.body).slice(0, keptBody),
    credentials: request.credentials,
    shownCredentials: request.credentials === 'altered' ? shownCredentials(request.headers, configured) : '',
  };
}
