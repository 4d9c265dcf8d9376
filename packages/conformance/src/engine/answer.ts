import { isObject, parseJson, type JsonObject } from './json.ts';
import type { Exchange } from './exchange.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** What the broker answered to one request: the true response for assertions, and the redacted exchange for the report. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The parsed body; `undefined` when it is not JSON. */
  readonly json: unknown;
  /** The parsed body when it is a JSON object. */
  readonly object: JsonObject | undefined;
  readonly durationMs: number;
  readonly request: WireRequest;
  readonly exchange: Exchange;
  /** The value of a header by its name in any case; several values are joined by a comma. */
  header(name: string): string | undefined;
}

/** What the body of a response says, if it is JSON. */
export function jsonOf({ body }: WireResponse): unknown {
  return body === '' ? undefined : parseJson(body);
}

/** Builds an answer from what was sent and received. */
export function createAnswer(
  request: WireRequest,
  response: WireResponse,
  exchange: Exchange,
  json: unknown,
): Answer {
  return {
    status: response.status,
    text: response.body,
    json,
    object: isObject(json) ? json : undefined,
    durationMs: exchange.durationMs,
    request,
    exchange,
    header(name) {
      const wanted = name.toLowerCase();
      const values = response.headers
        .filter(([key]) => key.toLowerCase() === wanted)
        .map(([, value]) => value);
      return values.length === 0 ? undefined : values.join(', ');
    },
  };
}

/** True for 200 to 299. */
export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status <= 299;
}

/** True for 400 to 499. */
export function isRefusal(answer: Answer): boolean {
  return answer.status >= 400 && answer.status <= 499;
}

/** True for an answer that asks to come again later: it says nothing about the request. */
export function isPostponed(answer: Answer): boolean {
  return answer.status === 429 || (answer.status === 503 && answer.header('Retry-After') !== undefined);
}

/** The error code of an error body, when it is a string. */
export function errorCodeOf(answer: Answer): string | undefined {
  const code = answer.object?.['error'];
  return typeof code === 'string' ? code : undefined;
}
