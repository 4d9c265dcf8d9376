import type { Exchange } from '../engine/exchange.ts';
import { sayBaseline } from '../baseline/baseline.ts';
import { reasonOf } from '../engine/render.ts';
import { outcomes, type CheckResult, type Finding, type Report } from '../engine/report.ts';
import { andMore, headlineOf } from '../reporting/cause-words.ts';
import { causesOf, resultsOf, shortestOf, typicalOf, type Cause } from '../reporting/causes.ts';
import { exchangeLine, exchangesById } from '../reporting/exchange-text.ts';
import {
  codeBlockMarkdown,
  codeMarkdown,
  htmlInMarkdown,
  plainMarkdown,
} from '../reporting/markdown-text.ts';
import { exchangeOf } from '../reporting/requests.ts';
import { shorten } from '../reporting/visible-text.ts';
import {
  conclusionInWords,
  durationInWords,
  levelName,
  outcomeWords,
  plural,
  targetName,
  titleOf,
} from '../reporting/words.ts';

/** What a comment on GitHub may hold, less some room for what others put around it. */
const room = 60_000;

/** For a pull request or the summary of a job: the verdict, the counts, and a fold for each cause of what needs attention. */
export function renderMarkdown(report: Report): string {
  const head = [
    `## ${titleOf(report)}: Open Service Broker API ${report.apiVersion}`,
    plainMarkdown(conclusionInWords(report)),
    countsTable(report),
    `Broker ${codeMarkdown(shorten(report.target, 500))}, seed ${report.seed}, ${durationInWords(report.durationMs)}, ${plainMarkdown(report.tool.name)} ${plainMarkdown(report.tool.version)}.`,
    ...leftovers(report),
    ...baselineList(report),
  ].join('\n\n');
  return `${[head, ...withinRoom(causesOf(report), report, room - head.length)].join('\n\n')}\n`;
}

function countsTable({ counts }: Report): string {
  return [
    `| ${outcomes.map((outcome) => outcomeWords[outcome].title).join(' | ')} |`,
    `|${outcomes.map(() => ' ---: |').join('')}`,
    `| ${outcomes.map((outcome) => counts[outcome]).join(' | ')} |`,
  ].join('\n');
}

function withinRoom(causes: readonly Cause[], report: Report, characters: number): string[] {
  const byId = exchangesById(report.exchanges);
  const folds: string[] = [];
  let left = characters;
  for (const [at, cause] of causes.entries()) {
    const fold = causeFold(cause, byId);
    left -= fold.length + 2;
    if (left < 0)
      return [
        ...folds,
        `${plural(causes.length - at, 'more cause', 'more causes')} of results that need attention are not shown here. The HTML and JSON reports have all.`,
      ];
    folds.push(fold);
  }
  return folds;
}

/** A fold for each cause: what shows it best in full, the others by their names. */
function causeFold(cause: Cause, byId: ReadonlyMap<number, Exchange>): string {
  const { symbol, title } = outcomeWords[cause.outcome];
  const results = resultsOf(cause);
  const shown = shortestOf(cause);
  const own = cause.waiting.length > 0 ? typicalOf(cause) : shown?.result;
  const [first] = results;
  const name =
    results.length === 1 && first !== undefined
      ? `${first.check}, ${targetName(first.target)}`
      : headlineOf(cause);
  const others = results
    .filter((result) => result !== own)
    .map((result) => `${result.check}, ${targetName(result.target)}`);
  return [
    `<details><summary>${symbol} <b>${title}</b> ${htmlInMarkdown(shorten(name, 300))}</summary>`,
    ...(own === undefined ? [] : [short(own.title)]),
    ...(cause.waiting.length > 0 ? [obstacleText(own, byId)] : []),
    ...(shown === undefined ? [] : [findingText(shown.finding, byId)]),
    ...(others.length === 0 ? [] : [`So too: ${short(andMore(others, 8, '; '))}`]),
    '</details>',
  ].join('\n\n');
}

function obstacleText(result: CheckResult | undefined, byId: ReadonlyMap<number, Exchange>): string {
  const exchange = exchangeOf(result, byId);
  const commands = result !== undefined && 'reproduce' in result ? result.reproduce : [];
  return [
    short((result === undefined ? undefined : reasonOf(result)) ?? ''),
    ...(exchange === undefined ? [] : [`Exchange: ${codeMarkdown(shorten(exchangeLine(exchange), 300))}`]),
    ...(commands.length === 0 ? [] : [codeBlockMarkdown(commands.join('\n'), 'sh', 2000)]),
  ].join('\n\n');
}

function findingText(finding: Finding, byId: ReadonlyMap<number, Exchange>): string {
  const link = finding.link.startsWith('https://')
    ? `[${finding.requirement}](${encodeURI(finding.link).replaceAll(')', '%29')})`
    : finding.requirement;
  const exchange = finding.exchange === null ? undefined : byId.get(finding.exchange);
  const rows = [
    `**${levelName(finding.level)}** ${link}, since ${finding.since}: ${short(finding.statement)}`,
    `- Expected: ${short(finding.expected)}`,
    `- Actual: **${short(finding.actual)}**`,
    `- Because: ${short(finding.because)}`,
    ...(finding.likelyCause === null ? [] : [`- Likely cause: ${short(finding.likelyCause)}`]),
    ...(exchange === undefined ? [] : [`- Exchange: ${codeMarkdown(shorten(exchangeLine(exchange), 300))}`]),
    `- Run again: ${codeMarkdown(shorten(finding.runAgain, 300))}`,
  ].join('\n');
  return finding.reproduce.length === 0
    ? rows
    : `${rows}\n\n${codeBlockMarkdown(finding.reproduce.join('\n'), 'sh', 2000)}`;
}

function leftovers({ leftovers: left }: Report): string[] {
  if (left.length === 0) return [];
  const shown = left
    .slice(0, 20)
    .map(
      ({ kind, instanceId, bindingId, reason }) =>
        `- ${kind} ${codeMarkdown(shorten(bindingId ?? instanceId, 100))}: ${short(reason)}`,
    );
  const more = left.length > shown.length ? [`- and ${left.length - shown.length} more`] : [];
  return [
    `**${plural(left.length, 'resource')} could not be removed from the broker:**`,
    [...shown, ...more].join('\n'),
  ];
}

function baselineList(report: Report): string[] {
  const said = sayBaseline(report);
  return said.length === 0 ? [] : [said.map((line) => `- ${short(line)}`).join('\n')];
}

function short(text: string): string {
  return plainMarkdown(shorten(text, 600));
}
