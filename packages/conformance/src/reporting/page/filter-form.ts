import { outcomes, type Report } from '../../engine/report.ts';
import { markup, type Markup } from '../markup.ts';
import { sectionsOf, sectionTitle } from '../sections.ts';
import { outcomeWords, targetName } from '../words.ts';
import { planKey } from './result-list.ts';

/** The filters of the result list. They need the script, which shows them. */
export function filterForm(report: Report): Markup {
  const sections = sectionsOf(report.results.flatMap((result) => result.requirements));
  const plans = new Map(report.results.map((result) => [planKey(result.target), targetName(result.target)]));
  return markup`<form id="filters" aria-label="Filter the results" hidden>
<fieldset><legend>Verdict</legend>
${outcomes
  .filter((outcome) => report.counts[outcome] > 0)
  .map(
    (
      outcome,
    ) => markup`<label><input type="checkbox" name="verdict" value="${outcome}" checked> ${outcomeWords[outcome].title}</label>
`,
  )}</fieldset>
<div class="fields">
${choice(
  'section',
  'Section of the specification',
  'All sections',
  sections.map((section) => [section, sectionTitle(section)]),
)}
${choice('plan', 'Plan', 'All plans', [...plans])}
<label class="field"><span>Search in titles and ids</span><input type="search" name="text" autocomplete="off"></label>
<button type="reset">Show all</button>
</div>
</form>
<p id="shown" role="status" aria-live="polite"></p>
`;
}

function choice(
  name: string,
  label: string,
  all: string,
  options: readonly (readonly [value: string, text: string])[],
): Markup {
  return markup`<label class="field"><span>${label}</span><select name="${name}"><option value="">${all}</option>
${options.map(([value, text]) => markup`<option value="${value}">${text}</option>`)}
</select></label>`;
}
