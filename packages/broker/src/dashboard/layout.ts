import { html, type Html } from './html.ts';
import type { Page } from './page.ts';

/** What surrounds a page. */
export interface Frame {
  /** The way to the root of the dashboard, empty or `../`. */
  readonly root: string;
  /** Paths and names of the pages that can be chosen. */
  readonly nav: readonly (readonly [path: string, name: string])[];
  /** The one that is shown, when it is one of them. */
  readonly current: string;
  /** Changes with the style and the script, so that browsers fetch new ones. */
  readonly version: string;
}

/** A whole document. */
export function layout({ title, main }: Page, { root, nav, current, version }: Frame): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – Service broker</title>
        <link rel="stylesheet" href="${root}dashboard.css?v=${version}" />
        <script type="module" src="${root}dashboard.js?v=${version}"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <p class="brand">Service broker</p>
          <nav aria-label="Dashboard">
            <ul>
              ${nav.map(
                ([path, name]) =>
                  html`<li>
                    <a href="${`${root}${path}` || './'}" ${path === current && html` aria-current="page"`}
                      >${name}</a
                    >
                  </li> `,
              )}
            </ul>
          </nav>
        </header>
        <main id="main" tabindex="-1">
          ${main}
          <div class="live" hidden>
            <button type="button" id="pause" aria-pressed="false">Pause updates</button>
            <span id="changes" role="status"></span>
          </div>
        </main>
      </body>
    </html> `;
}
