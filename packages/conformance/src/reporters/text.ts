import { nameResult, reasonOf, sayConclusion, sayCounts, sayExchange, saySample } from '../engine/render.ts';
import { outcomes, type CheckResult, type Outcome, type Report } from '../engine/report.ts';
import { sayBaseline } from '../baseline/baseline.ts';
import {
  actualOf,
  andMore,
  checkNames,
  headlineOf,
  plansOf,
  reasonsOf,
  requirementsOf,
} from '../reporting/cause-words.ts';
import { causesOf, resultsOf, shortestOf, typicalOf, type Cause, type Shown } from '../reporting/causes.ts';
import { shareOut } from '../reporting/room.ts';
import { shorten, visibleLine } from '../reporting/visible-text.ts';
import { levelName, plural } from '../reporting/words.ts';

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

/** Lines that a report for a terminal has at most: what has no room in full is told in short. */
const roomForAll = 114;
/** Lines of causes up to which warnings are told in full as well. */
const roomForAdvice = 40;
/** Causes that stand at the beginning. */
const mendFirst = 3;

/** How the text reporter presents a report. */
export interface TextOptions {
  /** Everything in full, and also what passed or was skipped. */
  readonly verbose?: boolean;
  /** Everything that needs attention in full, however long it gets: for a file. */
  readonly full?: boolean;
  /** ANSI colours, for a terminal. */
  readonly color?: boolean;
}

type Paint = (outcome: Outcome, text: string) => string;

/** A report for people at a terminal: causes first, each told once; the rest as a table by section. */
export function renderText(report: Report, options: TextOptions = {}): string {
  const { verbose = false, full = verbose, color = false } = options;
  const paint: Paint = (outcome, text) => (color ? `\u001b[${ansi[outcome]}m${text}\u001b[0m` : text);
  const causes = causesOf(report);
  const head = [
    `Conformance of ${report.target} to version ${report.apiVersion} of the Open Service Broker API`,
    '',
    ...beginning(causes),
  ].map(visibleLine);
  const quiet = report.results.filter(({ outcome }) => outcome === 'passed' || outcome === 'skipped');
  const table = [...sectionTable(report.results, paint), ''];
  const listed = verbose ? [...quiet.flatMap((result) => quietLines(result, paint)), ''] : [];
  const end = closing(report, paint);
  const room = full ? Infinity : roomForAll - head.length - table.length - end.length;
  return [...head, ...table, ...causeLines(report, causes, paint, room), ...listed, ...end].join('\n');
}

/** What to mend first, where anything has to be. */
function beginning(causes: readonly Cause[]): string[] {
  const grave = causes.filter(isGrave);
  if (grave.length === 0) return [];
  const lines = grave
    .slice(0, mendFirst)
    .map((cause, index) => `  ${String(index + 1)}. ${shorten(headlineOf(cause), 300)}.`);
  const rest = grave.length - lines.length;
  const more = rest === 0 ? '' : `, and ${plural(rest, 'more cause')} below`;
  return [`Mend first${more}:`, ...lines, ''];
}

/** Every cause: in full as far as there is room, in short otherwise, and by name at the end. */
function causeLines(report: Report, causes: readonly Cause[], paint: Paint, room: number): string[] {
  const forms = causes.map((cause) => ({
    short: shortLines(report, cause, paint),
    full: fullLines(report, cause, paint, room === Infinity),
    isGrave: isGrave(cause),
  }));
  // Behind the causes stand an empty line, where to read more, and another.
  const chosen = shareOut(forms, {
    lines: room - 3,
    first: mendFirst,
    advice: room === Infinity ? room : roomForAdvice,
  });
  const lines = forms.flatMap((form, index) => {
    const kind = chosen[index] ?? 'named';
    return kind === 'named' ? [] : form[kind];
  });
  lines.push(...leftOut(causes.filter((_cause, index) => chosen[index] === 'named')));
  if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
  if (chosen.some((form) => form !== 'full')) {
    lines.push('In full: --verbose, or a file as with --output html=report.html. Why: osb explain ID.', '');
  }
  return lines;
}

