import { expect } from 'chai';

import { frameAt } from './frame.ts';

function frame(text: string, part: string): string {
  const offset = text.indexOf(part);
  const start = text.lastIndexOf('\n', offset) + 1;
  const line = text.slice(0, offset).split('\n').length;
  const { code, marks } = frameAt(text, { line, column: offset - start + 1, offset, length: part.length });
  return `${code}\n${marks}`;
}

describe('frames', () => {
  for (const [name, text, part, shown] of [
    ['show the line and mark the part', 'a\nb: cd\ne', 'cd', 'b: cd\n   ~~'],
    ['mark at least one character', 'a\n\nb', '', 'a\n~'],
    ['mark no more than the line', 'a:\n  {b,\n c}', '{b,\n c}', '  {b,\n  ~~~'],
    ['widen tabs and hide what would move the cursor', '\ta\u001b[2J b', 'b', '  a\ufffd[2J b\n        ~'],
    ['leave out carriage returns', 'a: b\r\nc: d\r\n', 'b', 'a: b\n   ~'],
  ] as const) {
    it(name, () => {
      expect(frame(text, part)).to.equal(shown);
    });
  }

  it('cut long lines around the place, wherever it is', () => {
    for (const length of [100, 10_000, 30_000, 200_000]) {
      const text = `{"a": "${'x'.repeat(length)}", "b": "here", "c": "${'y'.repeat(length)}"}`;
      const [code = '', marks = ''] = frame(text, '"here"').split('\n');
      expect(code.slice(marks.indexOf('~'), marks.length)).to.equal('"here"');
      expect(code)
        .to.match(/^….*…$/)
        .and.have.length.below(110);
    }
  });

  it('blot secrets out, long ones too', () => {
    const text = `{"secret": "${'s'.repeat(5_000)}", "b": "here"}`;
    expect(frame(text, '"here"')).to.not.contain('s');
  });
});
