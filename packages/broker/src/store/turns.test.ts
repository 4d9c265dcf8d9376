import { expect } from 'chai';
import { pause } from '../client.test-support.ts';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('come one after another under one name, whatever becomes of those before, and let others go on', async () => {
    const inTurn = createTurns(1000);
    const events: string[] = [];
    const work =
      (name: string, ms: number, failing = false) =>
      async () => {
        events.push(`${name} begins`);
        await pause(ms);
        events.push(`${name} ends`);
        if (failing) throw new Error(name);
        return name;
      };
    const done = await Promise.allSettled([
      inTurn('a', work('a1', 30, true)),
      inTurn('a', work('a2', 10)),
      inTurn('b', work('b1', 1)),
    ]);
    expect(done.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled', 'fulfilled']);
    expect(events).to.deep.equal([
      ...['a1 begins', 'b1 begins', 'b1 ends', 'a1 ends', 'a2 begins', 'a2 ends'],
    ]);
  });

  it('are not waited for too long', async () => {
    const inTurn = createTurns(20);
    let late = false;
    const [, second] = await Promise.allSettled([
      inTurn('a', () => pause(60)),
      inTurn('a', () => Promise.resolve((late = true))),
    ]);
    expect(String(second.status === 'rejected' && second.reason)).to.contain('Try again');
    expect(late).to.equal(false);
  });
});
