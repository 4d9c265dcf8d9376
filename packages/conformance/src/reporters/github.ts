import { findingsOf, reasonOf } from '../engine/render.ts';
import type { CheckResult, Report } from '../engine/report.ts';
import { visible } from '../reporting/visible-text.ts';
import {
  conclusionInWords,
  conclusionTitles,
  levelName,
  targetName,
  worstFirst,
} from '../reporting/words.ts';

type Command = 'error' | 'warning' | 'notice';

/** For GitHub Actions: workflow commands that become annotations of the run. GitHub shows ten of a kind; the worst come first. */
export function renderGithub(report: Report): string {
  const conclusion: Command = report.conclusion === 'conformant' ? 'notice' : 'error';
  return [
    ...worstFirst(report.results).flatMap(resultLines),
    ...report.leftovers.map(({ kind, instanceId, bindingId, reason }) =>
      line('warning', 'Left on the broker', `${kind} ${bindingId ?? instanceId}: ${reason}`),
    ),
    line(
      conclusion,
      `${conclusionTitles[report.conclusion]}, OSBAPI ${report.apiVersion}`,
      conclusionInWords(report),
    ),
    '',
  ].join('\n');
}

function resultLines(result: CheckResult): string[] {
  const command = commandOf(result);
  if (command === undefined) return [];
  const where = `${result.check}, ${targetName(result.target)}`;
  const reason = reasonOf(result);
  if (reason !== undefined) return [line(command, `${result.outcome}: ${where}`, reason)];
  return findingsOf(result).map((finding) =>
    line(
      finding.weight === 'advice' ? 'notice' : command,
      `${levelName(finding.level)} ${finding.requirement}: ${where}`,
      [
        finding.statement,
        `Expected ${finding.expected}`,
        `Actual ${finding.actual}`,
        `Because ${finding.because}`,
        `Run again: ${finding.runAgain}`,
        finding.link,
      ].join('\n'),
    ),
  );
}

function commandOf({ outcome }: CheckResult): Command | undefined {
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
