import { expect } from 'chai';
import { hostile, sampleReport } from '../reporting/sample-report.test-support.ts';
import { renderText } from './text.ts';

describe('conformance: reporter text', () => {
  const text = renderText(sampleReport());

  it('shows a failure with all that one needs to act on it', () => {
    for (const label of ['Expected', 'Actual', 'Because', 'Spec', 'Exchange', 'Reproduce', 'Run again']) {
      expect(text).to.match(new RegExp(`^    ${label} `, 'm'));
    }
    expect(text).to.match(/^✗ .* MUST .* since 2\.\d+$/m);
  });

  it('counts every section, and ends with the verdict', () => {
    expect(text).to.match(/^ {2}\w[\w-]* +\d+ (passed|skipped|failed)/m);
    expect(text.trimEnd().split('\n').at(-1)).to.not.equal('');
  });

  it('lists what passed only when asked to', () => {
    expect(text).to.not.include('✓');
    expect(renderText(sampleReport(), { verbose: true })).to.include('✓');
  });

  it('keeps what a broker says on its line and still', () => {
    const shown = renderText(sampleReport({ target: hostile }), { verbose: true });
    expect(shown).to.not.match(/^::/m);
    expect(shown).to.not.match(/[^\P{Cc}\n]|\u202e/u);
  });

  it('has colours only where they are wanted', () => {
    expect(text).to.not.include('\u001b');
    expect(renderText(sampleReport(), { color: true })).to.include('\u001b[31m');
  });
});
