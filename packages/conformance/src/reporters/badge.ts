import type { Report } from '../engine/report.ts';
import { markup } from '../reporting/markup.ts';

/** White text on each of these has a contrast of at least 5:1. */
const colours = {
  conformant: '#1f6f3a',
  'not-conformant': '#b3261e',
  undecided: '#565d66',
} as const satisfies Record<Report['conclusion'], string>;

/** Pixels that a character takes at 11 px, on average; `textLength` makes every font keep to it. */
const advance = 6.6;
const padding = 7;

/** A small SVG picture for a README: "OSBAPI 2.17 | conformant". */
export function renderBadge(report: Report): string {
  const label = `OSBAPI ${report.apiVersion}`;
  const message = messageOf(report);
  const [left, right] = [widthOf(label), widthOf(message)];
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" viewBox="0 0 ${left + right} 20" role="img" aria-label="${label}: ${message}">
<title>${label}: ${message}</title>
<rect width="${left}" height="20" fill="#33383f"/><rect x="${left}" width="${right}" height="20" fill="${colours[report.conclusion]}"/>
<g fill="#fff" font-family="Verdana, DejaVu Sans, Geneva, sans-serif" font-size="11" aria-hidden="true">
<text x="${padding}" y="14" textLength="${left - 2 * padding}" lengthAdjust="spacingAndGlyphs">${label}</text>
<text x="${left + padding}" y="14" textLength="${right - 2 * padding}" lengthAdjust="spacingAndGlyphs">${message}</text>
</g>
</svg>
`.text;
}

function messageOf({ conclusion, counts, aborted }: Report): string {
  const failed = counts.failed > 0 ? `${counts.failed} failed` : 'not conformant';
  const verdict = conclusion === 'not-conformant' ? failed : conclusion;
  return aborted ? `${verdict}, stopped` : verdict;
}

function widthOf(text: string): number {
  return Math.round(text.length * advance) + 2 * padding;
}
