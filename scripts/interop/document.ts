import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { judgedAs } from './brokers.ts';
import { judgementOn, type Judgement, type Judgements } from './judgements.ts';
import type { InteropFinding, InteropResult } from './results.ts';

const file = join(import.meta.dirname, '../../docs/interop.md');
const opening = '<!-- generated: interop -->';
const closing = '<!-- /generated: interop -->';

/** Replaces the generated part of `docs/interop.md`; what people wrote around it stays. */
export async function writeDocument(
  results: ReadonlyMap<string, InteropResult>,
  judgements: Judgements,
): Promise<void> {
  const text = await readFile(file, 'utf8');
  const start = text.indexOf(opening);
  const end = text.indexOf(closing);
  if (start < 0 || end < start)
    throw new Error(`docs/interop.md has lost its lines ${opening} and ${closing}.`);
  const generated = renderResults(results, judgements);
  const whole = `${text.slice(0, start)}${opening}\n\n${generated}\n\n${text.slice(end)}`;
  const style = await resolveConfig(file);
  await writeFile(file, await format(whole, { ...style, parser: 'markdown' }));
}

function renderResults(results: ReadonlyMap<string, InteropResult>, judgements: Judgements): string {
  const sorted = [...results.values()].sort((a, b) => a.name.localeCompare(b.name));
  const rows = sorted.map((result) => {
    const { failed, warned, passed, skipped, blocked, errored, inconclusive } = result.counts;
    const counts = [passed, failed, warned, skipped, inconclusive, blocked + errored, result.leftovers];
    return `| ${result.name} | ${result.language} | ${result.library} ${result.version} | ${counts.join(' | ')} |`;
  });
  const table = [
    '| Broker | Language | Library | passed | failed | warned | skipped | inconclusive | blocked or errored | leftovers |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
  return [
    table,
    ...sorted.map((result) => renderResult(result, judgements.get(judgedAs(result.name)) ?? [])),
  ].join('\n\n');
}

function renderResult(result: InteropResult, judgements: readonly Judgement[]): string {
  const about =
    `${result.library} ${result.version}, tested at ${result.apiVersion}` +
    `${result.tools.length === 0 ? '' : ` with ${result.tools.join('; ')}`}.`;
  const undecided = result.undecided.map(
    ({ check, outcome, why }) => `- ${outcome}: \`${check}\`. ${cell(why)}`,
  );
  return [
    `### ${result.name}`,
    about,
    result.findings.length === 0
      ? 'No failure and no warning.'
      : result.findings.map((finding) => renderFinding(finding, judgements)).join('\n'),
    ...(undecided.length === 0 ? [] : ['Without a verdict:', undecided.join('\n')]),
  ].join('\n\n');
}

function renderFinding(finding: InteropFinding, judgements: readonly Judgement[]): string {
  const plans = finding.plans.length === 0 ? '' : ` on ${finding.plans.join(', ')}`;
  const seen = finding.seen
    .slice(0, 3)
    .map(
      ({ expected, actual, because }) =>
        `  - Expected ${cell(expected)}, got ${cell(actual)}: ${cell(because)}.`,
    );
  return [
    `- [${finding.requirement}](${finding.link}) ${finding.outcome}${plans} (\`${finding.check}\`)`,
    ...seen,
    `  - ${renderJudgement(judgementOn(finding, judgements))}`,
  ].join('\n');
}

function renderJudgement(judgement: Judgement | undefined): string {
  if (judgement === undefined) return '**Not judged yet.**';
  const word = { defect: 'Defect', legal: 'Legal: the tester is wrong' }[judgement.verdict];
  return `**${word}** (${judgement.section}). ${cell(judgement.reason)}.`;
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replace(/\.$/, '').replaceAll('<', '&lt;').replaceAll('|', '\\|');
}
