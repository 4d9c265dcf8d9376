import type { ApiVersion } from '@osb-kit/spec';
import type { Exchange } from '../../engine/exchange.ts';
import type { Finding } from '../../engine/report.ts';
import { exchangeLine } from '../exchange-text.ts';
import { markup, prose, type Hole, type Markup } from '../markup.ts';
import { sectionsOf, sectionTitle, type Section } from '../sections.ts';
import { levelName } from '../words.ts';

/** One departure from a requirement: what it says, what was expected and came, how to see it oneself. */
export function findingCard(finding: Finding, version: ApiVersion, exchange: Exchange | undefined): Markup {
  return markup`<div class="finding">
<h4 class="id">${finding.requirement} <span class="level">${levelName(finding.level)}</span> <span class="since">since version ${finding.since}</span></h4>
<p class="statement">${prose(finding.statement)}</p>
<p>${specificationLink(finding.link, sectionsOf([finding.requirement])[0], version)}</p>
<dl>
${row('Expected', finding.expected)}
<dt>Actual</dt><dd class="actual">${finding.actual}</dd>
${row('Because', finding.because)}
${
  finding.alsoBreaks.length > 0 &&
  row(
    'Breaks also',
    finding.alsoBreaks.map((id, at) => markup`${at > 0 && ', '}<a class="id" href="#${id}">${id}</a>`),
  )
}
${finding.likelyCause === null ? null : row('Likely cause', finding.likelyCause)}
${exchange === undefined ? null : row('Exchange', markup`<a href="#exchange-${exchange.id}"><code>${exchangeLine(exchange)}</code></a>`)}
</dl>
${commands('Reproduce', finding.reproduce, finding.requirement)}
${commands('Run again', [finding.runAgain], finding.requirement)}
</div>
`;
}

/** A link to a section of the specification; only the text when the address is not one of the web. */
export function specificationLink(
  address: string,
  section: Section | undefined,
  version: ApiVersion,
): Markup {
  const text = markup`Specification ${version}${section !== undefined && `: ${sectionTitle(section)}`}`;
  return address.startsWith('https://') ? markup`<a href="${address}" rel="noreferrer">${text}</a>` : text;
}

function row(name: string, value: Hole): Markup {
  return markup`<dt>${name}</dt><dd>${value}</dd>`;
}

/** Commands to copy; nothing without any. */
export function commands(label: string, lines: readonly string[], subject: string): Markup | null {
  if (lines.length === 0) return null;
  return markup`<p class="label">${label}</p>
<div class="copyable"><pre>${lines.join('\n\n')}</pre><button type="button" class="copy" aria-label="Copy: ${label}, ${subject}" hidden>Copy</button></div>
`;
}
