import type { Report } from '@osb-kit/conformance';
import type { Renderer } from './outputs.ts';

/** The formats of `osb test`. */
export const reportFormats = ['text', 'json', 'junit', 'html'] as const;

/** One renderer a format, loaded when a report has to be written. */
export async function reportRenderers(): Promise<ReadonlyMap<string, Renderer<Report>>> {
  const { renderHtml, renderJson, renderJunit, renderText } = await import('@osb-kit/conformance');
  return new Map<(typeof reportFormats)[number], Renderer<Report>>([
    ['text', (report) => renderText(report)],
    ['json', (report) => renderJson(report)],
    ['junit', (report) => renderJunit(report)],
    ['html', (report) => renderHtml(report)],
  ]);
}
