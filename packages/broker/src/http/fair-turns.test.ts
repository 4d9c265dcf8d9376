import { expect } from 'chai';
import { pause } from '../client.test-support.ts';
import { createFairTurns } from './fair-turns.ts';

describe('fair turns', () => {
  const limits = { atOnce: 2, waiting: 50, waitingOfOne: 20, full: () => new Error('full') };

  it('let nobody wait for more than one of each other place', async () => {
    const turn = createFairTurns(limits);
    const done: string[] = [];
    const work = (name: string) => async () => {
      await pause(1);
      done.push(name);
    };
    const guesses = Array.from({ length: 22 }, () => turn('guesser', work('guess')));
    await Promise.all([turn('platform', work('right')), ...guesses]);
    expect(done.indexOf('right')).to.be.below(5);
    expect(done).to.have.length(23);
  });

  it('run so much at once, refuse who finds too many waiting, and go on after what fails', async () => {
    const turn = createFairTurns(limits);
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await pause(1);
      running -= 1;
      throw new Error('wrong');
    };
    const ofOne = await Promise.allSettled(Array.from({ length: 30 }, () => turn('a', work)));
    const said = (outcome: PromiseSettledResult<unknown>) =>
      outcome.status === 'rejected' ? String(outcome.reason) : '';
    expect(ofOne.filter((outcome) => said(outcome) === 'Error: full')).to.have.length(8);
    const ofAll = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => turn(String(index), work)),
    );
    expect(ofAll.filter((outcome) => said(outcome) === 'Error: full')).to.have.length(8);
    expect(most).to.equal(2);
    expect(await turn('a', () => Promise.resolve('works'))).to.equal('works');
  });
});
