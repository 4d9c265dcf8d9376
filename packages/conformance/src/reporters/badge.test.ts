import { expect } from 'chai';
import { sampleReport } from '../reporting/sample-report.test-support.ts';
import { renderBadge } from './badge.ts';

describe('conformance: badge', () => {
  const cases = {
    'OSBAPI 2.17: conformant': sampleReport({ conclusion: 'conformant' }),
    'OSBAPI 2.17: 1 failed': sampleReport(),
    'OSBAPI 2.17: undecided': sampleReport({ conclusion: 'undecided' }),
    'OSBAPI 2.13: undecided': sampleReport({ conclusion: 'undecided', apiVersion: '2.13' }),
  };
  for (const [words, report] of Object.entries(cases)) {
    it(`says "${words}" to readers of all kinds`, () => {
      const svg = renderBadge(report);
      expect(svg).to.match(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .* role="img"/);
      expect(svg).to.contain(`aria-label="${words}"`);
      expect(svg).to.contain(`<title>${words}</title>`);
      for (const part of words.split(': ')) expect(svg).to.contain(`>${part}</text>`);
    });
  }
});