/** The causes that there is no room for, by name. */
function leftOut(causes: readonly Cause[]): string[] {
  if (causes.length === 0) return [];
  const names = andMore([...new Set(causes.map(checkNames))], 12);
  return [visibleLine(shorten(`… and ${plural(causes.length, 'more cause')}: ${names}`, 600))];
}

const isGrave = ({ outcome }: Cause) =>
  outcome === 'failed' || outcome === 'errored' || outcome === 'blocked';

function shortLines(report: Report, cause: Cause, paint: Paint): string[] {
  const shown = shortestOf(cause);
  if (shown === undefined || cause.waiting.length > 0) {
    return [obstacleHeading(cause, paint), ...told(obstacleText(report, cause))];
  }
  const because = andMore(reasonsOf(cause), 2, '; ');
  return [
    findingHeading(cause, shown, paint),
    ...told(`Expected ${shown.finding.expected}, got ${actualOf(cause)}: ${because}.`),
  ];
}

const told = (text: string) => (text === '' ? [] : [`    ${visibleLine(shorten(text, 400))}`]);

function fullLines(report: Report, cause: Cause, paint: Paint, all: boolean): string[] {
  const shown = shortestOf(cause);
  return shown === undefined || cause.waiting.length > 0
    ? obstacleLines(report, cause, paint)
    : findingLines(report, cause, shown, paint, all);
}

function findingHeading(cause: Cause, { finding }: Shown, paint: Paint): string {
  const heading = paint(cause.outcome, visibleLine(`${marks[cause.outcome]} ${nameOf(cause)}`));
  const requirements = andMore(requirementsOf(cause), 2);
  return `${heading}  ${levelName(finding.level)}  ${requirements}  since ${finding.since}`;
}

/** The check, with the plan where it is the only one. */
function nameOf(cause: Cause): string {
  const results = resultsOf(cause);
  const [first] = results;
  return first !== undefined && results.length === 1 ? nameResult(first) : checkNames(cause);
}

function findingLines(report: Report, cause: Cause, shown: Shown, paint: Paint, all: boolean): string[] {
  const { finding, result } = shown;
  const plans = plansOf(cause);
  return [
    findingHeading(cause, shown, paint),
    ...labelled('Expected', finding.expected),
    ...labelled('Actual', actualOf(cause)),
    ...labelled('Because', andMore(reasonsOf(cause), 4, '; ')),
    ...(plans.length === 0 ? [] : labelled('Plans', andMore(plans, 6))),
    ...(finding.likelyCause === null ? [] : labelled('Likely', finding.likelyCause)),
    ...labelled('Spec', finding.link),
    ...setupOf(result, finding.exchange, report).flatMap((line) => labelled('Setup', line)),
    ...(finding.exchange === null ? [] : labelled('Exchange', sayExchange(report, finding.exchange))),
    ...reproduction(finding.reproduce, all),
    ...labelled('Explain', `osb explain ${finding.requirement}`),
    ...labelled('Run again', finding.runAgain),
    '',
  ];
}

/** Lines of commands that are shown where room is scarce. */
const shortCommands = 8;

/** The commands that repeat a finding; where they are too long, the last one. */
function reproduction(commands: readonly string[], all: boolean): string[] {
  const lines = commands.flatMap((command, index) => labelled(index === 0 ? 'Reproduce' : '', command));
  const last = commands.at(-1);
  if (all || last === undefined || lines.length <= shortCommands) return lines;
  return [
    ...labelled('Reproduce', last),
    ...labelled('', `(after ${plural(commands.length - 1, 'request')} on the same instance, see --verbose)`),
  ];
}

/** What was asked of the same instance before, as far as it led to the starting point. */
function setupOf(result: CheckResult, shown: number | null, report: Report): string[] {
  const url = report.exchanges.find(({ id }) => id === shown)?.request.url ?? '';
  const instance = /\/v2\/service_instances\/[^/?]+/.exec(url)?.[0];
  if (shown === null || instance === undefined) return [];
  return result.exchanges
    .filter(({ id, role }) => role === 'setup' && id < shown)
    .map(({ id }) => sayExchange(report, id, 80))
    .filter((line) => line.includes(instance))
    .slice(-3);
}

