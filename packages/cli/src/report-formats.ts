import type { Report } from '@osb-kit/conformance';
import type { Renderer } from './outputs.ts';

/** The formats of `osb test`. */
export const reportFormats = [
  'text',
  'json',
  'ndjson',
  'junit',
  'sarif',
  'html',
  'markdown',
  'github',
  'har',
  'badge',
] as const;
type ReportFormat = (typeof reportFormats)[number];

/** One renderer a format, loaded when a report has to be written. */
export async function reportRenderers(): Promise<ReadonlyMap<string, Renderer<Report>>> {
  const reporters = await import('@osb-kit/conformance');
  const table: Readonly<Record<ReportFormat, (report: Report) => string>> = {
    text: reporters.renderText,
    json: reporters.renderJson,
    ndjson: reporters.renderNdjson,
    junit: reporters.renderJunit,
    sarif: reporters.renderSarif,
    html: reporters.renderHtml,
    markdown: reporters.renderMarkdown,
    github: reporters.renderGithub,
    har: reporters.renderHar,
    badge: reporters.renderBadge,
  };
  return new Map(
    Object.entries(table).map(([format, render]) => [format, (report: Report) => render(report)]),
  );
}
