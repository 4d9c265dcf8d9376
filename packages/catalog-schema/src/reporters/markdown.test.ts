import { expect } from 'chai';

import { sampleResults } from '../testing/sample-results.ts';
import { markdownReporter } from './markdown.ts';

describe('markdown reports', () => {
  const results = sampleResults();
  const text = markdownReporter.render(results);
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'));

  it('have a row of four cells for every finding', () => {
    const findings = results.flatMap((result) => result.findings);
    const body = rows.filter((row) => !row.startsWith('| |'));
    expect(body).to.have.length(findings.length);
    for (const row of body) expect(row.split(/(?<!\\)\|/)).to.have.length(6);
  });
  it('say place, rule and link', () => {
    expect(text).to.match(
      /\| ✗ error \| `8:19` \| "bindable" .* \| \[`offering-bindable-present`\]\(<https:.*>\) \|/,
    );
  });
  it('let no text of a catalog be markup, a link, a mention or HTML', () => {
    expect(text).to.not.match(/(?<!\\)<b>(?![^\n]*`)/);
    expect(rows.join('\n')).to.not.contain('@me');
    expect(rows.join('\n')).to.not.contain('[x](');
  });
  it('list what is switched off with its reason', () => {
    expect(text).to.contain(
      '1 finding switched off:\n\n- `offering-tags-strings` at `9:15`: Known since \\<b\\>',
    );
  });
});
