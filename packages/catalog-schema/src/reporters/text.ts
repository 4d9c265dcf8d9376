import type { Finding, ValidationResult } from '../engine/finding.ts';
import { frameAt } from './frame.ts';
import { groupsOf, mostInFull } from './grouped.ts';
import { isSpotless, profilesOf, refusalLines, speakersOf } from './refusals.ts';
import { count, sourceOf, verdict, type Reporter } from './reporter.ts';
import { visibleLine } from './visible.ts';

type Paint = (text: string) => string;
type Palette = Readonly<Record<'error' | 'warning' | 'good' | 'dim' | 'bold', Paint>>;

const plain: Paint = (text) => text;
const ansi =
  (code: number): Paint =>
  (text) =>
    `\u001b[${code}m${text}\u001b[0m`;
const colourless: Palette = { error: plain, warning: plain, good: plain, dim: plain, bold: plain };
const colourful: Palette = {
  error: ansi(31),
  warning: ansi(33),
  good: ansi(32),
  dim: ansi(2),
  bold: ansi(1),
};

/** For people at a terminal: each finding with its line, the offending part underlined, the remedy and the link. */
export const textReporter: Reporter = {
  id: 'text',
  summary: 'For people: the offending line, what to do, and where it is written.',
  extension: 'txt',
  render(results, { color = false, full = false } = {}) {
    const paint = color ? colourful : colourless;
    const closing = results.every(({ valid }) => valid) ? paint.good : paint.error;
    const refusals = refusalLines(results).map((line) => paint.warning(visibleLine(line)));
    return `${[...results.map((result) => oneResult(result, paint, full)), closing(verdict(results)), ...refusals].join('\n')}\n`;
  },
};

function oneResult(result: ValidationResult, paint: Palette, full: boolean): string {
  const { apiVersion, errors, warnings } = result;
  const tally = isSpotless(result)
    ? paint.good('no findings')
    : `${count(errors, 'error')}, ${count(warnings, 'warning')}${refusers(result)}`;
  if (result.failure !== undefined) {
    return `${paint.bold(sourceOf(result))}: ${paint.error('not examined')}\n\n  ${paint.error('✗ error')} ${result.failure}\n`;
  }
  const title = `${paint.bold(sourceOf(result))} ${paint.dim(`(OSBAPI ${apiVersion}, ${profilesOf(result)})`)}: ${tally}`;
  const notes = result.notes.map((note) => `  ${paint.dim('note')} ${note}`);
  const suppressed =
    result.suppressed.length === 0
      ? []
      : [
          `  ${paint.dim('note')} ${count(result.suppressed.length, 'finding')} switched off by configuration.`,
        ];
  const findings =
    full || result.findings.length <= mostInFull
      ? result.findings.map((finding) => oneFinding(finding, result, paint))
      : byRule(result, paint);
  return [title, ...notes, ...suppressed, '', ...findings].join('\n');
}

/** Too many findings to be read: the first of each rule, and where the others are. */
function byRule(result: ValidationResult, paint: Palette): readonly string[] {
  const groups = groupsOf(result.findings);
  const all = count(result.findings.length, 'finding');
  const summary = `${all} of ${count(groups.length, 'rule')}: the first of each is shown, --verbose shows all.`;
  const shown = groups.map(({ first, others, more }) => {
    const rest = `${others.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
    const also = others.length === 0 ? '' : `    ${paint.dim(`The same rule at ${rest}.`)}\n`;
    return oneFinding(first, result, paint) + also;
  });
  return [`  ${paint.dim('note')} ${summary}`, '', ...shown];
}

/** Who would refuse a catalog without having been asked. */
function refusers({ refusals = [] }: ValidationResult): string {
  const names = refusals.map(({ profile }) => profile);
  return names.length === 0 ? '' : `; not fit for ${names.join(', ')}`;
}

function oneFinding(finding: Finding, result: ValidationResult, paint: Palette): string {
  const { position, severity, rule, requirement, message, link } = finding;
  const place = position === undefined ? finding.pointer || '/' : `${position.line}:${position.column}`;
  const mark = severity === 'error' ? paint.error('✗ error') : paint.warning('! warning');
  const ids = [rule, requirement, speakersOf(finding)].filter((id) => id !== undefined).join('  ');
  const lines = [
    `  ${mark} ${paint.bold(`${sourceOf(result)}:${place}`)}  ${paint.dim(ids)}`,
    `    ${message}`,
  ];
  if (position !== undefined && result.text !== undefined) {
    const frame = frameAt(result.text, position);
    const number = String(frame.line);
    lines.push(
      `    ${paint.dim(`${number} |`)} ${frame.code}`,
      `    ${paint.dim(`${' '.repeat(number.length)} |`)} ${(severity === 'error' ? paint.error : paint.warning)(frame.marks)}`,
    );
  }
  lines.push(`    ${paint.dim(link)}`, '');
  return lines.join('\n');
}
