import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checks } from '../registry.ts';
import { legalVariants } from './legal-variants.ts';
import { outline, runOn } from './miniature.ts';

/** What a conformant broker must never be told. */
const accusations = new Set(['failed', 'warned', 'errored', 'blocked']);

describe('brokers that are right in their own way', () => {
  for (const { name, miniature } of legalVariants) {
    it(`a broker that ${name} is accused of nothing`, async () => {
      const run = miniature.run ?? { services: [], plans: ['small'] };
      const report = await runOn(checks, { ...miniature, run });
      const accused = report.results.filter(({ outcome }) => accusations.has(outcome));
      expect(accused.map(outline)).to.deep.equal([]);
      expect(report.leftovers).to.deep.equal([]);
      expect(report.conclusion).to.equal('conformant');
    });
  }
});
