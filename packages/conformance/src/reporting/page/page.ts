import { createHash } from 'node:crypto';
import { sayBaseline } from '../../baseline/baseline.ts';
import { outcomes, type Leftover, type Report } from '../../engine/report.ts';
import { causesOf } from '../causes.ts';
import { exchangesById } from '../exchange-text.ts';
import { markup, Markup } from '../markup.ts';
import { conclusionInWords, durationInWords, outcomeWords, plural, titleOf } from '../words.ts';
import { causeList } from './cause-list.ts';
import { coverageTable } from './coverage-table.ts';
import { createExchangeBook, defaultRoom, type PageRoom } from './exchange-book.ts';
import { filterForm } from './filter-form.ts';
import { anchorsOf, resultList } from './result-list.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** The report as one HTML file that fetches nothing and runs no script but its own. */
export function reportPage(report: Report, room: PageRoom = defaultRoom): string {
  const byId = exchangesById(report.exchanges);
  const book = createExchangeBook(byId, room);
  const causes = causesOf(report);
  const anchors = anchorsOf(report.results);
  const title = titleOf(report);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}: ${report.target}, conformance to OSBAPI ${report.apiVersion}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<header>
<p class="kind">Conformance to the Open Service Broker API ${report.apiVersion}</p>
<div class="verdict ${report.conclusion}"><h1>${title}</h1>
<p>${conclusionInWords(report)}</p></div>
<ul class="counts" aria-label="Results by verdict">${outcomes.map((outcome) => markup`<li class="${outcome}"><b>${report.counts[outcome]}</b> ${outcomeWords[outcome].title.toLowerCase()}</li>`)}</ul>
${facts(report)}
<nav class="contents" aria-label="Contents"><a href="#results">Results</a> ${report.leftovers.length > 0 && markup`<a href="#leftovers">Leftovers (${report.leftovers.length})</a>`} <a href="#coverage">Coverage of the specification</a></nav>
</header>
<main>
${leftovers(report.leftovers)}
${baseline(report)}
${causeList(causes, anchors)}
<h2 id="results">Results</h2>
${filterForm(report)}
${resultList(report, byId, book, anchors, causes)}
<h2 id="coverage">Coverage of the specification</h2>
${coverageTable(report)}
</main>
<footer><p>Written by ${report.tool.name} ${report.tool.version}. Credentials are redacted when an exchange is recorded.</p><p id="said" role="status"></p></footer>
${book.data()}
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

const policy = [
  `default-src 'none'`,
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  'img-src data:',
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function facts(report: Report): Markup {
  const plans = report.catalog.offerings.flatMap((offering) => offering.plans);
  const tested = plans.filter((plan) => plan.tested).length;
  const facts: readonly (readonly [string, string])[] = [
    ['Broker', report.target],
    [
      'Plans tested',
      `${tested} of ${plans.length}, in ${plural(report.catalog.offerings.length, 'offering')}`,
    ],
    ['Started', report.startedAt],
    ['Duration', durationInWords(report.durationMs)],
    ['Seed', String(report.seed)],
    ['Recommendations', report.strict ? 'Held against the broker (strict)' : 'Warn only'],
  ];
  return markup`<dl>${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function leftovers(left: readonly Leftover[]): Markup | null {
  if (left.length === 0) return null;
  return markup`<h2 id="leftovers">Leftovers</h2>
<p>${plural(left.length, 'resource')} that this run made could not be removed. Remove ${left.length === 1 ? 'it' : 'them'} at the broker, or run <code>osb cleanup</code> with the journal of the run.</p>
<ul class="requirements">${left.map((one) => markup`<li>${leftoverName(one)}: ${one.reason}</li>`)}</ul>
`;
}

function baseline(report: Report): Markup | null {
  const said = sayBaseline(report);
  if (said.length === 0) return null;
  return markup`<h2 id="baseline">Baseline</h2>
<p>Known failures do not fail the run; entries that no longer hold do.</p>
<ul class="requirements">${said.map((line) => markup`<li>${line}</li>`)}</ul>
`;
}

function leftoverName(one: Leftover): Markup {
  const instance = markup`instance <code>${one.instanceId}</code>`;
  const plan = markup` (service <code>${one.serviceId}</code>, plan <code>${one.planId}</code>)`;
  return one.bindingId === null
    ? markup`${instance}${plan}`
    : markup`binding <code>${one.bindingId}</code> of ${instance}${plan}`;
}
