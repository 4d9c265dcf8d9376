import { expect } from 'chai';
import { describe, it } from 'mocha';
import { stateMeant } from './states.ts';

describe('conformance: words for the state of an operation', () => {
  for (const [meant, words] of [
    ['in progress', ['in progress', 'in progres', 'in_progress', 'IN PROGRESS', 'inProgress', 'In-Progress']],
    ['in progress', ['in proggress', 'pending', 'creating', 'DELETING']],
    ['succeeded', ['succeeded', 'suceeded', 'succeded', 'Succeeded', 'SUCCESS', 'complete']],
    ['failed', ['failed', 'faild', 'FAILED', 'failure', 'error']],
    [undefined, ['', 'unknown', 'nailed it', 'x'.repeat(100_000), 'in pro', 'gone']],
  ] as const) {
    for (const word of words)
      it(`"${word.slice(0, 20)}" stands for ${meant ?? 'nothing'}`, () => {
        expect(stateMeant(word)).to.equal(meant);
      });
  }
});
