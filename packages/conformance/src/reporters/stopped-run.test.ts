import { expect } from 'chai';
import { describe, it } from 'mocha';
import { sampleReport } from '../reporting/sample-report.test-support.ts';
import * as reporters from './index.ts';

const {
  renderBadge,
  renderGithub,
  renderHar,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
  renderNdjson,
  renderSarif,
  renderText,
} = reporters;

/** How each format says that a run was stopped. */
const says = {
  text: [renderText, /The run was stopped before all checks were through\./],
  json: [renderJson, /"aborted": ?true/],
  ndjson: [renderNdjson, /"aborted":true/],
  junit: [
    renderJunit,
    /<error message="The run was stopped before all checks were through\." type="stopped"\/>/,
  ],
  sarif: [
    renderSarif,
    /"toolExecutionNotifications"[^\]]*The run was stopped before all checks were through\./,
  ],
  html: [renderHtml, /<h1>[^<]* \(stopped\)<\/h1>/],
  markdown: [renderMarkdown, /^## .* \(stopped\): .*\n\n.*stopped before all checks were through/],
  github: [renderGithub, /^::error title=[^:]*\(stopped\)/m],
  har: [renderHar, /"comment": "[^"]*The run was stopped before all checks were through\./],
  badge: [renderBadge, /<title>[^<]*stopped<\/title>/],
} as const;

describe('conformance: a run that was stopped', () => {
  for (const conclusion of ['not-conformant', 'undecided'] as const)
    for (const [format, [render, pattern]] of Object.entries(says)) {
      it(`is told as such in ${format}, with what was found (${conclusion})`, () => {
        expect(render(sampleReport({ conclusion, aborted: true }))).to.match(pattern);
        expect(render(sampleReport({ conclusion, aborted: false }))).not.to.match(pattern);
      });
    }

  it('is one test and one error more in JUnit', () => {
    const numbers = (aborted: boolean) =>
      ['tests', 'errors'].map((name) =>
        Number(
          new RegExp(`<testsuites [^>]*\\b${name}="(\\d+)"`).exec(
            renderJunit(sampleReport({ aborted })),
          )?.[1],
        ),
      );
    expect(numbers(true)).to.deep.equal(numbers(false).map((count) => count + 1));
  });
});
