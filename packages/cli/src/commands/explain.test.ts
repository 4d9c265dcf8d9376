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
