import type { Report } from '../engine/report.ts';

/** For programs that read line by line: `start`, one `result` for each result, `end`. `ndjsonSchema` describes a line. */
export function renderNdjson(report: Report): string {
  const { format, tool, target, apiVersion, strict, startedAt, seed, catalog } = report;
  const { durationMs, counts, conclusion, leftovers, aborted, baseline } = report;
  const known = baseline === undefined ? {} : { baseline };
  return [
    { event: 'start', format, tool, target, apiVersion, strict, startedAt, seed, catalog },
    ...report.results.map((result) => ({ event: 'result', ...result })),
    { event: 'end', durationMs, counts, conclusion, leftovers, aborted, ...known },
  ]
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
}
