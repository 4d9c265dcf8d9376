import type { Finding, ValidationResult } from '../engine/finding.ts';
import { profilesOf, refusalLines, speakersOf } from './refusals.ts';
import { count, sourceOf, verdict, type Reporter } from './reporter.ts';
import { visibleLine } from './visible.ts';
import { placeOf } from './where.ts';

/** For job summaries and comments on pull requests: GitHub-flavoured Markdown with one table for each catalog. */
export const markdownReporter: Reporter = {
  id: 'markdown',
  summary: 'For job summaries and comments: a table for each catalog.',
  extension: 'md',
  render(results) {
    const refusals = refusalLines(results).flatMap((line) => ['', `**${plain(line)}**`]);
    const lines = ['# Catalog validation', '', verdict(results), ...refusals, ...results.flatMap(section)];
    return `${lines.join('\n')}\n`;
  },
};

function section(result: ValidationResult): readonly string[] {
  if (result.failure !== undefined)
    return ['', `## ✗ ${code(sourceOf(result))}`, '', `Not examined: ${plain(result.failure)}`];
  const { apiVersion, errors, warnings, findings, suppressed, notes } = result;
  return [
    '',
    `## ${result.valid ? '✓' : '✗'} ${code(sourceOf(result))}`,
    '',
    `OSBAPI ${apiVersion}, ${plain(profilesOf(result))}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`,
    ...notes.flatMap((note) => ['', `> ${plain(note)}`]),
    ...(findings.length === 0
      ? []
      : ['', '| | Place | Finding | Rule |', '| --- | --- | --- | --- |', ...findings.map(row)]),
    ...(suppressed.length === 0
      ? []
      : [
          '',
          `${count(suppressed.length, 'finding')} switched off:`,
          '',
          ...suppressed.map(
            (finding) => `- ${code(finding.rule)} at ${code(placeOf(finding))}: ${plain(finding.reason)}`,
          ),
        ]),
  ];
}

function row(finding: Finding): string {
  const { severity, message, rule, link } = finding;
  const mark = severity === 'error' ? '✗ error' : '! warning';
  const place = code(placeOf(finding)).replaceAll('|', String.raw`\|`); // cells end at bars, in code too
  const speakers = speakersOf(finding);
  const whose = speakers === undefined ? '' : ` (${speakers})`;
  const cells = [mark, place, plain(message), `[${code(rule)}](<${link}>)${whose}`];
  return `| ${cells.join(' | ')} |`;
}

/** Text that Markdown takes literally: no markup, no HTML, no mention of a user, no link. */
function plain(text: string): string {
  return visibleLine(text)
    .replaceAll(/[\\`*_{}[\]()#+!|<>~&$]/g, String.raw`\$&`)
    .replaceAll('@', '@\u2060'); // a word joiner keeps it from naming a user
}

function code(text: string): string {
  const line = visibleLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
