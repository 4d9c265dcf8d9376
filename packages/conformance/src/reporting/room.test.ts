import { expect } from 'chai';
import { describe, it } from 'mocha';
import { shareOut, type Forms } from './room.ts';

const lines = (count: number) => Array.from({ length: count }, () => 'x');
const grave = (full: number): Forms => ({ short: lines(2), full: lines(full), isGrave: true });
const mild = (full: number): Forms => ({ short: lines(2), full: lines(full), isGrave: false });

describe('conformance: the lines of a report', () => {
  for (const [name, all, room, expected] of [
    ['suffice for all', [grave(10), mild(10)], 40, ['full', 'full']],
    ['go to what fails before what is advised against', [mild(10), grave(10)], 20, ['short', 'full']],
    [
      'go to the first that fails in full before advice in short',
      [grave(10), grave(10), grave(10), mild(10), mild(10)],
      20,
      ['full', 'short', 'short', 'short', 'short'],
    ],
    [
      'name what has no room',
      [grave(10), grave(3), mild(4), mild(4), mild(4)],
      18,
      ['full', 'full', 'short', 'short', 'named'],
    ],
    ['tell what fails in short first', [grave(10), grave(10), grave(10)], 8, ['short', 'short', 'short']],
    ['never are more than there are', Array.from({ length: 50 }, () => grave(10)), 9, undefined],
  ] as const) {
    it(name, () => {
      const forms = shareOut(all, { lines: room, first: 1, advice: 40 });
      if (expected !== undefined) expect(forms).to.deep.equal(expected);
      const taken = [...all].map((one: Forms, index) => {
        const form = forms[index] ?? 'full';
        return form === 'named' ? 0 : one[form].length;
      });
      expect(taken.reduce((sum, own) => sum + own, 0)).to.be.below(room);
    });
  }
});
