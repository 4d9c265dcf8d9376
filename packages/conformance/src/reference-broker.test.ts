import { startReferenceBroker } from '@osb-kit/broker';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exitCodeOf } from './engine/conclusion.ts';
import { runConformance } from './run.ts';
import { outline } from './testing/miniature.ts';

describe('the reference broker', () => {
  it('is accused of nothing, and nothing stays on it', async function () {
    this.timeout(180_000);
    const credentials = { username: 'admin', password: 'a password for this test' };
    const broker = await startReferenceBroker({ users: [credentials], asyncDelayMs: 60 });
    try {
      const auth = { kind: 'basic', ...credentials } as const;
      const report = await runConformance({ url: broker.url, auth, fastPoll: true, seed: 1 });
      const accused = report.results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
      expect(accused.filter(({ outcome }) => outcome !== 'inconclusive').map(outline)).to.deep.equal([]);
      expect(report.leftovers).to.deep.equal([]);
      expect(exitCodeOf(report)).to.equal(0);
      expect(JSON.stringify(report)).not.to.include(credentials.password);
      expect(JSON.stringify(report)).not.to.include(
        Buffer.from(`admin:${credentials.password}`).toString('base64'),
      );
    } finally {
      await broker.close();
    }
  });
});
