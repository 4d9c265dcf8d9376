import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runConformance } from '../run.ts';
import { modelCredentials, startModelBroker } from '../testing/model-broker.ts';
import { startBreakingProxy, type BrokenExchange } from '../testing/breaking-proxy.ts';

/** What breaks, how many results may be without a verdict for it at most, and a check that goes on all the same. */
const rows: readonly (readonly [
  what: string,
  mode: 'sync' | 'async',
  broken: Pick<BrokenExchange, 'method' | 'path'>,
  most: number,
  goesOn: string,
])[] = [
  ['a poll', 'sync', { method: 'GET', path: /last_operation/ }, 12, 'deprovisioning/deletes'],
  ['a fetch', 'sync', { method: 'GET', path: /service_instances\/[^/?]+(\?|$)/ }, 60, 'unbinding/status'],
  ['an update', 'sync', { method: 'PATCH', path: /./ }, 60, 'binding/status-of-creation'],
  ['a bind', 'sync', { method: 'PUT', path: /service_bindings/ }, 60, 'deprovisioning/status'],
];

describe('an exchange that breaks', function () {
  this.timeout(60_000);

  for (const [what, mode, broken, most, goesOn] of rows) {
    for (const how of ['reset', 'cut', 'garbage'] as const) {
      it(`each time, ${what} (${how}): is the outcome of what needs it, and named once for the run`, async () => {
        const broker = await startModelBroker({ mode });
        const proxy = await startBreakingProxy(broker.url, { ...broken, how });
        try {
          const report = await runConformance({
            url: proxy.url,
            auth: modelCredentials,
            fastPoll: true,
            seed: 7,
            plans: ['small'],
          });
          const { counts, results, leftovers } = report;
          expect(counts.failed).to.equal(0);
          expect(counts.errored).to.be.greaterThan(0).and.at.most(most);
          expect(results.find(({ check }) => check === goesOn)?.outcome).to.equal('passed');
          const told = results.find(({ check }) => check === 'errors/complete-answers');
          expect(told?.outcome).to.equal('errored');
          if (told?.outcome !== 'errored') return;
          const exchange = report.exchanges.find(({ id }) => id === told.exchange);
          expect(exchange?.request.method).to.equal(broken.method);
          expect(told.reproduce.at(-1)).to.match(/^curl /);
          expect(report.conclusion).to.equal('undecided');
          expect(leftovers).to.deep.equal([]);
        } finally {
          await proxy.close();
          await broker.close();
        }
      });
    }
  }
});
