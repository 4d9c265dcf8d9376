import { findingsOf, nameResult, reasonOf, sayConclusion, sayCounts, sayExchange } from '../engine/render.ts';
import type { CheckResult, Finding, Outcome, Report } from '../engine/report.ts';

const marks: Readonly<Record<Outcome, string>> = {
  passed: '✓',
  failed: '✗',
  warned: '!',
  skipped: '-',
  blocked: '■',
  inconclusive: '?',
  errored: '⚡',
};

/** What the text reporter prints besides the results that need attention. */
export interface TextOptions {
  /** Lists every result, also those that passed or were skipped. */
  readonly verbose?: boolean;
}

/** A report for people at a terminal, without colours. */
export function renderText(report: Report, options: TextOptions = {}): string {
  const shown = report.results.filter(
    ({ outcome }) => options.verbose === true || (outcome !== 'passed' && outcome !== 'skipped'),
  );
  const blocks = shown.map((result) => renderResult(report, result));
  const leftovers = report.leftovers.map(
    (left) =>
      `  ${left.kind} ${left.bindingId ?? left.instanceId}${left.bindingId === null ? '' : ` of instance ${left.instanceId}`}: ${left.reason}`,
  );
  return [
    `Conformance of ${report.target} to version ${report.apiVersion} of the Open Service Broker API`,
    '',
    ...(blocks.length === 0 ? [] : [...blocks, '']),
    ...(leftovers.length === 0 ? [] : ['Left on the broker, remove it by hand:', ...leftovers, '']),
    `${String(report.results.length)} results in ${(report.durationMs / 1000).toFixed(1)} s: ${sayCounts(report.counts)}. Seed ${String(report.seed)}.`,
    sayConclusion(report),
    '',
  ].join('\n');
}

function renderResult(report: Report, result: CheckResult): string {
  const heading = `${marks[result.outcome]} ${nameResult(result)}`;
  const reason = reasonOf(result);
  const findings = findingsOf(result).map((finding) => renderFinding(report, result, finding));
  if (findings.length > 0) return findings.map((lines) => [`${heading}${lines.level}`, ...lines.body].join('\n')).join('\n');
  return reason === undefined ? heading : `${heading}\n    ${capital(result.outcome)}   ${reason}`;
}

function renderFinding(report: Report, result: CheckResult, finding: Finding) {
  const line = (label: string, text: string) => `    ${label.padEnd(11)}${text}`;
  const setup = result.exchanges.filter(
    ({ id, role }) => role === 'setup' && finding.exchange !== null && id < finding.exchange,
  );
  return {
    level: `  ${finding.level}  ${finding.requirement}  since ${finding.since}`,
    body: [
      line('Expected', finding.expected),
      line('Actual', finding.actual),
      line('Because', finding.because),
      ...(finding.likelyCause === null ? [] : [line('Likely', finding.likelyCause)]),
      line('Spec', finding.link),
      ...setup.slice(-3).map(({ id }) => line('Setup', sayExchange(report, id, 80))),
      ...(finding.exchange === null ? [] : [line('Exchange', sayExchange(report, finding.exchange))]),
      ...finding.reproduce.map((command, index) => line(index === 0 ? 'Reproduce' : '', command)),
      line('Run again', finding.runAgain),
    ],
  };
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
