import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runConformance } from '../run.ts';
import { modelCredentials, startModelBroker } from '../testing/model-broker.ts';
import type { RunEvent } from './events.ts';

describe('a run that is stopped', function () {
  this.timeout(60_000);

  for (const after of [30, 80, 200]) {
    it(`after ${String(after)} exchanges says so once and reports what it found so far`, async () => {
      const broker = await startModelBroker({
        mode: 'async',
        delay: 5,
        // Findings whose cause is looked for in ordinary lives that the stop breaks off.
        after: (answer, { route }) =>
          route === 'provision' && answer.status >= 400 ? { status: 200, body: {} } : answer,
      });
      const stop = new AbortController();
      const told: RunEvent['kind'][] = [];
      let exchanges = 0;
      try {
        const report = await runConformance({
          url: broker.url,
          auth: modelCredentials,
          fastPoll: true,
          signal: stop.signal,
          onEvent({ kind }) {
            if (kind !== 'exchange') told.push(kind);
            else if (++exchanges === after) stop.abort();
          },
        });
        expect(told.filter((kind) => kind === 'stopping')).to.have.length(1);
        expect(report.aborted).to.equal(true);
        expect(report.conclusion).to.not.equal('conformant');
        expect(report.exchanges.length).to.be.at.least(after);
        expect(report.leftovers).to.deep.equal([]);
        expect(broker.instances()).to.deep.equal([]);
      } finally {
        await broker.close();
      }
    });
  }
});
