import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createPlaces, type Seat } from './places.ts';

/** What a job does: works for so many milliseconds, waits, waits for work of its own, or does several things at once. */
type Part =
  | { readonly kind: 'work' | 'wait'; readonly ms: number }
  | { readonly kind: 'turn'; readonly ms: number }
  | { readonly kind: 'both'; readonly parts: readonly Part[] };

const ms = fc.integer({ min: 0, max: 3 });
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constantFrom('work', 'wait'), ms }),
  fc.record({ kind: fc.constant('turn'), ms }),
);
const job = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: part },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('both'),
        parts: fc.array(part, { minLength: 2, maxLength: 3 }),
      }),
    },
  ),
  { maxLength: 5 },
);

describe('places for jobs', function () {
  this.timeout(30_000);

  it('are never taken by more jobs than there are, and every job ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(job, { maxLength: 10 }),
        async (count, jobs) => {
          const places = createPlaces(count);
          const working = new Set<number>();
          let most = 0;
          const during = async (index: number, duration: number) => {
            const mine = !working.has(index);
            working.add(index);
            most = Math.max(most, working.size);
            await sleep(duration);
            if (mine) working.delete(index);
          };
          await Promise.all(
            jobs.map((parts, index) =>
              places.run(async (seat) => {
                // Parts of one job that run at once may go on while another of them waits.
                const counted = parts.every(({ kind }) => kind !== 'both');
                for (const each of parts) await take(seat, each, counted ? index : -1, during);
              }),
            ),
          );
          const simple = jobs.every((parts) => parts.every(({ kind }) => kind !== 'both'));
          if (simple) expect(most).to.be.at.most(count);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('go to others while a job waits, and to who comes back before who begins', async () => {
    const places = createPlaces(1);
    const order: string[] = [];
    let wake: () => void = () => undefined;
    const waited = new Promise<void>((resolve) => (wake = resolve));
    await Promise.all([
      places.run(async (seat) => {
        order.push('first waits');
        await seat.away(() => waited);
        order.push('first is back');
      }),
      places.run(async () => {
        order.push('second works');
        wake();
        await sleep(5);
      }),
      places.run(() => Promise.resolve(void order.push('third begins'))),
    ]);
    expect(order).to.deep.equal(['first waits', 'second works', 'first is back', 'third begins']);
  });

  it('bound the jobs that have begun, also when all of them wait', async () => {
    const places = createPlaces(2);
    let begun = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 60 }, () =>
        places.run(async (seat) => {
          most = Math.max(most, ++begun);
          await seat.away(() => sleep(5));
          begun -= 1;
        }),
      ),
    );
    expect(most).to.equal(12);
  });

  it('are not taken by what a job left behind that failed', async () => {
    const places = createPlaces(1);
    const failing = places.run((seat) =>
      Promise.all([seat.away(() => sleep(20)), Promise.reject(new Error('gone'))]),
    );
    expect(await failing.catch((error: unknown) => String(error))).to.equal('Error: gone');
    await sleep(40);
    expect(await places.run(() => Promise.resolve('works'))).to.equal('works');
  });

  it('become fewer when answers are slow, but for the last one, and every job ends', async () => {
    const places = createPlaces(8);
    let most = 0;
    let working = 0;
    let ended = 0;
    const job = async () => {
      working += 1;
      if (ended >= 8) most = Math.max(most, working);
      if (ended < 4) places.slower(0);
      await new Promise((resolve) => setTimeout(resolve, 1));
      working -= 1;
      ended += 1;
    };
    await Promise.all(Array.from({ length: 40 }, () => places.run(job)));
    expect(ended).to.equal(40);
    expect(most).to.equal(1);
  });

  it('stay free for others when a job fails while it waits', async () => {
    const places = createPlaces(1);
    const failing = places.run((seat) => seat.away(() => Promise.reject(new Error('gone'))));
    expect(await failing.catch((error: unknown) => String(error))).to.equal('Error: gone');
    expect(await places.run(() => Promise.resolve('works'))).to.equal('works');
  });
});

async function take(
  seat: Seat,
  part: Part,
  index: number,
  during: (index: number, ms: number) => Promise<void>,
): Promise<void> {
  switch (part.kind) {
    case 'work':
      await (index < 0 ? sleep(part.ms) : during(index, part.ms));
      return;
    case 'wait':
      await seat.away(() => sleep(part.ms));
      return;
    case 'turn':
      return seat.away(async () => {
        await sleep(part.ms);
        await seat.back(() => (index < 0 ? sleep(part.ms) : during(index, part.ms)));
      });
    case 'both':
      await Promise.all(part.parts.map((each) => take(seat, each, index, during)));
  }
}