function obstacleHeading(cause: Cause, paint: Paint): string {
  const { waiting, outcome } = cause;
  const [first] = waiting;
  const one = waiting.length === 1 && first !== undefined;
  const name = one ? nameResult(first) : headlineOf(cause);
  return paint(outcome, visibleLine(`${marks[outcome]} ${shorten(name, 400)}`));
}

/** What the results say, where the heading does not. */
function obstacleText(report: Report, cause: Cause): string {
  const { waiting, reach } = cause;
  const first = typicalOf(cause);
  if (first === undefined) return '';
  const reason = reasonOf(first) ?? '';
  if (waiting.length === 1) return reason;
  const exchange = 'exchange' in first ? first.exchange : null;
  return reach === undefined || exchange === null ? '' : `${reason} ${sayExchange(report, exchange)}`;
}

function obstacleLines(report: Report, cause: Cause, paint: Paint): string[] {
  const { waiting, findings } = cause;
  const first = typicalOf(cause);
  if (first === undefined) return [];
  const exchange = 'exchange' in first ? first.exchange : null;
  const commands = 'reproduce' in first ? first.reproduce.slice(-1) : [];
  const names = [...new Set(waiting.map(({ check }) => check))];
  const shown = shortestOf(cause);
  return [
    obstacleHeading(cause, paint),
    // Without a request that stands in the way the heading has the reason.
    ...(cause.reach === undefined && waiting.length > 1
      ? []
      : labelled(first.outcome, reasonOf(first) ?? '')),
    ...(findings.length === 0 ? [] : labelled('Breaks', andMore(requirementsOf(cause), 4))),
    ...(findings.length === 0 ? [] : labelled('Shown by', checkNames({ ...cause, waiting: [] }))),
    ...(names.length === 1 ? [] : labelled('Wait', andMore(names, 4))),
    ...(exchange === null ? [] : labelled('Exchange', sayExchange(report, exchange))),
    ...commands.flatMap((command) => labelled('Reproduce', command)),
    ...(shown === undefined ? [] : labelled('Explain', `osb explain ${shown.finding.requirement}`)),
    '',
  ];
}

function quietLines(result: CheckResult, paint: Paint): string[] {
  const heading = paint(result.outcome, visibleLine(`${marks[result.outcome]} ${nameResult(result)}`));
  const reason = reasonOf(result);
  return reason === undefined ? [heading] : [heading, ...labelled(result.outcome, reason)];
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

function closing(report: Report, paint: Paint): string[] {
  const leftovers = report.leftovers.map(({ kind, bindingId, instanceId, reason }) =>
    visibleLine(
      `  ${kind} ${bindingId ?? instanceId}${bindingId === null ? '' : ` of instance ${instanceId}`}: ${reason}`,
    ),
  );
  const { conclusion, results, durationMs, counts, seed } = report;
  const outcome = conclusion === 'conformant' ? 'passed' : conclusion === 'undecided' ? 'blocked' : 'failed';
  const sample = [saySample(report)].flatMap((text) => (text === undefined ? [] : [visibleLine(text)]));
  return [
    ...(leftovers.length === 0 ? [] : ['Left on the broker, remove it by hand:', ...leftovers, '']),
    ...sayBaseline(report).map(visibleLine),
    ...sample,
    `${results.length} results in ${(durationMs / 1000).toFixed(1)} s: ${sayCounts(counts)}. Seed ${seed}.`,
    paint(outcome, visibleLine(sayConclusion(report))),
    '',
  ];
}

/** The lines of a block: a line each, and a command of several lines on as many. Nothing in them moves the cursor. */
function labelled(label: string, text: string): string[] {
  const name = `${label.slice(0, 1).toUpperCase()}${label.slice(1)}`;
  const isCommand = text.startsWith('curl ');
  const lines = isCommand ? text.split('\n') : [text];
  return lines.map((line, index) => `    ${(index === 0 ? name : '').padEnd(13)}${visibleLine(line)}`);
}
