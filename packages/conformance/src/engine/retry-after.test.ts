import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checks } from '../registry.ts';
import { causesOf } from '../reporting/causes.ts';
import { headlineOf } from '../reporting/cause-words.ts';
import { runOn } from '../testing/miniature.ts';

describe('an operation that the broker asks not to be polled for', () => {
  it('is not called unfinished when it was never polled, and one cause names the way out', async () => {
    const report = await runOn(
      checks.filter(({ id }) => /^(provisioning|binding|concurrency)\//.test(id)),
      {
        mode: 'async',
        after: (answer) =>
          answer.status === 202 ? { ...answer, headers: { 'Retry-After': '86400' } } : answer,
        run: { services: ['database'], plans: ['small'], fastPoll: false, operationTimeout: 500_000 },
      },
    );
    const [headline, ...others] = causesOf(report).map(headlineOf);
    expect(others).to.deep.equal([]);
    expect(headline).to.match(
      /^The request to create an instance of plan "small" was accepted, and the broker asks not to be polled for 86,400 s \(Retry-After\), and an operation is given 500 s here: --operation-timeout allows more, --fast-poll polls all the same \(\d+ results\)$/,
    );
    expect(report.counts.failed).to.equal(0);
    expect(report.leftovers.map(({ reason }) => reason).join()).to.match(/^(|.*Retry-After.*)$/);
  });
});
