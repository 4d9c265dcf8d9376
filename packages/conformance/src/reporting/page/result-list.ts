import { isRequirementId, levelAt, requirement, type ApiVersion, type RequirementId } from '@osb-kit/spec';
import type { Exchange } from '../../engine/exchange.ts';
import { findingsOf, reasonOf } from '../../engine/render.ts';
import { outcomes, type CheckResult, type Report } from '../../engine/report.ts';
import { linkOf } from '../coverage.ts';
import { markup, prose, type Markup } from '../markup.ts';
import { sectionsOf } from '../sections.ts';
import { visible } from '../visible-text.ts';
import { durationInWords, levelName, outcomeWords, plural, targetName } from '../words.ts';
import type { ExchangeBook } from './exchange-book.ts';
import { findingCard, specificationLink } from './finding-card.ts';

/** Failures are laid open from the start when there are no more than this. */
const openAtOnce = 5;

/** All results, grouped by outcome, worst first. */
export function resultList(
  report: Report,
  byId: ReadonlyMap<number, Exchange>,
  book: ExchangeBook,
): Markup[] {
  const anchors = new Map<string, number>();
  return outcomes.flatMap((outcome) => {
    const results = report.results.filter((result) => result.outcome === outcome);
    if (results.length === 0) return [];
    const words = outcomeWords[outcome];
    const isOpen = outcome === 'failed' && results.length <= openAtOnce;
    return [
      markup`<section class="group ${outcome}" aria-labelledby="group-${outcome}">
<h3 id="group-${outcome}">${words.title} (${results.length})</h3>
<p class="meaning">${words.meaning}</p>
<ul>
${results.map((result) => item(result, { anchor: anchorOf(result, anchors), isOpen, report, byId, book }))}</ul>
</section>
`,
    ];
  });
}

interface Setting {
  readonly anchor: string;
  readonly isOpen: boolean;
  readonly report: Report;
  readonly byId: ReadonlyMap<number, Exchange>;
  readonly book: ExchangeBook;
}

/** What the plan filter compares; `broker` when the result is about no plan. */
export function planKey(target: CheckResult['target']): string {
  return target === null ? 'broker' : `${target.serviceId}/${target.planId}`;
}

function item(result: CheckResult, { anchor, isOpen, report, byId, book }: Setting): Markup {
  const words = outcomeWords[result.outcome];
  return markup`<li class="result ${result.outcome}" id="${anchor}" data-outcome="${result.outcome}" data-plan="${planKey(result.target)}" data-sections="${sectionsOf(result.requirements).join(' ')}" data-requirements="${result.requirements.join(' ')}">
${isOpen ? markup`<details open>` : markup`<details>`}<summary><span class="mark"><span aria-hidden="true">${words.symbol} </span>${words.title}</span><span class="title">${result.title}</span>
<span class="about"><span class="id">${result.check}</span> <span>${targetName(result.target)}</span> <span>${durationInWords(result.durationMs)}</span></span></summary>
<div class="detail">
${details(result, report.apiVersion, byId)}
${result.notes.length > 0 && markup`<p class="label">Remarks</p><ul class="notes">${result.notes.map((note) => markup`<li>${note}</li>`)}</ul>`}
${book.transcript(result.exchanges, result.outcome)}
</div></details></li>
`;
}

function details(result: CheckResult, version: ApiVersion, byId: ReadonlyMap<number, Exchange>): Markup {
  const reason = reasonOf(result);
  const findings = findingsOf(result);
  const departed = new Set(findings.map((finding) => finding.requirement));
  const others = result.requirements.filter((id) => !departed.has(id));
  return markup`${reason !== undefined && markup`<p class="reason">${reason}</p>`}
${findings.map((finding) => findingCard(finding, version, finding.exchange === null ? undefined : byId.get(finding.exchange)))}
${
  others.length > 0 &&
  markup`<p class="label">${findings.length > 0 ? 'Other requirements of this check' : plural(others.length, 'requirement')}</p>
<ul class="requirements">${others.map((id) => requirementItem(id, version))}</ul>`
}`;
}

function requirementItem(id: RequirementId, version: ApiVersion): Markup {
  if (!isRequirementId(id)) return markup`<li class="id">${id}</li>`; // of another version of osb-kit
  const row = requirement(id);
  const level = levelAt(row, version);
  return markup`<li><a class="id" href="#${id}">${id}</a> ${level !== undefined && markup`<span class="level">${levelName(level)}</span>`} ${prose(row.statement)} ${specificationLink(linkOf(row, version), row.section, version)}</li>`;
}

// A broken catalog may name two plans alike, and an id of an element must be one of its kind.
function anchorOf(result: CheckResult, taken: Map<string, number>): string {
  const plan = result.target === null ? '' : `@${result.target.planId}`;
  const anchor = encodeURIComponent(visible(`${result.check}${plan}`));
  const count = (taken.get(anchor) ?? 0) + 1;
  taken.set(anchor, count);
  return count === 1 ? anchor : `${anchor}~${count}`;
}
