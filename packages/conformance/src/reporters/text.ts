import { findingsOf, nameResult, reasonOf, sayConclusion, sayCounts, sayExchange } from '../engine/render.ts';
import { outcomes, type CheckResult, type Finding, type Outcome, type Report } from '../engine/report.ts';
import { sayBaseline } from '../baseline/baseline.ts';
import { visibleLine } from '../reporting/visible-text.ts';

const marks: Readonly<Record<Outcome, string>> = {
  passed: '✓',
  failed: '✗',
  warned: '!',
  skipped: '-',
  blocked: '■',
  inconclusive: '?',
  errored: '⚡',
};

const ansi: Readonly<Record<Outcome, number>> = {
  passed: 32,
  failed: 31,
  warned: 33,
  skipped: 2,
  blocked: 35,
  inconclusive: 36,
  errored: 35,
};

/** How the text reporter presents a report. */
export interface TextOptions {
  /** Lists every result, also those that passed or were skipped. */
  readonly verbose?: boolean;
  /** ANSI colours, for a terminal. */
  readonly color?: boolean;
}

type Paint = (outcome: Outcome, text: string) => string;

/** A report for people at a terminal: what needs attention in full, the rest as a table by section. */
export function renderText(report: Report, { verbose = false, color = false }: TextOptions = {}): string {
  const paint: Paint = (outcome, text) => (color ? `\u001b[${ansi[outcome]}m${text}\u001b[0m` : text);
  const shown = report.results.filter(
    ({ outcome }) => verbose || (outcome !== 'passed' && outcome !== 'skipped'),
  );
  const leftovers = report.leftovers.map(({ kind, bindingId, instanceId, reason }) =>
    visibleLine(
      `  ${kind} ${bindingId ?? instanceId}${bindingId === null ? '' : ` of instance ${instanceId}`}: ${reason}`,
    ),
  );
  const { conclusion, results, durationMs, counts, seed } = report;
  const closing = conclusion === 'conformant' ? 'passed' : conclusion === 'undecided' ? 'blocked' : 'failed';
  return [
    visibleLine(
      `Conformance of ${report.target} to version ${report.apiVersion} of the Open Service Broker API`,
    ),
    '',
    ...sectionTable(results, paint),
    '',
    ...shown.flatMap((result) => [...resultLines(report, result, paint), '']),
    ...(leftovers.length === 0 ? [] : ['Left on the broker, remove it by hand:', ...leftovers, '']),
    ...sayBaseline(report).map(visibleLine),
    `${results.length} results in ${(durationMs / 1000).toFixed(1)} s: ${sayCounts(counts)}. Seed ${seed}.`,
    paint(closing, visibleLine(sayConclusion(report))),
    '',
  ].join('\n');
}

/** A line per section of checks: how many results have which outcome. */
function sectionTable(results: readonly CheckResult[], paint: Paint): string[] {
  const sections = new Map<string, CheckResult[]>();
  for (const result of results) {
    const name = result.check.split('/', 1)[0] ?? '';
    const own = sections.get(name);
    if (own === undefined) sections.set(name, [result]);
    else own.push(result);
  }
  const width = Math.max(...[...sections.keys()].map((name) => name.length));
  return [...sections].map(([name, own]) => {
    const counts = outcomes.toReversed().flatMap((outcome) => {
      const count = own.filter((result) => result.outcome === outcome).length;
      return count === 0 ? [] : [paint(outcome, `${count} ${outcome}`)];
    });
    return `  ${name.padEnd(width)}  ${counts.join(', ')}`;
  });
}

function resultLines(report: Report, result: CheckResult, paint: Paint): string[] {
  const heading = paint(result.outcome, visibleLine(`${marks[result.outcome]} ${nameResult(result)}`));
  const findings = findingsOf(result);
  if (findings.length > 0)
    return findings.flatMap((finding) => findingLines(report, result, finding, heading));
  const reason = reasonOf(result);
  return reason === undefined ? [heading] : [heading, labelled(result.outcome, reason)];
}

function findingLines(report: Report, result: CheckResult, finding: Finding, heading: string): string[] {
  const setup = result.exchanges.filter(
    ({ id, role }) => role === 'setup' && finding.exchange !== null && id < finding.exchange,
  );
  return [
    `${heading}  ${finding.level}  ${finding.requirement}  since ${finding.since}`,
    labelled('Expected', finding.expected),
    labelled('Actual', finding.actual),
    labelled('Because', finding.because),
    ...(finding.likelyCause === null ? [] : [labelled('Likely', finding.likelyCause)]),
    labelled('Spec', finding.link),
    ...setup.slice(-3).map(({ id }) => labelled('Setup', sayExchange(report, id, 80))),
    ...(finding.exchange === null ? [] : [labelled('Exchange', sayExchange(report, finding.exchange))]),
    ...finding.reproduce.map((command, index) => labelled(index === 0 ? 'Reproduce' : '', command)),
    labelled('Run again', finding.runAgain),
  ];
}

/** One line of a block. What brokers say stays on it, and nothing in it moves the cursor. */
function labelled(label: string, text: string): string {
  return `    ${`${label.slice(0, 1).toUpperCase()}${label.slice(1)}`.padEnd(13)}${visibleLine(text)}`;
}
