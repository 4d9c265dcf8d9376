import { findingsOf, nameResult, reasonOf, sayConclusion, sayCounts, sayExchange } from '../engine/render.ts';
import type { CheckResult, Report } from '../engine/report.ts';

/** A report in GitHub-flavoured Markdown. */
export function renderMarkdown(report: Report): string {
  const attention = report.results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
  const skipped = report.results.filter(({ outcome }) => outcome === 'skipped');
  return [
    `# Conformance to version ${report.apiVersion} of the Open Service Broker API`,
    '',
    `Target: ${code(report.target)}. ${sayConclusion(report)}`,
    '',
    `${String(report.results.length)} results: ${sayCounts(report.counts)}.`,
    ...attention.flatMap((result) => renderResult(report, result)),
    ...(report.leftovers.length === 0
      ? []
      : ['', '## Left on the broker', '', ...report.leftovers.map((left) => `- ${left.kind} ${code(left.bindingId ?? left.instanceId)}: ${plain(left.reason)}`)]),
    ...(skipped.length === 0
      ? []
      : ['', '## Skipped', '', ...skipped.map((result) => `- ${code(nameResult(result))}: ${plain(reasonOf(result) ?? '')}`)]),
    '',
  ].join('\n');
}

function renderResult(report: Report, result: CheckResult): string[] {
  const heading = ['', `## ${result.outcome}: ${code(nameResult(result))}`, '', plain(result.title)];
  const reason = reasonOf(result);
  if (reason !== undefined) return [...heading, '', plain(reason)];
  return [
    ...heading,
    ...findingsOf(result).flatMap((finding) => [
      '',
      `- **${finding.level}** [${finding.requirement}](${finding.link}), since ${finding.since}`,
      `- Expected: ${plain(finding.expected)}`,
      `- Actual: ${plain(finding.actual)}`,
      `- Because: ${plain(finding.because)}`,
      ...(finding.likelyCause === null ? [] : [`- Likely cause: ${plain(finding.likelyCause)}`]),
      ...(finding.exchange === null ? [] : [`- Exchange: ${code(sayExchange(report, finding.exchange))}`]),
      `- Run again: ${code(finding.runAgain)}`,
    ]),
  ];
}

/** Text without meaning to Markdown. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&');
}

function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const runs = line.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  return line.startsWith('`') || line.endsWith('`') ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
