import { startReferenceBroker } from '@osb-kit/broker';
import { atLeast, type ApiVersion } from '@osb-kit/spec';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exitCodeOf } from './engine/conclusion.ts';
import type { PlanFacts } from './engine/options.ts';
import { runConformance } from './run.ts';
import { outline } from './testing/miniature.ts';

const credentials = { username: 'admin', password: 'a password for this test' };
const secondCredential = { username: 'operator', password: 'another password for it' };

/** Receives from the queue of a binding, as an application would. */
const receives = `"${process.execPath}" -e '
  process.stdin.on("data", async (text) => {
    const { receive_url, username, password } = JSON.parse(text);
    const authorization = "Basic " + btoa(username + ":" + password);
    const { status } = await fetch(receive_url, { method: "POST", headers: { authorization } });
    process.exit(status < 400 ? 0 : 1);
  });'`;

/** What the catalog does not tell. */
const facts: readonly PlanFacts[] = [
  {
    service: 'message-queue',
    plan: 'small',
    bindable: true,
    contextUpdates: true,
    allowedPlanChange: 'durable',
    tryCredentials: receives,
  },
  { service: 'request-gate', routeMode: 'proxied' },
];

/** Checks that apply to none of its plans, and why. */
const neverApplied: Readonly<Record<string, string>> = {
  'authentication/required': 'it asks for the credentials that are configured',
  'catalog/over-tls': 'it is on the loopback interface',
  'updating/unsupported-plan-change': 'it supports every change of a plan that can be changed',
  'binding/route-service-out-of-band': 'its route service is proxied',
  'deprovisioning/bindings-end-with-their-instance': 'it does not deprovision what has bindings',
  'polling/binding-one-operation-without-id': 'each of its operations has an id',
  'polling/failed-provision': 'nothing that it is asked for fails later',
  'errors/instance-usable-is-boolean': 'its refusals leave the flag out',
  'errors/update-repeatable-is-boolean': 'its refusals leave the flag out',
  'errors/not-repeatable-update-fails-again': 'its refusals leave the flag out',
};

async function runAt(apiVersion: ApiVersion, fastPoll: boolean, seed: number) {
  const broker = await startReferenceBroker({ users: [credentials, secondCredential] });
  try {
    const auth = { kind: 'basic', ...credentials } as const;
    return await runConformance({
      url: broker.url,
      auth,
      secondCredential,
      apiVersion,
      facts,
      fastPoll,
      seed,
    });
  } finally {
    await broker.close();
  }
}

describe('the reference broker', function () {
  this.timeout(180_000);

  it('is accused of nothing, nothing stays on it, and every check applies that can', async () => {
    const report = await runAt('2.17', true, 1);
    const accused = report.results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
    expect(accused.map(outline)).to.deep.equal([]);
    expect(report.leftovers).to.deep.equal([]);
    expect(exitCodeOf(report)).to.equal(0);
    for (const { password } of [credentials, secondCredential]) {
      expect(JSON.stringify(report)).not.to.include(password);
    }
    expect(JSON.stringify(report)).not.to.include(
      Buffer.from(`admin:${credentials.password}`).toString('base64'),
    );
    const applied = new Set(
      report.results.filter(({ outcome }) => outcome !== 'skipped').map(({ check }) => check),
    );
    const never = report.results
      .filter((result) => result.outcome === 'skipped' && !/^Version .* does not state/.test(result.reason))
      .map(({ check }) => check)
      .filter((check) => !applied.has(check));
    expect([...new Set(never)]).to.have.members(Object.keys(neverApplied));
  });

  for (const apiVersion of ['2.11', '2.12', '2.13', '2.14', '2.15', '2.16'] as const) {
    it(`is accused of nothing at ${apiVersion}`, async () => {
      const report = await runAt(apiVersion, atLeast(apiVersion, '2.15'), 2);
      const accused = report.results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
      expect(accused.map(outline)).to.deep.equal([]);
      expect(report.leftovers).to.deep.equal([]);
    });
  }
});
