import { expect } from 'chai';
import { describe, it } from 'mocha';
import { timeOrderedId } from './time-ordered-id.ts';

describe('time-ordered ids', () => {
  it('are UUIDs of version 7 that grow with time, also within a millisecond', () => {
    const at = Date.UTC(2030, 0, 1);
    const ids = Array.from({ length: 4096 }, () => timeOrderedId(at));
    expect(ids.toSorted()).to.deep.equal(ids);
    ids.push(...Array.from({ length: 500 }, () => timeOrderedId(at)));
    ids.push(...Array.from({ length: 500 }, () => timeOrderedId(at)));
    for (const id of ids) {
      expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).to.equal(at);
    }
    expect(new Set(ids).size).to.equal(ids.length);
    expect(timeOrderedId(at + 1) > (ids.toSorted().at(-1) ?? '')).to.equal(true);
    expect(timeOrderedId(at - 1) < (ids.toSorted()[0] ?? '')).to.equal(true);
  });
});
