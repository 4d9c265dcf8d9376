import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findingsOf } from '../engine/render.ts';
import { checks } from '../registry.ts';
import { outline, runOn } from './miniature.ts';
import { faults } from './one-fault.ts';

describe('one fault, one accusation', function () {
  this.timeout(60_000);
  for (const { name, miniature, rows } of faults) {
    it(`a broker that ${name} is told ${rows.length === 0 ? 'nothing' : rows.join(' and ')}`, async () => {
      const run = { services: ['database'], plans: ['small'] };
      const report = await runOn(checks, { ...miniature, run });
      const accused = report.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'warned');
      const told = accused.flatMap(findingsOf).map(({ requirement }) => requirement);
      expect(told.toSorted(), accused.map(outline).join('\n')).to.deep.equal(rows.toSorted());
      const errored = report.results.filter(({ outcome }) => outcome === 'errored');
      expect(errored.map(outline)).to.deep.equal([]);
    });
  }
});
