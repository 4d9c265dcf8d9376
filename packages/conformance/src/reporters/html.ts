import type { Report } from '../engine/report.ts';
import { reportPage } from '../reporting/page/page.ts';

/** One self-contained HTML file for people: it fetches nothing, and shows what needs attention without its script, too. */
export function renderHtml(report: Report): string {
  return reportPage(report);
}
