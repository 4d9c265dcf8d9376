import { expect } from 'chai';
import {
  hostileReport,
  largeReport,
  sampleFinding,
  sampleReport,
} from '../reporting/sample-report.test-support.ts';
import type { CheckResult } from '../engine/report.ts';
import { renderMarkdown } from './markdown.ts';

describe('conformance: Markdown report', () => {
  const text = renderMarkdown(sampleReport());

  it('starts with the verdict and the counts', () => {
    expect(text).to.match(/^## Not conformant: Open Service Broker API 2\.17\n\n1 of 7 results failed/);
    expect(text).to.contain('| 1 | 1 | 1 | 1 | 1 | 1 | 1 |');
  });

  it('folds each result that needs attention, failures first, and leaves out what passed or was skipped', () => {
    const folds = [...text.matchAll(/<summary>. <b>(\w+)<\/b> (\S+),/g)].map(
      ([, outcome, check]) => `${outcome} ${check}`,
    );
    expect(folds).to.deep.equal([
      'Failed provisioning/conflict-on-different-plan',
      'Errored deprovisioning/unknown',
      'Blocked binding/repeat',
      'Warned errors/describes',
      'Inconclusive concurrency/one-creation',
    ]);
    expect(text.match(/<details>/g)).to.have.length(5);
    expect(text.match(/<\/details>/g)).to.have.length(5);
  });

  it('gives a failure its requirement, what was legal, what came, and how to repeat it', () => {
    expect(text).to.contain('**MUST** [PROV-409-PLAN](https://');
    expect(text).to.contain('- Expected: 409 Conflict\n- Actual: **200 OK**');
    expect(text).to.contain('```sh\ncurl -u');
  });

  it('names leftovers', () => {
    expect(text).to.contain('2 resources could not be removed');
  });

  it('gives hostile text no meaning: no element, no mention, no end of a fence, no line of its own', () => {
    const hostileText = renderMarkdown(hostileReport());
    const outsideCode = hostileText
      .replaceAll(/^(`{3,})\w*\n[^]*?\n\1$/gm, '')
      .replaceAll(/(`+)[^`][^]*?[^`]\1(?!`)/g, '');
    expect(outsideCode).not.to.match(/<(?!\/?(?:details|summary|b)>)/);
    expect(outsideCode).not.to.contain('@octocat');
    expect(hostileText).not.to.match(/^::error/m);
    // All findings say the same there and share a fold, and so do all reasons.
    expect(hostileText.match(/<details>/g)).to.have.length(2);
  });

  it('fits into a comment and says what it leaves out', () => {
    const large = largeReport({ results: 2000, exchanges: 2000, failing: 1000 });
    const results = large.results.map((result, at): CheckResult => {
      if (result.outcome !== 'failed') return result;
      return { ...result, findings: [sampleFinding('PROV-409-PLAN', { actual: `answer ${String(at)}` })] };
    });
    const long = renderMarkdown({ ...large, results });
    expect(long.length).to.be.below(65_536);
    expect(long).to.match(/[\d,]+ more causes of results that need attention are not shown here/);
  });

  it('tells once what a thousand results have in common', () => {
    const text = renderMarkdown(largeReport({ results: 2000, exchanges: 2000, failing: 1000 }));
    expect(text.match(/<details>/g)).to.have.length(1);
    expect(text).to.match(/So too: .* and 991 more/);
  });
});
