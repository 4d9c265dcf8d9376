import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

import { sampleResults } from '../testing/sample-results.ts';
import { junitReporter } from './junit.ts';

/** Reads the report with expat, a strict XML parser, and tells what a CI server would make of it. */
const reader = `
import json, sys, xml.dom.minidom
root = xml.dom.minidom.parseString(sys.stdin.buffer.read()).documentElement
def attributes(node): return dict(node.attributes.items())
def children(node): return [child for child in node.childNodes if child.nodeType == child.ELEMENT_NODE]
print(json.dumps({'root': root.tagName, **attributes(root), 'suites': [
  {**attributes(suite), 'cases': [
    {**attributes(case), 'outcomes': [outcome.tagName for outcome in children(case)]}
    for case in children(suite) if case.tagName == 'testcase']}
  for suite in children(root)]}))
`;

interface Suite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly errors: string;
  readonly skipped: string;
  readonly cases: readonly { readonly name: string; readonly outcomes: readonly string[] }[];
}

type Parsed = Omit<Suite, 'cases'> & { readonly root: string; readonly suites: readonly Suite[] };

function parse(text: string): Parsed {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', reader], { input: text, encoding: 'utf8' });
  expect(status, stderr).to.equal(0);
  return JSON.parse(stdout) as Parsed;
}

describe('junit reports', () => {
  const results = sampleResults();
  let parsed: Parsed;
  before(function () {
    if (spawnSync('python3', ['-c', 'import xml.dom.minidom']).status !== 0) {
      process.stderr.write('Skipped: the XML parser of python3 is not here.\n');
      this.skip();
    }
    parsed = parse(junitReporter.render(results));
  });

  it('have a suite for each catalog, and counts that agree', () => {
    expect(parsed.root).to.equal('testsuites');
    expect(parsed.suites).to.have.length(results.length);
    parsed.suites.forEach((suite, index) => {
      const { findings, suppressed, errors } = results[index]!;
      expect(suite.cases).to.have.length(Math.max(1, findings.length + suppressed.length));
      expect(Number(suite.tests)).to.equal(suite.cases.length);
      expect(Number(suite.failures)).to.equal(errors);
      expect(suite.errors).to.equal('0');
      const outcomes = suite.cases.flatMap((each) => each.outcomes);
      expect(outcomes.filter((outcome) => outcome === 'failure')).to.have.length(errors);
      expect(outcomes.filter((outcome) => outcome === 'skipped')).to.have.length(suppressed.length);
    });
    const total = parsed.suites.reduce((sum, { failures }) => sum + Number(failures), 0);
    expect(Number(parsed.failures)).to.equal(total).and.above(0);
  });

  it('give no two cases of a suite the same name', () => {
    for (const { cases } of parsed.suites) {
      expect(new Set(cases.map(({ name }) => name)).size).to.equal(cases.length);
    }
  });

  it('count a catalog without findings as one passed case', () => {
    expect(parsed.suites.at(-1)!.cases).to.deep.include({
      name: 'no finding',
      classname: 'nested.yaml',
      time: '0',
      outcomes: [],
    });
  });

  it('hold neither secrets nor what XML cannot hold', () => {
    const text = junitReporter.render(results);
    expect(text).to.not.contain('hunter2');
    expect(text).to.not.match(/[^\t\n\P{Cc}]|\p{Surrogate}|[\ufffe\uffff]/u);
  });

  it('of nothing is still a report', () => {
    expect(parse(junitReporter.render([])).suites).to.deep.equal([]);
  });
});
