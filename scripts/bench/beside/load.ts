import { createRequire } from 'node:module';
import type { Child } from './child.ts';

/** A request that is sent over and over; `path` is asked for each time. */
export interface Load {
  readonly method?: 'GET' | 'PUT';
  readonly path: string | (() => string);
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly status: number;
}

/** What a server did under a load. */
export interface Figures {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's processor time for each request. */
  readonly cpuMicros: number;
}

interface CannonResult {
  readonly duration: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly requests: { readonly total: number };
  readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
}

interface CannonRequest {
  path?: string;
}

// The package has no types of its own.
const autocannon = createRequire(import.meta.url)('autocannon') as (
  options: Record<string, unknown>,
) => Promise<CannonResult>;

/** How much load, and for how long: seconds, or a number of requests. */
export type Extent = { readonly duration: number } | { readonly amount: number };

/** Loads a server over 64 connections. Throws when an answer has another status than it should. */
export async function loaded(child: Child, load: Load, extent: Extent, connections = 64): Promise<Figures> {
  const before = child.cpuMs();
  const started = performance.now();
  const { path } = load;
  const result = await autocannon({
    url: child.url,
    connections,
    ...extent,
    requests: [
      {
        method: load.method ?? 'GET',
        headers: load.headers ?? {},
        ...(load.body !== undefined && { body: load.body }),
        ...(typeof path === 'string'
          ? { path }
          : { setupRequest: (request: CannonRequest) => ({ ...request, path: path() }) }),
      },
    ],
  });
  const seconds = (performance.now() - started) / 1000;
  const answered = result.statusCodeStats[String(load.status)]?.count ?? 0;
  if (answered < result.requests.total || result.errors + result.timeouts > 0) {
    throw new Error(
      `${child.url}: of ${result.requests.total} answers ${answered} had status ${load.status}, ${result.errors} requests failed, ` +
        `${result.timeouts} timed out: ${JSON.stringify(result.statusCodeStats)}`,
    );
  }
  return {
    perSecond: answered / seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuMicros: ((child.cpuMs() - before) * 1000) / answered,
  };
}
