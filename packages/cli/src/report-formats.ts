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

/** One renderer a format, loaded when a report has to be written; `verbose` is for the text. */
export async function reportRenderers(verbose = false): Promise<ReadonlyMap<string, Renderer<Report>>> {
  const reporters = await import('@osb-kit/conformance');
  const table: Readonly<Record<ReportFormat, Renderer<Report>>> = {
    text: (report, { colour, toFile }) =>
      reporters.renderText(report, { color: colour, full: toFile || verbose, verbose }),
    json: (report) => reporters.renderJson(report),
    ndjson: (report) => reporters.renderNdjson(report),
    junit: (report) => reporters.renderJunit(report),
    sarif: (report) => reporters.renderSarif(report),
    html: (report) => reporters.renderHtml(report),
    markdown: (report) => reporters.renderMarkdown(report),
    github: (report) => reporters.renderGithub(report),
    har: (report) => reporters.renderHar(report),
    badge: (report) => reporters.renderBadge(report),
  };
  return new Map(Object.entries(table));
}
