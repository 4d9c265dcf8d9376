import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Report } from '../engine/report.ts';
import { checks } from '../registry.ts';
import { renderGithub } from '../reporters/github.ts';
import { renderHtml } from '../reporters/html.ts';
import { renderJunit } from '../reporters/junit.ts';
import { renderMarkdown } from '../reporters/markdown.ts';
import { renderText } from '../reporters/text.ts';
import { failure } from '../testing/model-rules.ts';
import { runOn, type Miniature } from '../testing/miniature.ts';
import { headlineOf } from './cause-words.ts';
import { causesOf, resultsOf } from './causes.ts';

const forbidden: Miniature = {
  after: (answer) => (answer.status === 401 ? failure(403, 'no entry') : answer),
};
const noBinds: Miniature = {
  before: ({ route, authorised, bindingId }) =>
    route === 'bind' && authorised ? failure(500, `the pool for ${bindingId} is gone`) : undefined,
};

describe('conformance: causes', function () {
  this.timeout(60_000);

  describe('of a broker that answers 403 in place of 401', () => {
    let report: Report;
    before(async () => {
      report = await runOn(checks, forbidden);
    });

    it('are one', () => {
      const [cause, ...others] = causesOf(report);
      expect(others).to.deep.equal([]);
      expect(cause?.findings.length).to.equal(report.counts.failed).and.to.be.above(20);
    });

    it('stand first in the text, which tells each once', () => {
      const lines = renderText(report).split('\n');
      expect(lines[2]).to.equal('Mend first:');
      expect(lines[3]).to.match(
        /^ {2}1\. Expected 401 Unauthorized, got 403 Forbidden \(no entry\): .* checks\)\.$/,
      );
      expect(lines.filter((line) => line.startsWith('✗'))).to.have.length(1);
      expect(lines.length).to.be.below(60);
    });

    it('have one fold, one annotation and one set of commands', () => {
      expect(renderMarkdown(report).match(/<details>/g)).to.have.length(1);
      expect(renderGithub(report).match(/^::error title=MUST/gm)).to.have.length(1);
      expect(renderJunit(report).match(/curl -i/g)).to.have.length(1);
      expect(renderJunit(report).match(/Same cause as authentication\//g)?.length).to.equal(
        (causesOf(report)[0]?.findings.length ?? 0) - 1,
      );
      expect(renderHtml(report).match(/<p class="label">Reproduce/g)).to.have.length(1);
    });
  });

  describe('of a broker all of whose bindings fail', () => {
    let report: Report;
    before(async () => {
      report = await runOn(checks, noBinds);
    });

    it('begin with the request that others wait for, with answer and curl', () => {
      const [cause] = causesOf(report);
      if (cause === undefined) throw new Error('There is a cause.');
      expect(headlineOf(cause)).to.match(
        /^Each bind is answered 500 Internal Server Error; \d+ results wait/,
      );
      expect(cause.waiting.length).to.equal(report.counts.blocked);
      const [waiting] = cause.waiting;
      if (waiting?.outcome !== 'blocked') throw new Error('It is blocked.');
      expect(waiting.exchange).to.be.a('number');
      expect(waiting.reproduce.at(-1)).to.match(/^curl .* -X PUT /);
      const text = renderText(report);
      expect(text).to.match(/^ {4}Exchange .* → 500 \{.*the pool for .* is gone/m);
      expect(text).to.match(/^ {4}Reproduce {4}curl /m);
    });

    it('are told in so many lines in each report that blocked results stay short', () => {
      expect(renderText(report).split('\n').length).to.be.below(120);
      expect(renderMarkdown(report).match(/<details>/g)?.length).to.be.below(20);
      expect(renderJunit(report).match(/curl -i/g)?.length).to.be.below(20);
    });

    it('leave no result out', () => {
      const told = new Set(causesOf(report).flatMap(resultsOf));
      const open = report.results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
      expect(open.filter((result) => !told.has(result))).to.deep.equal([]);
    });
  });
});
