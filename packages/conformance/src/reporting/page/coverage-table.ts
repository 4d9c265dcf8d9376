import type { Requirement } from '@osb-kit/spec';
import type { Report } from '../../engine/report.ts';
import { coverageOf, decidedRows, type CoverageRow } from '../coverage.ts';
import { markup, prose, type Markup } from '../markup.ts';
import { levelName, outcomeWords } from '../words.ts';
import { specificationLink } from './finding-card.ts';

/** Which requirement was examined by which check, and what came of it, by section of the specification. */
export function coverageTable(report: Report): Markup {
  const rows = coverageOf(report);
  const sections = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    const { section } = row.requirement;
    sections.set(section, [...(sections.get(section) ?? []), row]);
  }
  return markup`<table>
<caption>Version ${report.apiVersion} states ${rows.length} requirements on brokers; this run brought ${decidedRows(rows).length} of them to a verdict. An outcome is the worst over all plans. A requirement of a check that found something else is inconclusive.</caption>
<thead><tr><th scope="col">Requirement</th><th scope="col">Examined by</th></tr></thead>
${[...sections].map(
  ([
    section,
    own,
  ]) => markup`<tbody><tr><th scope="rowgroup" colspan="2">${own.slice(0, 1).map(({ link }) => specificationLink(link, section, report.apiVersion))}</th></tr>
${own.map(tableRow)}</tbody>
`,
)}</table>
`;
}

function tableRow({ requirement, level, checks }: CoverageRow): Markup {
  return markup`<tr id="${requirement.id}"><th scope="row"><span class="id">${requirement.id}</span> <span class="level">${levelName(level)}</span> ${prose(requirement.statement)}</th>
<td>${
    checks.length === 0
      ? markup`<span class="none">${whyNot(requirement)}</span>`
      : markup`<ul>${checks.map(({ check, outcome }) => markup`<li class="${outcome}"><span class="mark">${outcomeWords[outcome].title}</span><span class="id">${check}</span></li>`)}</ul>`
  }</td></tr>
`;
}

function whyNot(requirement: Requirement): string {
  switch (requirement.testable) {
    case 'not-testable':
      return `Not visible over HTTP. ${requirement.testableWhy}`;
    case 'needs-cooperation':
      return `Needs the cooperation of the broker. ${requirement.testableWhy}`;
    case 'black-box':
    case 'black-box-with-config':
      return 'Not examined in this run.';
  }
}
