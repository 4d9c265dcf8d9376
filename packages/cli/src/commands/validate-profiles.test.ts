import { expect } from 'chai';
import { osb } from '../osb.test-support.ts';

const offering = {
  id: '9a1f3c52-0f6e-4c53-9a0b-6c1f0f0e7d11',
  name: 'orders',
  description: 'Orders.',
  bindable: true,
};
const plan = { id: '2b4f0ad8-6d3b-4d0b-8f0e-3a86c2c9f3f1', name: 'small', description: 'Small.', free: true };
/** No platform on Cloud Foundry takes a dashboard client without redirect_uri; the specification does. */
const unfit = JSON.stringify({
  services: [{ ...offering, plans: [plan], dashboard_client: { id: 'a', secret: 'not-a-secret' } }],
});
const good = JSON.stringify({ services: [{ ...offering, plans: [plan] }] });

const validate = (stdin: string, ...more: string[]) => osb(['validate', '-', ...more], { stdin });

describe('cli: osb validate --profile', () => {
  it('ends a plain run with a line for each platform that would refuse, and keeps the exit code', async () => {
    const ran = await validate(unfit);
    expect(ran.code).to.equal(0);
    expect(ran.stdout.trimEnd().split('\n').at(-1)).to.match(
      /^Cloud Foundry.* would refuse <stdin> \(1 error\)\. See why: osb validate - --profile cloudfoundry$/,
    );
    expect(ran.stdout).to.not.contain('no findings');
    expect((await validate(good)).stdout)
      .to.contain('no findings')
      .and.not.contain('would refuse');
  });

  it('follows the chosen profiles', async () => {
    for (const words of [
      ['--profile', 'cloudfoundry'],
      ['--profile', 'osb,cloudfoundry'],
      ['--profile', 'osb', '--profile', 'CloudFoundry'],
      ['--profile', 'all'],
    ]) {
      const ran = await validate(unfit, ...words);
      expect(ran.code, words.join(' ')).to.equal(1);
      expect(ran.stdout).to.contain('redirect_uri').and.not.contain('--profile cloudfoundry');
    }
    expect((await validate(unfit, '--profile', 'kubernetes')).code).to.equal(0);
  });

  it('goes by the version of the platform that is asked for, and says by which', async () => {
    const parameters = { $schema: 'http://json-schema.org/draft-06/schema#', type: 'object' };
    const schemas = { service_binding: { create: { parameters } } };
    const sixth = JSON.stringify({ services: [{ ...offering, plans: [{ ...plan, schemas }] }] });
    const today = await validate(sixth, '--profile', 'cloudfoundry');
    expect([today.code, today.stdout]).to.deep.include(0);
    expect(today.stdout).to.match(/Cloud Controller 3\.228\.0.*\n.*refused by 3\.110\.0 to 3\.115\.0/);
    const then = await validate(sixth, '--profile', 'cloudfoundry', '--platform-version', '3.112.0');
    expect(then.code).to.equal(1);
    expect(then.stdout).to.contain('Custom meta schemas').and.contain('Cloud Controller 3.112.0');
    const plain = await validate(sixth, '--platform-version', '3.112.0');
    expect(plain.stdout).to.match(/--profile cloudfoundry --platform-version 3\.112\.0\n$/);
    const words = await validate(sixth, '--messages', 'cloud-controller', '--platform-version', '3.112');
    expect(words.stdout).to.contain('Custom meta schemas are not supported.');
    const wrong = await validate(sixth, '--platform-version', '1.123.0');
    expect([wrong.code, wrong.stderr.includes('cf api')]).to.deep.equal([2, true]);
  });

  it('names the profiles where it does not know one', async () => {
    const ran = await validate(good, '--profile', 'osb,cloudfondry');
    expect(ran.code).to.equal(2);
    expect(ran.stderr).to.match(
      /no profile "cloudfondry"\. Did you mean cloudfoundry\? Profiles: osb, cloudfoundry/,
    );
  });
});
