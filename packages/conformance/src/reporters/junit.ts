import { findingsOf, nameResult, reasonOf, sayExchange, stoppedEarly } from '../engine/render.ts';
import type { CheckResult, Finding, Obstacle, Report } from '../engine/report.ts';
import { headlineOf } from '../reporting/cause-words.ts';
import { causeOfEach, causesOf, shortestOf, typicalOf, type Cause } from '../reporting/causes.ts';

type Causes = ReturnType<typeof causeOfEach>;

/** JUnit XML: a failure is a failure; blocked and errored are errors; skipped and inconclusive are skipped; a warning is a pass with output. */
export function renderJunit(report: Report): string {
  const causes = causeOfEach(causesOf(report));
  const suites = new Map<string, CheckResult[]>();
  for (const result of report.results) {
    const name = result.check.split('/')[0] ?? '';
    suites.set(name, [...(suites.get(name) ?? []), result]);
  }
  const { failed, blocked, errored, skipped, inconclusive } = report.counts;
  const stopped = report.aborted ? [stoppedEarly] : [];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({
      name: `Open Service Broker API ${report.apiVersion}`,
      tests: report.results.length + stopped.length,
      failures: failed,
      errors: blocked + errored + stopped.length,
      skipped: skipped + inconclusive,
      time: seconds(report.durationMs),
    })}>`,
    ...[...suites].flatMap(([name, results]) => renderSuite(report, name, results, causes)),
    ...stopped.flatMap((message) => stoppedSuite(report, message)),
    '</testsuites>',
    '',
  ].join('\n');
}

/** A run that was stopped is an error of its own: what is not in the list is not passed. */
function stoppedSuite({ startedAt }: Report, message: string): string[] {
  const counts = { tests: 1, failures: 0, errors: 1, skipped: 0, time: seconds(0) };
  const timestamp = timestampOf(startedAt);
  const test = { name: 'the run', classname: 'run/all-checks', time: seconds(0) };
  return [
    `  <testsuite${attributes({ name: 'run', ...counts, timestamp })}>`,
    `    <testcase${attributes(test)}><error${attributes({ message, type: 'stopped' })}/></testcase>`,
    '  </testsuite>',
  ];
}

const timestampOf = (startedAt: string) => startedAt.replace(/\.\d+Z$/, '');

function renderSuite(
  report: Report,
  name: string,
  results: readonly CheckResult[],
  causes: Causes,
): string[] {
  const count = (...outcomes: CheckResult['outcome'][]) =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return [
    `  <testsuite${attributes({
      name,
      tests: results.length,
      failures: count('failed'),
      errors: count('blocked', 'errored'),
      skipped: count('skipped', 'inconclusive'),
      time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      timestamp: timestampOf(report.startedAt),
    })}>`,
    ...results.map((result) => renderCase(report, result, causes)),
    '  </testsuite>',
  ];
}

function renderCase(report: Report, result: CheckResult, causes: Causes): string {
  const open = `    <testcase${attributes({
    name: `${nameResult(result)} (${result.requirements.join(', ')})`,
    classname: result.check,
    time: seconds(result.durationMs),
  })}`;
  const body = bodyOf(report, result, causes);
  return body === '' ? `${open}/>` : `${open}>${body}</testcase>`;
}

function bodyOf(report: Report, result: CheckResult, causes: Causes): string {
  const reason = reasonOf(result) ?? '';
  const text = findingsOf(result)
    .map((finding) => detail(report, finding, causes.get(finding)))
    .join('\n\n');
  switch (result.outcome) {
    case 'passed':
      return '';
    case 'failed':
      return `<failure${attributes({ message: message(result.findings[0]), type: result.findings[0].requirement })}>${escapeXml(text)}</failure>`;
    case 'warned':
      return `<system-out>${escapeXml(`Warning: ${text}`)}</system-out>`;
    case 'skipped':
      return `<skipped${attributes({ message: reason })}/>`;
    case 'inconclusive':
      return `<skipped${attributes({ message: `Inconclusive: ${reason}` })}/>`;
    case 'blocked':
    case 'errored':
      return `<error${attributes({ message: reason, type: result.outcome })}>${escapeXml(obstacle(report, result, causes.get(result)))}</error>`;
  }
}

function message(finding: Finding): string {
  return `${finding.requirement}: expected ${finding.expected}, got ${finding.actual}`;
}

/** Where the cause is told, for a result that only shows it again. */
function elsewhere(cause: Cause | undefined, told: CheckResult | undefined): string | undefined {
  if (cause === undefined || told === undefined) return undefined;
  return `Same cause as ${nameResult(told)}, which has the details: ${headlineOf(cause)}.`;
}

function obstacle(report: Report, result: CheckResult & Obstacle, cause: Cause | undefined): string {
  const told = cause === undefined ? undefined : typicalOf(cause);
  const same = told === result ? undefined : elsewhere(cause, told);
  if (same !== undefined) return same;
  return [
    ...(cause === undefined || cause.waiting.length === 1 ? [] : [`${headlineOf(cause)}.`]),
    ...(result.exchange === null ? [] : [`Exchange: ${sayExchange(report, result.exchange)}`]),
    ...result.reproduce,
  ].join('\n');
}

function detail(report: Report, finding: Finding, cause: Cause | undefined): string {
  const told = cause === undefined ? undefined : shortestOf(cause);
  const same = told?.finding === finding ? undefined : elsewhere(cause, told?.result);
  if (same !== undefined)
    return [message(finding), `Because: ${finding.because}`, same, finding.runAgain].join('\n');
  return [
    message(finding),
    `Because: ${finding.because}`,
    `Specification: ${finding.link}`,
    ...(finding.exchange === null ? [] : [`Exchange: ${sayExchange(report, finding.exchange)}`]),
    ...finding.reproduce,
    finding.runAgain,
  ].join('\n');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

/** Text that is safe in XML 1.0: markup escaped, characters that XML cannot hold replaced. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
