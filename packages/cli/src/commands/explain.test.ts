import { expect } from 'chai';
import { osb } from '../osb.test-support.ts';

describe('cli: osb explain', () => {
  const rows: [what: string, id: string, line: RegExp][] = [
    ['the check that proves it', 'PROV-409-PLAN', /^Proven by +provisioning\/conflict-on-different-plan$/m],
    ['the rule that proves it', 'CAT-PLAN-NAME-UNIQUE', /^Proven by +plan-name-unique\b/m],
    ['why nothing proves it', 'ERR-5XX-NO-CHANGE', /^Not proven +A healthy broker cannot be made to/m],
    ['that it binds platforms', 'PLAT-PRF-CF-BR-SPACE-GUID', /^Not proven +Binds platforms/m],
  ];
  for (const [what, id, line] of rows) {
    it(`says of a requirement ${what}`, async () => {
      const ran = await osb(['explain', id.toLowerCase()]);
      expect(ran.stdout).to.match(line);
      expect(ran.code).to.equal(0);
    });
  }

  it('says of a rule what platforms do with its examples, and of which version', async () => {
    const names = (await osb(['explain', 'plan-name-unique'])).stdout;
    expect(names).to.match(
      /^Passes\n(?: {4}.*\n)+ {4} +name: Small\n(?: {4}.*\n)+ {2}cloudfoundry +Cloud Foundry's database refuses the catalog/m,
    );
    expect(names).to.match(/^ +taken by .*kubernetes/m);
    const types = (await osb(['explain', 'cloud-controller-type'])).stdout;
    expect(types).to.match(/^Written in +https:.*blob\/[0-9a-f]{40}\//m);
    expect(types).to.match(/^Modelled +Cloud Controller 3\.\d+\.0 /m);
  });

  it('names no other ids where none is like the one given', async () => {
    const ran = await osb(['explain', 'nope']);
    expect(ran.stderr).to.equal(
      'osb: "nope" is not the id of a requirement, rule, check or hard case. Run "osb list" for all.\n',
    );
    expect(ran.code).to.equal(2);
  });

  it('shows examples as people write catalogs, and what the rule says of the bad one', async () => {
    const { stdout } = await osb(['explain', 'cost-amount-numbers']);
    expect(stdout).to.match(/^Fails\n {4}services:\n {4}- id: /m);
    expect(stdout)
      .to.match(/^ {14}usd: "99\.00"$/m)
      .and.include('    ^ The price in "usd" of plan "small"');
    const long = await osb(['explain', 'strings-within-255']);
    expect(long.stdout).to.include('… (2000 characters)');
    expect((await osb(['explain', 'input-no-byte-order-mark'])).stdout).to.include(
      '    <U+FEFF>{"services": []}',
    );
  });
});
