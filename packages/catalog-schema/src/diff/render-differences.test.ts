import { expect } from 'chai';
import { ofService, plan } from './catalog-rows.test.ts';
import {
  diffCatalogs,
  impacts,
  renderDifferencesAsJson,
  renderDifferencesAsMarkdown,
  renderDifferencesAsText,
  worstImpact,
} from './index.ts';

describe('diff: renderers', () => {
  const found = diffCatalogs(
    ofService({ plans: [plan(), plan({ id: 'p2', name: 'l|*\u001b[31m\n' })] }),
    ofService({
      bindable: false,
      description: 'other',
      tags: ['x'],
      metadata: { a: 1 },
      plan_updateable: true,
      plans: [plan({ free: false })],
    }),
  );

  it('have an order of impacts and the worst of them', () => {
    expect(found.map(({ impact }) => impact)).to.include.members([...impacts]);
    expect(worstImpact(found)).to.equal('breaking');
    expect(worstImpact(found.filter(({ impact }) => impact === 'safe'))).to.equal('safe');
    expect(worstImpact([])).to.equal(undefined);
  });

  it('write text, the worst first, without control characters', () => {
    const text = renderDifferencesAsText(found);
    const lines = text.split('\n');
    expect(lines[0]).to.equal('breaking  bindable-changed  db  /services/0/bindable');
    expect(text).to.include(
      'breaking  plan-removed  db / l|*\\u001b[31m\\u000a  /services/0/plans/1 of the old catalog',
    );
    expect(lines.filter((line) => /^\S/.test(line)).map((line) => line.split(' ')[0])).to.deep.equal([
      ...['breaking', 'breaking', 'risky', 'safe', 'safe', 'safe', 'safe'],
      '2',
    ]);
    expect(lines.at(-2)).to.equal('2 breaking, 1 risky, 4 safe.');
    expect(renderDifferencesAsText([])).to.equal('No differences.\n');
  });

  it('write JSON with a summary', () => {
    const read = JSON.parse(renderDifferencesAsJson(found)) as { summary: unknown; differences: unknown };
    expect(read.summary).to.deep.equal({ breaking: 2, risky: 1, safe: 4 });
    expect(read.differences).to.deep.equal(JSON.parse(JSON.stringify(found)));
  });

  it('write Markdown tables whose cells hold nothing but text', () => {
    const lines = renderDifferencesAsMarkdown(found).split('\n');
    expect(lines.filter((line) => line.startsWith('#'))).to.deep.equal([
      '## Catalog differences',
      '### Breaking (2)',
      '### Risky (1)',
      '### Safe (4)',
    ]);
    for (const line of lines.filter((row) => row.startsWith('|'))) {
      expect(line.replace(/\\\|/g, '').match(/\|/g)).to.have.lengthOf(4);
    }
    expect(renderDifferencesAsMarkdown([])).to.equal('No differences.\n');
  });
});
