import { reasonOf } from '../engine/render.ts';
import type { Outcome, Report } from '../engine/report.ts';
import { headlineOf } from '../reporting/cause-words.ts';
import { causesOf, resultsOf, shortestOf, typicalOf, type Cause } from '../reporting/causes.ts';
import { visible } from '../reporting/visible-text.ts';
import { conclusionInWords, levelName, targetName, titleOf } from '../reporting/words.ts';

type Command = 'error' | 'warning' | 'notice';

/** For GitHub Actions: workflow commands that become annotations of the run. GitHub shows ten of a kind; what to mend first comes first. */
export function renderGithub(report: Report): string {
  const conclusion: Command = report.conclusion === 'conformant' ? 'notice' : 'error';
  return [
    ...causesOf(report).flatMap(causeLines),
    ...report.leftovers.map(({ kind, instanceId, bindingId, reason }) =>
      line('warning', 'Left on the broker', `${kind} ${bindingId ?? instanceId}: ${reason}`),
    ),
    line(conclusion, `${titleOf(report)}, OSBAPI ${report.apiVersion}`, conclusionInWords(report)),
    '',
  ].join('\n');
}

function causeLines(cause: Cause): string[] {
  const command = commandOf(cause.outcome);
  if (command === undefined) return [];
  const results = resultsOf(cause);
  const [first] = results;
  if (first === undefined) return [];
  const more = results.length === 1 ? '' : ` and ${String(results.length - 1)} more`;
  const shown = shortestOf(cause);
  if (shown === undefined || cause.waiting.length > 0) {
    const where = results.length === 1 ? `${first.check}, ${targetName(first.target)}` : headlineOf(cause);
    const own = typicalOf(cause);
    return [
      line(command, `${cause.outcome}: ${where}`, (own === undefined ? undefined : reasonOf(own)) ?? ''),
    ];
  }
  const { finding, result } = shown;
  return [
    line(
      finding.weight === 'advice' ? 'notice' : command,
      `${levelName(finding.level)} ${finding.requirement}: ${result.check}, ${targetName(result.target)}${more}`,
      [
        finding.statement,
        `Expected ${finding.expected}`,
        `Actual ${finding.actual}`,
        `Because ${finding.because}`,
        `Run again: ${finding.runAgain}`,
        finding.link,
      ].join('\n'),
    ),
  ];
}

function commandOf(outcome: Outcome): Command | undefined {
  switch (outcome) {
    case 'failed':
      return 'error';
    case 'errored':
    case 'blocked':
    case 'warned':
      return 'warning';
    case 'inconclusive':
    case 'skipped':
    case 'passed':
      return undefined;
  }
}

function line(command: Command, title: string, message: string): string {
  return `::${command} title=${escapeProperty(title)}::${escapeData(message)}`;
}

// The runner decodes exactly these sequences; a line feed would end the command and let the rest be read as another.
function escapeData(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
