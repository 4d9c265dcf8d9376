import type { OriginatingIdentity } from '@osb-kit/spec/protocol';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Exchange } from './exchange.ts';

/** What stands for a value that is not kept. */
export const redacted = '(redacted)';

const secretKey =
  /pass|pwd|secret|token|credential|private|authorization|cookie|certificate|signature|connection[-_]?string|key$/i;
const userInfo = /\b([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/?#@]+@/gi;
const longestMethod = 16;
const longestIdentity = 200;
const longestBody = 4096;
const longestTarget = 1024;
const deepest = 32;

/** An exchange as it may be kept: without what is secret, and with its sizes capped. */
export function withoutSecrets(exchange: Exchange): Exchange {
  const { body, method, target, requestIdentity, originatingIdentity, user } = exchange;
  const kept = redactedTarget(target);
  const plain = body === undefined && originatingIdentity === undefined && kept === target;
  // What platforms poll is not worth a copy.
  if (plain && method.length <= longestMethod && (requestIdentity?.length ?? 0) <= longestIdentity)
    return exchange;
  return {
    ...exchange,
    method: method.slice(0, longestMethod),
    target: kept,
    requestIdentity: requestIdentity?.slice(0, longestIdentity),
    // What a stranger says about others is not worth keeping.
    originatingIdentity: user === undefined ? undefined : identity(originatingIdentity),
    body: body === undefined ? undefined : redactedBody(body),
  };
}

function identity(given: OriginatingIdentity | undefined): OriginatingIdentity | undefined {
  if (given === undefined) return undefined;
  // It was parsed from JSON.
  const value = redactedBody(given.value as JsonObject);
  return { platform: given.platform.slice(0, longestIdentity), value: isJsonObject(value) ? value : {} };
}

/** A body without the values of fields named like secrets and without passwords in URLs; a large one is not kept. */
export function redactedBody(body: Json): Json {
  // Most bodies are kept as they are: to look costs a fraction of a copy.
  if (largestIfPlain(body, 0) <= longestBody) return body;
  const kept = redactedValue(body, 0);
  const { length } = JSON.stringify(kept);
  return length <= longestBody ? kept : `(not kept: ${String(length)} characters)`;
}

const mostPerCharacter = 6; // \u0000
const mostPerNumber = 25;

/** No fewer characters than the value has as JSON; infinite when something in it has to be replaced. */
function largestIfPlain(value: Json, depth: number): number {
  if (typeof value === 'string') return value.includes('@') ? Infinity : mostOf(value);
  if (typeof value !== 'object' || value === null) return mostPerNumber;
  if (depth === deepest) return Infinity;
  let size = 2;
  if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      if (secretKey.test(key)) return Infinity;
      size += mostOf(key) + largestIfPlain(value[key] ?? null, depth + 1) + 2;
    }
  } else for (const element of value) size += largestIfPlain(element, depth + 1) + 1;
  return size;
}

function mostOf(text: string): number {
  return mostPerCharacter * text.length + 2;
}

/** Path and query of a request without the values of fields named like secrets, cut where it is too long. */
export function redactedTarget(target: string): string {
  const mark = target.indexOf('?') + 1;
  const shown =
    mark === 0 ? target : target.slice(0, mark) + target.slice(mark).split('&').map(redactedField).join('&');
  return shown.length <= longestTarget ? shown : `${shown.slice(0, longestTarget - 1)}…`;
}

function redactedField(field: string): string {
  const split = field.indexOf('=');
  return split > 0 && secretKey.test(field.slice(0, split)) ? `${field.slice(0, split)}=${redacted}` : field;
}

function redactedValue(value: Json, depth: number): Json {
  if (typeof value === 'string')
    return value.includes('@') ? value.replaceAll(userInfo, `$1${redacted}@`) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return '(too deep)';
  if (!isJsonObject(value)) return value.map((element: Json) => redactedValue(element, depth + 1));
  // Built from entries, because a key may be __proto__.
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      secretKey.test(key) ? redacted : redactedValue(field, depth + 1),
    ]),
  );
}
