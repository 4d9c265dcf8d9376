import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checks } from '../registry.ts';
import { runOn } from '../testing/miniature.ts';
import { intercepting } from '../testing/mutations.ts';
import { findingsOf } from './render.ts';

/** Requirement, weight and what else is broken of the findings of one check. */
async function findings(id: string, status: number) {
  const check = checks.filter((candidate) => candidate.id === id);
  const report = await runOn(check, {
    ...intercepting('update', ({ instanceId }, { instances }) => !instances.has(instanceId), {
      status,
      body: {},
    }),
    run: { plans: ['small'], services: ['database'] },
  });
  return report.results
    .flatMap(findingsOf)
    .map(({ requirement, weight, alsoBreaks }) => [requirement, weight, alsoBreaks]);
}

describe('assertions about a status', () => {
  it('leave a crash to the row about statuses when their own is only derived (HC-53)', async () => {
    const crash = ['ERR-STATUS-APPROPRIATE', 'error', ['UPD-REJECT-UNKNOWN-INSTANCE']];
    expect(await findings('updating/unknown-instance', 500)).to.deep.equal([crash]);
  });
  it('warn of everything else under their own row', async () => {
    const [finding] = await findings('updating/unknown-instance', 200);
    expect(finding?.slice(0, 2)).to.deep.equal(['UPD-REJECT-UNKNOWN-INSTANCE', 'warning']);
  });
});
