import { expect } from 'chai';

import { withOffering } from '../engine/samples.ts';
import { unexamined, validateCatalog } from '../validate.ts';
import { compactReporter } from './compact.ts';
import { gitlabReporter } from './gitlab.ts';
import { unixReporter } from './unix.ts';

const text = JSON.stringify(withOffering({ id: 'x\u001b', bindable: 'true' }), undefined, 1);
const results = [
  validateCatalog(text, { source: './a/catalog.json' }),
  validateCatalog(text, { source: 'b.json' }),
  validateCatalog(JSON.parse(text)),
  unexamined('gone.json', '"gone.json" does not exist.'),
];

describe('reports of one line for each finding', () => {
  it('gitlab: issues that merge requests can show', () => {
    const issues = JSON.parse(gitlabReporter.render(results)) as {
      description: string;
      check_name: string;
      fingerprint: string;
      severity: string;
      location: { path: string; lines: { begin: number } };
    }[];
    expect(
      issues.map(({ check_name, severity, location }) => [
        check_name,
        severity,
        location.path,
        location.lines.begin,
      ]),
    ).to.deep.include.members([
      ['offering-bindable-present', 'major', 'a/catalog.json', 7],
      ['offering-id-guid', 'minor', 'b.json', 4],
      ['offering-bindable-present', 'major', '<catalog>', 1],
      ['not-examined', 'blocker', 'gone.json', 1],
    ]);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).to.equal(issues.length);
    expect(issues.every(({ description }) => !/\p{Cc}/u.test(description))).to.equal(true);
  });
  it('unix: as compilers write them', () => {
    const lines = unixReporter.render(results).split('\n');
    expect(lines[0]).to.match(
      /^\.\/a\/catalog\.json:4:\d+: The offering id .* \[warning\/offering-id-guid\]$/,
    );
    expect(lines).to.include('gone.json:1:1: "gone.json" does not exist. [error/not-examined]');
    expect(lines.at(-2)).to.equal('4 catalogs, 0 valid, 1 not examined: 3 errors, 6 warnings');
  });
  it('compact: with the place in words', () => {
    expect(compactReporter.render(results)).to.match(
      /^b\.json: line 7, col \d+, Error - "bindable" .* \(offering-bindable-present\)$/m,
    );
  });
});
