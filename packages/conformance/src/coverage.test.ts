import { expect } from 'chai';
import { requirement } from '@osb-kit/spec';
import { describe, it } from 'mocha';
import { coverageOfChecks, unprovenReasons } from './coverage.ts';
import { checks } from './registry.ts';

describe('coverage of the ledger', () => {
  it('leaves no row that binds brokers open', () => {
    const open = [...coverageOfChecks].filter(([, { kind }]) => kind === 'open').map(([id]) => id);
    expect(open).to.deep.equal([]);
  });

  it('proves all but one row that a tester can prove', () => {
    const unproven = [...coverageOfChecks]
      .filter(([id, { kind }]) => kind !== 'proven' && requirement(id).testable.startsWith('black-box'))
      .map(([id]) => id);
    expect(unproven).to.deep.equal(['ERR-INVALID-DATA-400']);
  });

  it('gives reasons only for rows that no check proves', () => {
    for (const id of Object.keys(unprovenReasons)) {
      expect(coverageOfChecks.get(id as keyof typeof unprovenReasons)?.kind, id).to.equal('unproven');
    }
  });

  it('has check ids that are unique and of one form', () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id).to.match(/^[a-z-]+\/[a-z0-9-]+$/);
  });

  it('has checks that prove only rows that bind brokers', () => {
    for (const { id, requirements } of checks) {
      for (const row of requirements) expect(requirement(row).party, `${id} ${row}`).to.equal('broker');
    }
  });
});
