import { BrokerError, type BrokerErrorCode } from '../errors.ts';
import type { Method, Route } from './route.ts';

/** A route that fits a request, with the parameters of its path. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds routes by method and path; `undefined` when no route has the path. */
export type Router = (method: string, path: string) => Match | undefined;

const longestId = 255;

/** Indexes routes by the number of their segments. */
export function createRouter(routes: readonly Route[]): Router {
  const byLength = new Map<number, { pattern: readonly string[]; methods: Map<string, Route> }[]>();
  for (const route of routes) {
    const pattern = route.path.split('/').slice(1);
    const same = byLength.get(pattern.length) ?? [];
    byLength.set(pattern.length, same);
    const known = same.find((entry) => entry.pattern.join('/') === pattern.join('/'));
    const entry = known ?? { pattern, methods: new Map<Method, Route>() };
    entry.methods.set(route.method, route);
    if (known === undefined) same.push(entry);
  }
  return (method, path) => {
    const segments = path.split('/').slice(1);
    for (const { pattern, methods } of byLength.get(segments.length) ?? []) {
      if (!fits(pattern, segments)) continue;
      // HEAD is GET without the body, which the server leaves out (RFC 9110, section 9.3.2).
      const route = methods.get(method === 'HEAD' ? 'GET' : method);
      if (route === undefined) throw methodNotAllowed(method, [...methods.keys()]);
      return { route, params: paramsOf(route.method, pattern, segments) };
    }
    return undefined;
  };
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.every((part, index) => part.startsWith(':') || part === segments[index]);
}

/** Names come from the route's own path, so that a plain object is safe here. */
function paramsOf(
  method: Method,
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> {
  const params: Record<string, string> = {};
  pattern.forEach((part, index) => {
    if (part.startsWith(':'))
      params[part.slice(1)] = identifier(method, segments[index] ?? '', part.slice(1));
  });
  return params;
}

function identifier(method: Method, segment: string, name: string): string {
  const decoded = percentDecoded(segment, `The ${name} in the path`);
  const problem = problemOf(decoded, name);
  if (problem === undefined) return decoded;
  throw new BrokerError(isSegment(decoded) ? absence(method) : 'MalformedRequest', problem);
}

/** False for what clients take for a part of the path, or for nothing. */
const isSegment = (id: string) => !['', '.', '..'].includes(id);

/** Nothing can exist under an id that is never taken: it is not there to be fetched, and gone for who deletes it. */
function absence(method: Method): BrokerErrorCode {
  if (method === 'DELETE') return 'Gone';
  return method === 'GET' ? 'NotFound' : 'MalformedRequest';
}

/** Refuses ids that are empty, too long, or hold control characters, which not every store can keep. */
export function refuseUnusable(id: string, name: string): void {
  const problem = problemOf(id, name);
  if (problem !== undefined) throw new BrokerError('MalformedRequest', problem);
}

/** What is wrong with an id, as a sentence. */
function problemOf(id: string, name: string): string | undefined {
  if (id === '') return `The ${name} is empty.`;
  if (id.length > longestId) {
    return `The ${name} has ${String(id.length)} characters. Use at most ${String(longestId)}.`;
  }
  if (!isSegment(id)) return `The ${name} is "${id}", which clients take for a part of the path.`;
  return /[\p{Cc}\p{Cs}]/u.test(id) ? `The ${name} contains control characters.` : undefined;
}

/** Decodes `%xx`; a broken escape is a malformed request. */
export function percentDecoded(text: string, subject: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new BrokerError('MalformedRequest', `${subject} is not percent-encoded as it should be.`, {
      cause: error,
    });
  }
}

function methodNotAllowed(method: string, allowed: readonly string[]): BrokerError {
  return new BrokerError(
    'MethodNotAllowed',
    `${method} is not defined for this path. Use ${allowed.join(', ')}.`,
    {
      headers: { Allow: allowed.join(', ') },
    },
  );
}
