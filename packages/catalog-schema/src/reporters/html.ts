import type { Finding, Position, SuppressedFinding, ValidationResult } from '../engine/finding.ts';
import { frameAt } from './frame.ts';
import { style, styleHash } from './html-style.ts';
import { html, Markup } from './markup.ts';
import { profilesOf, refusalText } from './refusals.ts';
import { count, sourceOf, verdict, type Reporter } from './reporter.ts';
import { idsOf, placeOf } from './where.ts';

const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/** For sharing: one page without script that loads nothing from elsewhere. */
export const htmlReporter: Reporter = {
  id: 'html',
  summary: 'For sharing: one self-contained page.',
  extension: 'html',
  render(results, { toolVersion } = {}) {
    const page = html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <title>Catalog validation: ${verdict(results)}</title>
          ${new Markup(`<style>${style}</style>`)}
        </head>
        <body>
          <main>
            <h1>Catalog validation</h1>
            <p>${verdict(results)}</p>
            ${results.length > 1 && overview(results)} ${results.map(section)}
          </main>
          <footer>
            <p class="soft">Made by osb-kit${toolVersion === undefined ? '' : ` ${toolVersion}`}.</p>
          </footer>
        </body>
      </html>`;
    return `${page.text}\n`;
  },
};

function overview(results: readonly ValidationResult[]): Markup {
  const row = (result: ValidationResult, index: number) =>
    html`<tr>
      <th scope="row"><a href="#catalog-${index + 1}">${sourceOf(result)}</a></th>
      <td>${answer(result)}</td>
      <td class="count">${result.errors}</td>
      <td class="count">${result.warnings}</td>
    </tr> `;
  return html`<table>
    <caption>
      Catalogs examined
    </caption>
    <thead>
      <tr>
        <th scope="col">Catalog</th>
        <th scope="col">Verdict</th>
        <th scope="col">Errors</th>
        <th scope="col">Warnings</th>
      </tr>
    </thead>
    <tbody>
      ${results.map(row)}
    </tbody>
  </table>`;
}

function answer({ valid, failure }: ValidationResult): Markup {
  if (failure !== undefined) return html`<span class="invalid">✗ not examined</span>`;
  return valid ? html`<span class="valid">✓ valid</span>` : html`<span class="invalid">✗ not valid</span>`;
}

function section(result: ValidationResult, index: number): Markup {
  const { apiVersion, errors, warnings, findings, suppressed, notes, refusals = [] } = result;
  return html`<section aria-labelledby="catalog-${index + 1}">
    <h2 id="catalog-${index + 1}">${sourceOf(result)}</h2>
    <p>
      ${answer(result)}: ${count(errors, 'error')}, ${count(warnings, 'warning')}
      <span class="soft">Open Service Broker API ${apiVersion}, ${profilesOf(result)}</span>
    </p>
    ${result.failure !== undefined && html`<p>${result.failure}</p>`}
    ${refusals.map((refusal) => html`<p><strong>${refusalText(result, refusal)}</strong></p>`)}
    ${notes.map((note) => html`<p class="soft">${note}</p>`)}
    ${
      findings.length > 0 &&
      html`<ol>
        ${findings.map((finding) => card(finding, result))}
      </ol>`
    }
    ${
      suppressed.length > 0 &&
      html`<details>
        <summary>${count(suppressed.length, 'finding')} switched off</summary>
        <ol>
          ${suppressed.map((finding) => card(finding, result))}
        </ol>
      </details>`
    }
  </section>`;
}

function card(finding: Finding | SuppressedFinding, result: ValidationResult): Markup {
  const { severity, message, link, position, related = [] } = finding;
  const others = related.map(({ pointer, position: at }) =>
    at === undefined ? pointer : `line ${at.line} (${pointer})`,
  );
  return html`<li class="finding ${severity}">
    <h3>
      <span class="severity">${severity === 'error' ? '✗ error' : '! warning'}</span> ${placeOf(finding)}
    </h3>
    <p class="message">${message}</p>
    ${position && result.text !== undefined && frame(result.text, position)}
    <p class="about">
      <a href="${link}" rel="noreferrer">${idsOf(finding).join(' · ')}</a>
      ${others.length > 0 && ` Related: ${others.join(', ')}`}
      ${'reason' in finding && ` Switched off: ${finding.reason}`}
    </p>
  </li> `;
}

function frame(text: string, position: Position): Markup {
  const { line, code, marks } = frameAt(text, position);
  const from = marks.indexOf('~');
  const [before, marked, after] = [
    code.slice(0, from),
    code.slice(from, marks.length),
    code.slice(marks.length),
  ];
  return html`<pre><span class="number">${line} | </span>${before}<mark>${marked}</mark>${after}</pre>`;
}
