import { impacts, type CatalogDifference, type Impact } from './difference.ts';

/** The worst impact among the differences; undefined when there are none. */
export function worstImpact(differences: readonly CatalogDifference[]): Impact | undefined {
  return impacts.find((impact) => differences.some((difference) => difference.impact === impact));
}

function counts(differences: readonly CatalogDifference[]): string {
  const of = (impact: Impact) => differences.filter((difference) => difference.impact === impact).length;
  return impacts.map((impact) => `${of(impact)} ${impact}`).join(', ');
}

/** A place to show: the service and the plan by name. */
function place({ service, plan }: CatalogDifference): string {
  if (service === undefined) return 'catalog';
  return plan === undefined ? service : `${service} / ${plan}`;
}

/** The differences of one impact, in their order. */
function ofImpact(differences: readonly CatalogDifference[], impact: Impact): CatalogDifference[] {
  return differences.filter((difference) => difference.impact === impact);
}

const none = 'No differences.';

/** Names and texts come from catalogs: control characters would write to the terminal. */
const printable = (text: string) =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Plain text for a terminal or log, the worst first. */
export function renderDifferencesAsText(differences: readonly CatalogDifference[]): string {
  if (differences.length === 0) return `${none}\n`;
  const lines = impacts.flatMap((impact) =>
    ofImpact(differences, impact).flatMap((difference) => {
      const pointer = difference.newPointer ?? difference.oldPointer ?? '';
      const side = difference.newPointer === undefined && pointer !== '' ? ' of the old catalog' : '';
      const head = `${impact.padEnd(8)}  ${difference.kind}  ${place(difference)}  ${pointer}${side}`;
      return [printable(head.trimEnd()), `          ${printable(difference.message)}`];
    }),
  );
  return [...lines, '', `${counts(differences)}.`, ''].join('\n');
}

/** The differences as JSON, with the number of each impact. */
export function renderDifferencesAsJson(differences: readonly CatalogDifference[]): string {
  const summary = Object.fromEntries(impacts.map((impact) => [impact, ofImpact(differences, impact).length]));
  return `${JSON.stringify({ version: 1, summary, differences }, null, 2)}\n`;
}

const escapeCell = (text: string) =>
  printable(text)
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .trim();

/** GitHub-flavoured Markdown: a heading and a table for each impact. */
export function renderDifferencesAsMarkdown(differences: readonly CatalogDifference[]): string {
  if (differences.length === 0) return `${none}\n`;
  const sections = impacts.flatMap((impact) => {
    const found = ofImpact(differences, impact);
    if (found.length === 0) return [];
    const rows = found.map((difference) => {
      const cells = [place(difference), difference.kind, difference.message].map(escapeCell);
      return `| ${cells.join(' | ')} |`;
    });
    return [
      `### ${impact.charAt(0).toUpperCase()}${impact.slice(1)} (${found.length})`,
      '',
      '| Where | What | Consequence |',
      '| --- | --- | --- |',
      ...rows,
      '',
    ];
  });
  return ['## Catalog differences', '', `${counts(differences)}.`, '', ...sections].join('\n');
}
