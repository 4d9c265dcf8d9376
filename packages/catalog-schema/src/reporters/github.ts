import type { Finding, ValidationResult } from '../engine/finding.ts';
import { refusalText, speakersOf } from './refusals.ts';
import { sourceOf, verdict, type Reporter } from './reporter.ts';
import { stretchesOf, type Stretch } from './where.ts';
import { visible, visibleLine } from './visible.ts';

/** For GitHub Actions: workflow commands that annotate the lines of a pull request, and the verdict. */
export const githubReporter: Reporter = {
  id: 'github',
  summary: 'For GitHub Actions: annotations on the lines of a pull request.',
  extension: 'txt',
  render(results) {
    return [...results.flatMap(commandsOf), verdict(results), ''].join('\n');
  },
};

function commandsOf(result: ValidationResult): readonly string[] {
  const stretchOf = stretchesOf(result);
  const file = sourceOf(result)
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/+)+/, '');
  const one = (finding: Finding): string => {
    const { position, severity, message, rule, link, pointer } = finding;
    const speakers = speakersOf(finding);
    const place = position === undefined ? {} : properties(stretchOf(position));
    const where = position === undefined ? ` (at ${pointer || '/'})` : '';
    return command(
      severity,
      { file, ...place, title: rule },
      `${message}${where}${speakers === undefined ? '' : ` (${speakers})`}\n${link}`,
    );
  };
  const notes = result.notes.map((note) => command('notice', { file, title: 'osb validate' }, note));
  const failure =
    result.failure === undefined ? [] : [command('error', { file, title: 'not examined' }, result.failure)];
  const refusals = (result.refusals ?? []).map((refusal) =>
    command('warning', { file, title: `${refusal.profile} would refuse it` }, refusalText(result, refusal)),
  );
  return [...failure, ...result.findings.map(one), ...notes, ...refusals];
}

/** Of a stretch of several lines only the first is marked: GitHub shows an annotation below its last line. */
function properties({
  startLine,
  startColumn,
  endLine,
  endColumn,
}: Stretch): Readonly<Record<string, number>> {
  return startLine === endLine
    ? { line: startLine, endLine, col: startColumn, endColumn }
    : { line: startLine, col: startColumn };
}

function command(name: string, values: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(values).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${list.join(',')}::${data(visible(message))}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(visibleLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
