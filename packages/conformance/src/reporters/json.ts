import type { Report } from '../engine/report.ts';

/** The report as JSON; `reportSchema` describes it. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
