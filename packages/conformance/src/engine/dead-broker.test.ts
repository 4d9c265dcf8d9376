import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runConformance } from '../run.ts';
import { modelCredentials, startModelBroker } from '../testing/model-broker.ts';
import { exitCodeOf } from './conclusion.ts';

describe('a broker that dies in the middle of a run', function () {
  this.timeout(60_000);

  for (const [how, hangs] of [
    ['refuses connections', false],
    ['accepts connections and never answers', true],
  ] as const) {
    it(`and ${how}: the rest errs soon, the clean-up is tried, the leftovers are listed`, async () => {
      let requests = 0;
      const broker = await startModelBroker({ mode: 'async' });
      const start = performance.now();
      const report = await runConformance({
        url: broker.url,
        auth: modelCredentials,
        fastPoll: true,
        requestTimeout: 700,
        onEvent: ({ kind }) => {
          if (kind !== 'exchange') return;
          requests += 1;
          if (requests === 300) {
            if (hangs) broker.hang();
            else void broker.close();
          }
        },
      });
      expect(performance.now() - start).to.be.lessThan(45_000);
      const { counts, results, leftovers } = report;
      expect(counts.errored).to.be.greaterThan(100);
      expect(results.some(({ outcome }) => outcome === 'failed')).to.equal(false);
      expect(counts.passed).to.be.greaterThan(10);
      expect(leftovers.length).to.be.greaterThan(0);
      expect(leftovers[0]?.reason).to.match(/refused|in time|broke|stopped answering/);
      expect(report.conclusion).to.equal('undecided');
      expect(exitCodeOf(report)).to.equal(4);
      if (hangs) await broker.close();
    });
  }
});
