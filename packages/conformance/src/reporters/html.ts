import { findingsOf, nameResult, reasonOf, sayConclusion, sayCounts, sayExchange } from '../engine/render.ts';
import type { CheckResult, Finding, Report } from '../engine/report.ts';

const style = `
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1b1b;background:#fff}
code,pre{font:14px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}pre{white-space:pre-wrap;background:#f4f4f4;padding:.5rem}
details{border-left:.4rem solid #767676;margin:.5rem 0;padding:.2rem .8rem}summary{cursor:pointer}
.failed,.errored{border-color:#b00020}.warned,.blocked,.inconclusive{border-color:#8a5a00}.passed{border-color:#1a6b2c}
dt{font-weight:600}dd{margin:0 0 .4rem 1rem}
`;

/** One self-contained page: no script, nothing loaded from elsewhere, all text of the broker escaped. */
export function renderHtml(report: Report): string {
  const title = `Conformance of ${report.target} to version ${report.apiVersion}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(sayConclusion(report))} ${escapeHtml(`${String(report.results.length)} results: ${sayCounts(report.counts)}.`)}</p>
<p>Started ${escapeHtml(report.startedAt)}, took ${(report.durationMs / 1000).toFixed(1)} s, seed ${String(report.seed)}.</p>
${report.leftovers.length === 0 ? '' : `<h2>Left on the broker</h2><ul>${report.leftovers.map((left) => `<li>${escapeHtml(`${left.kind} ${left.bindingId ?? left.instanceId}: ${left.reason}`)}</li>`).join('')}</ul>`}
<h2>Results</h2>
${report.results.map((result) => renderResult(report, result)).join('\n')}
</main>
</body>
</html>
`;
}

function renderResult(report: Report, result: CheckResult): string {
  const open = result.outcome === 'failed' ? ' open' : '';
  const reason = reasonOf(result);
  return `<details class="${result.outcome}"${open}><summary><strong>${result.outcome}</strong> <code>${escapeHtml(nameResult(result))}</code> ${escapeHtml(result.title)}</summary>
${reason === undefined ? '' : `<p>${escapeHtml(reason)}</p>`}
${findingsOf(result).map((finding) => renderFinding(report, finding)).join('')}
${result.notes.map((note) => `<p>Note: ${escapeHtml(note)}</p>`).join('')}
${result.exchanges.length === 0 ? '' : `<details><summary>Exchanges</summary><ol>${result.exchanges.map(({ id, role }) => `<li>${role}: <code>${escapeHtml(sayExchange(report, id, 400))}</code></li>`).join('')}</ol></details>`}
</details>`;
}

function renderFinding(report: Report, finding: Finding): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Requirement', `${finding.level} <a href="${escapeHtml(finding.link)}">${escapeHtml(finding.requirement)}</a>: ${escapeHtml(finding.statement)}`],
    ['Expected', escapeHtml(finding.expected)],
    ['Actual', escapeHtml(finding.actual)],
    ['Because', escapeHtml(finding.because)],
    ...(finding.likelyCause === null ? [] : [['Likely cause', escapeHtml(finding.likelyCause)] as const]),
    ...(finding.exchange === null ? [] : [['Exchange', `<code>${escapeHtml(sayExchange(report, finding.exchange, 400))}</code>`] as const]),
    ['Reproduce', `<pre>${escapeHtml(finding.reproduce.join('\n'))}</pre>`],
    ['Run again', `<code>${escapeHtml(finding.runAgain)}</code>`],
  ];
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
