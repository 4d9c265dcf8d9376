import { STATUS_CODES } from 'node:http';
import type { Exchange, RecordedOutcome } from '../engine/exchange.ts';
import { stoppedEarly } from '../engine/render.ts';
import type { Report } from '../engine/report.ts';
import type { Header } from '../engine/wire.ts';

interface Use {
  readonly check: string;
  readonly plan: string | null;
  readonly role: string;
}

/** HAR 1.2 of the whole run, for the viewers in browsers and proxies. Cookies and sizes of headers are not recorded. */
export function renderHar(report: Report): string {
  const uses = usesOf(report);
  const log = {
    version: '1.2',
    creator: { name: report.tool.name, version: report.tool.version },
    comment: `Conformance of ${report.target} to OSBAPI ${report.apiVersion}: ${report.conclusion}.${report.aborted ? ` ${stoppedEarly}` : ''} Secrets are redacted.`,
    pages: [],
    entries: report.exchanges.map((exchange) => entryOf(exchange, report, uses.get(exchange.id) ?? [])),
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function usesOf(report: Report): ReadonlyMap<number, Use[]> {
  const uses = new Map<number, Use[]>();
  for (const { check, target, exchanges } of report.results) {
    for (const { id, role } of exchanges) {
      const known = uses.get(id) ?? [];
      known.push({ check, plan: target === null ? null : `${target.service}/${target.plan}`, role });
      uses.set(id, known);
    }
  }
  return uses;
}

function entryOf(exchange: Exchange, report: Report, uses: readonly Use[]) {
  const { request, outcome, durationMs } = exchange;
  return {
    startedDateTime: new Date(Date.parse(report.startedAt) + exchange.at).toISOString(),
    time: durationMs,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: namedValues(request.headers),
      queryString: queryOf(request.url),
      ...(request.body !== null && {
        postData: {
          mimeType: valueOf(request.headers, 'content-type') ?? '',
          params: [],
          text: request.body,
        },
      }),
      headersSize: -1,
      bodySize: request.body === null ? 0 : Buffer.byteLength(request.body),
    },
    response: responseOf(outcome),
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, send: 0, wait: durationMs, receive: 0, ssl: -1 },
    comment: `Exchange ${exchange.id}${uses.length === 0 ? '' : `: ${uses.map(({ check, role }) => `${check} (${role})`).join(', ')}`}`,
    _osb: { id: exchange.id, credentials: request.credentials, uses },
  };
}

// HAR has no word for "no answer"; browsers write status 0 and the reason in _error.
function responseOf(outcome: RecordedOutcome) {
  const isAnswered = outcome.kind === 'answered';
  const body = isAnswered ? outcome.body : '';
  const headers = isAnswered ? outcome.headers : [];
  return {
    status: isAnswered ? outcome.status : 0,
    statusText: isAnswered ? (STATUS_CODES[outcome.status] ?? '') : '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: namedValues(headers),
    content: {
      size: Buffer.byteLength(body),
      mimeType: valueOf(headers, 'content-type') ?? 'x-unknown',
      text: body,
      ...(isAnswered && outcome.truncated && { comment: 'The rest of the body was not recorded.' }),
    },
    redirectURL: valueOf(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: isAnswered && outcome.truncated ? -1 : Buffer.byteLength(body),
    ...(!isAnswered && { _error: outcome.reason }),
  };
}

function namedValues(headers: readonly Header[]) {
  return headers.map(([name, value]) => ({ name, value }));
}

function valueOf(headers: readonly Header[], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function queryOf(url: string) {
  const at = url.indexOf('?');
  if (at === -1) return [];
  return [...new URLSearchParams(url.slice(at).replace(/#.*$/s, ''))].map(([name, value]) => ({
    name,
    value,
  }));
}
