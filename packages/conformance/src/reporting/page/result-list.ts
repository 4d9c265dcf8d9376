import { isRequirementId, levelAt, requirement, type ApiVersion, type RequirementId } from '@osb-kit/spec';
import type { Exchange } from '../../engine/exchange.ts';
import { findingsOf, reasonOf } from '../../engine/render.ts';
import { outcomes, type CheckResult, type Finding, type Report } from '../../engine/report.ts';
import { causeOfEach, shortestOf, typicalOf, type Cause } from '../causes.ts';
import { linkOf } from '../coverage.ts';
import { exchangeLine } from '../exchange-text.ts';
import { markup, prose, type Markup } from '../markup.ts';
import { exchangeOf } from '../requests.ts';
import { sectionsOf } from '../sections.ts';
import { visible } from '../visible-text.ts';
import { durationInWords, levelName, outcomeWords, plural, targetName } from '../words.ts';
import type { ExchangeBook } from './exchange-book.ts';
import { commands, findingCard, specificationLink } from './finding-card.ts';

/** Failures are laid open from the start when there are no more than this. */
const openAtOnce = 5;

/** All results, grouped by outcome, worst first. */
export function resultList(
  report: Report,
  byId: ReadonlyMap<number, Exchange>,
  book: ExchangeBook,
  anchors: Anchors,
  causes: readonly Cause[],
): Markup[] {
  const causeOf = causeOfEach(causes);
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
${results.map((result) => item(result, { isOpen, report, byId, book, anchors, causeOf }))}</ul>
</section>
`,
    ];
  });
}

interface Setting {
  readonly isOpen: boolean;
  readonly report: Report;
  readonly byId: ReadonlyMap<number, Exchange>;
  readonly book: ExchangeBook;
  readonly anchors: Anchors;
  readonly causeOf: ReturnType<typeof causeOfEach>;
}

/** The id of the element of each result. */
export type Anchors = ReadonlyMap<CheckResult, string>;

/** Gives each result an id for its element. */
export function anchorsOf(results: readonly CheckResult[]): Anchors {
  const taken = new Map<string, number>();
  return new Map(results.map((result) => [result, anchorOf(result, taken)]));
}

/** What the plan filter compares; `broker` when the result is about no plan. */
export function planKey(target: CheckResult['target']): string {
  return target === null ? 'broker' : `${target.serviceId}/${target.planId}`;
}

function item(result: CheckResult, setting: Setting): Markup {
  const { isOpen, book, anchors } = setting;
  const words = outcomeWords[result.outcome];
  return markup`<li class="result ${result.outcome}" id="${anchors.get(result) ?? ''}" data-outcome="${result.outcome}" data-plan="${planKey(result.target)}" data-sections="${sectionsOf(result.requirements).join(' ')}" data-requirements="${result.requirements.join(' ')}">
${isOpen ? markup`<details open>` : markup`<details>`}<summary><span class="mark"><span aria-hidden="true">${words.symbol} </span>${words.title}</span><span class="title">${result.title}</span>
<span class="about"><span class="id">${result.check}</span> <span>${targetName(result.target)}</span> <span>${durationInWords(result.durationMs)}</span></span></summary>
<div class="detail">
${details(result, setting)}
${result.notes.length > 0 && markup`<p class="label">Remarks</p><ul class="notes">${result.notes.map((note) => markup`<li>${note}</li>`)}</ul>`}
${book.transcript(result.exchanges, result.outcome)}
</div></details></li>
`;
}

function details(result: CheckResult, { report, byId, anchors, causeOf }: Setting): Markup {
  const version = report.apiVersion;
  const reason = reasonOf(result);
  const findings = findingsOf(result);
  const departed = new Set(findings.map((finding) => finding.requirement));
  const others = result.requirements.filter((id) => !departed.has(id));
  return markup`${reason !== undefined && markup`<p class="reason">${reason}</p>`}
${reason !== undefined && obstacle(result, causeOf.get(result), byId, anchors)}
${findings.map((finding) => {
  const told = shownElsewhere(finding, causeOf.get(finding));
  return told === undefined
    ? findingCard(finding, version, finding.exchange === null ? undefined : byId.get(finding.exchange))
    : sameCause(finding, told, anchors);
})}
${
  others.length > 0 &&
  markup`<p class="label">${findings.length > 0 ? 'Other requirements of this check' : plural(others.length, 'requirement')}</p>
<ul class="requirements">${others.map((id) => requirementItem(id, version))}</ul>`
}`;
}

/** Findings of one cause that are laid out in full each; of more than these one is, and the others refer to it. */
const inFull = 3;

/** The result that has the details of a finding, where it is another one. */
function shownElsewhere(finding: Finding, cause: Cause | undefined): CheckResult | undefined {
  if (cause === undefined || cause.findings.length <= inFull) return undefined;
  const shown = shortestOf(cause);
  return shown?.finding === finding ? undefined : shown?.result;
}

function sameCause(finding: Finding, told: CheckResult, anchors: Anchors): Markup {
  return markup`<div class="finding"><h4 class="id">${finding.requirement}</h4>
<p>Expected ${finding.expected}, got <b>${finding.actual}</b>: ${finding.because}. The same cause as <a href="#${anchors.get(told) ?? ''}"><span class="id">${told.check}</span></a>, which has the details.</p></div>
`;
}

/** The request that stood in the way, for one of the results that wait for it; the others refer to that one. */
function obstacle(
  result: CheckResult,
  cause: Cause | undefined,
  byId: ReadonlyMap<number, Exchange>,
  anchors: Anchors,
): Markup | null {
  const told = cause === undefined ? result : typicalOf(cause);
  if (told !== undefined && told !== result) {
    return markup`<p>The same cause as <a href="#${anchors.get(told) ?? ''}"><span class="id">${told.check}</span></a>, which has the details.</p>`;
  }
  const exchange = exchangeOf(result, byId);
  const reproduce = 'reproduce' in result ? result.reproduce : [];
  if (exchange === undefined) return null;
  return markup`<div class="finding"><dl><dt>In the way</dt><dd><a href="#exchange-${exchange.id}"><code>${exchangeLine(exchange)}</code></a></dd></dl>
${commands('Reproduce', reproduce, result.check)}</div>
`;
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
