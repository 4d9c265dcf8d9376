import { expect } from 'chai';
import fc from 'fast-check';

import { fixCatalog } from './fix-catalog.ts';
import { renderEdits } from './render-edits.ts';

/** Applies a unified diff strictly, as `patch` does: every line that it keeps or takes away must be there. */
function patch(text: string, diff: string): string {
  const old = text.split('\n');
  const fresh: string[] = [];
  let at = 0;
  for (const line of diff.trimEnd().split('\n').slice(2)) {
    const header = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(line);
    if (header !== null) {
      const start = Number(header[1]) - 1;
      fresh.push(...old.slice(at, start));
      at = start;
      expect(fresh.length + 1).to.equal(Number(header[3]));
    } else if (line.startsWith('+')) {
      fresh.push(line.slice(1));
    } else {
      expect(line.slice(1)).to.equal(old[at++]);
      if (line.startsWith(' ')) fresh.push(line.slice(1));
    }
  }
  return [...fresh, ...old.slice(at)].join('\n');
}

describe('renderEdits', () => {
  it('shows changed lines among their neighbours', () => {
    const text =
      'services:\n- name: a\n  description: b\n  bindable: "true"\n  tags: []\n  requires: []\n  metadata: {}\n';
    expect(renderEdits(text, fixCatalog(text), 'a.yaml')).to.equal(
      [
        '--- a.yaml',
        '+++ a.yaml (mended)',
        '@@ -2,5 +2,5 @@',
        ' - name: a',
        '   description: b',
        '-  bindable: "true"',
        '+  bindable: true',
        '   tags: []',
        '   requires: []',
        '',
      ].join('\n'),
    );
  });

  it('is a patch that makes the new text of the old one', () => {
    const lines = fc.array(
      fc.constantFrom(
        '  bindable: "true"',
        '  planUpdatable: true',
        '  shareable: true',
        '  displayName: A # b',
        '  # nothing',
        '',
        '  x: 1',
        '  description: b',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 6 }), fc.boolean(), (offerings, ends) => {
        const body = offerings.map((each) => ['- name: a', ...new Set(each), '  plans: []'].join('\n'));
        const text = `services:\n${body.join('\n')}${ends ? '\n' : ''}`;
        const result = fixCatalog(text, { generateIds: true, newId: () => 'new' });
        const diff = renderEdits(text, result);
        expect(diff === '').to.equal(result.edits.length === 0);
        if (diff !== '') expect(patch(text, diff)).to.equal(result.text);
      }),
      { numRuns: 200 },
    );
  });

  it('names single edits where lines are too long to be shown', () => {
    const text = `{"services":[{"bindable":"true","description":"${'x'.repeat(1000)}"}]}`;
    const diff = '--- <catalog>\n+++ <catalog> (mended)\n@@ 1:26 @@\n-"true"\n+true\n';
    expect(renderEdits(text, fixCatalog(text))).to.equal(diff);
  });

  it('blots out secrets', () => {
    const text =
      '{"services":[{\n"dashboard_client": {"id": "a", "secret": "hunter2"},\n"bindable":"true"\n}]}';
    expect(renderEdits(text, fixCatalog(text))).to.contain('"secret": "*******"');
  });

  it('of nothing is empty', () => {
    expect(renderEdits('{}', fixCatalog('{}'))).to.equal('');
  });
});
