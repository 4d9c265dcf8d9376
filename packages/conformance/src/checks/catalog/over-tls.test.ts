import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checks } from '../../registry.ts';
import { runChecks } from '../../run.ts';
import { modelCredentials, startModelBroker } from '../../testing/model-broker.ts';

const check = checks.filter(({ id }) => id === 'catalog/over-tls');

/** The outcome for a broker of this machine that is reached by a host name of the test. */
async function outcomeAt(host: string, apiVersion: '2.14' | '2.17') {
  const broker = await startModelBroker();
  const url = broker.url.replace('127.0.0.1', host);
  const report = await runChecks(check, { url, auth: modelCredentials, apiVersion });
  await broker.close();
  return report.results.map(({ outcome }) => outcome);
}

describe('catalog/over-tls', () => {
  // 0.0.0.0 reaches this machine without being its loopback address.
  it('warns of credentials that travel in clear text', async () => {
    expect(await outcomeAt('0.0.0.0', '2.17')).to.deep.equal(['warned']);
  });
  it('fails them at 2.14, which demanded TLS', async () => {
    expect(await outcomeAt('0.0.0.0', '2.14')).to.deep.equal(['failed']);
  });
  it('is silent on the loopback interface', async () => {
    expect(await outcomeAt('127.0.0.1', '2.17')).to.deep.equal(['skipped']);
  });
});
