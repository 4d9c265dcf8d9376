import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checks } from '../registry.ts';
import { findingsOf } from '../engine/render.ts';
import { outline, runOn } from './miniature.ts';
import { mutants } from './mutants/index.ts';

/** Where a mutant shows its defect unless it says otherwise: the offering that declares every capability. */
const home = { services: ['database'], plans: ['small'] };

describe('brokers that are wrong in one way', function () {
  this.timeout(60_000);
  for (const { row, name, miniature } of mutants) {
    it(`${row}: a broker that ${name}`, async () => {
      const claiming = checks.filter((check) => check.requirements.includes(row));
      const report = await runOn(claiming, { ...miniature, run: miniature.run ?? home });
      const named = report.results
        .flatMap(findingsOf)
        .some((finding) => finding.requirement === row || finding.alsoBreaks.includes(row));
      const noted = report.results.some(({ notes }) => notes.some((note) => note.startsWith(`${row}: `)));
      expect(named || noted, report.results.map(outline).join('\n')).to.equal(true);
    });
  }
});
