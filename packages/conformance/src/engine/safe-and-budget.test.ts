import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runConformance } from '../run.ts';
import { outline, runOn } from '../testing/miniature.ts';
import { modelCredentials, startModelBroker } from '../testing/model-broker.ts';
import { startRecordingProxy } from '../testing/recording-proxy.ts';
import { checks } from '../registry.ts';
import { safeReason } from './recorder.ts';

describe('a safe run', () => {
  it('sends nothing but GET, and skips what needs more with that reason', async () => {
    const broker = await startModelBroker();
    const proxy = await startRecordingProxy(broker.url);
    try {
      const report = await runConformance({
        url: proxy.url,
        auth: modelCredentials,
        fastPoll: true,
        safe: true,
      });
      expect([...new Set(proxy.seen.map(({ method }) => method))]).to.deep.equal(['GET']);
      const passed = report.results.filter(({ outcome }) => outcome === 'passed').map(({ check }) => check);
      expect(passed).to.include.members(['catalog/status']);
      expect(passed.some((id) => id.startsWith('authentication/'))).to.equal(true);
      const skipped = report.results.filter(
        (result) => result.outcome === 'skipped' && result.reason === safeReason,
      );
      expect(skipped.length).to.be.greaterThan(200);
      const others = report.results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
      expect(others.map(outline)).to.deep.equal([]);
      expect(report.conclusion).to.equal('conformant');
    } finally {
      await proxy.close();
      await broker.close();
    }
  });
});

describe('a run with a budget', function () {
  this.timeout(120_000);

  it('asks for less at once when answers are slow', async () => {
    const selected = checks.filter(({ id }) => id.startsWith('provisioning/'));
    const report = await runOn(selected, {
      delay: 60,
      run: { budget: 100, services: ['database'], plans: ['small'], requestTimeout: 200 },
    });
    const asked = report.exchanges.filter(({ request }) => request.method === 'PUT');
    const later = asked.slice(asked.length / 2);
    const atOnce = later.map(
      ({ at, durationMs }) =>
        later.filter((other) => other.at < at + durationMs && at < other.at + other.durationMs).length,
    );
    expect(Math.max(...atOnce)).to.be.below(8);
    expect(report.counts.errored).to.equal(0);
  });

  for (const budget of [1, 2, 5, 11]) {
    it(`never has more than ${String(budget)} instances alive`, async () => {
      let most = 0;
      const report = await runOn(checks, {
        mode: budget === 5 ? 'async' : 'sync',
        after: (answer, _request, state) => {
          most = Math.max(most, state.instances.size);
          return answer;
        },
        run: { budget, plans: ['small'] },
      });
      expect(most)
        .to.be.at.most(budget)
        .and.at.least(Math.min(budget, 2) - (budget === 1 ? 0 : 1));
      const bad = report.results.filter(
        ({ outcome }) => outcome !== 'passed' && outcome !== 'skipped' && outcome !== 'inconclusive',
      );
      expect(bad.map(outline)).to.deep.equal([]);
      const forBudget = report.results.filter(
        (result) => result.outcome === 'skipped' && result.reason.includes('--budget'),
      );
      if (budget > 4) expect(forBudget.map(outline)).to.deep.equal([]);
      expect(report.leftovers).to.deep.equal([]);
    });
  }
});
