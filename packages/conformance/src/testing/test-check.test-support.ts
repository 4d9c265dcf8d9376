import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Check } from '../engine/check.ts';
import type { Outcome } from '../engine/report.ts';
import { outline, runOn, type Miniature } from './miniature.ts';

/** Miniatures by what they do; the name reads on after "a broker that". */
export type Miniatures = Readonly<Record<string, Miniature>>;

/** What a check must say about which brokers. At least one broker must be found wanting. */
export interface CheckCases {
  readonly passes?: Miniatures;
  readonly fails?: Miniatures;
  readonly warns?: Miniatures;
  readonly skips?: Miniatures;
  readonly blocked?: Miniatures;
  readonly inconclusive?: Miniatures;
}

const outcomeOfCase: Readonly<Record<keyof CheckCases, Outcome>> = {
  passes: 'passed',
  fails: 'failed',
  warns: 'warned',
  skips: 'skipped',
  blocked: 'blocked',
  inconclusive: 'inconclusive',
};

/** Declares the tests of a check: a table of miniatures for each outcome. */
export function testCheck(check: Check, cases: CheckCases): void {
  describe(check.id, () => {
    if (Object.keys({ ...cases.fails, ...cases.warns }).length === 0) {
      it('has been seen to fail', () => {
        expect.fail('No miniature fails this check. Name a broker that is wrong.');
      });
    }
    for (const [kind, miniatures] of Object.entries(cases) as [keyof CheckCases, Miniatures][]) {
      for (const [name, miniature] of Object.entries(miniatures)) {
        it(`${kind}: a broker that ${name}`, async () => {
          const report = await runOn([check], miniature);
          const wanted = outcomeOfCase[kind];
          const seen = report.results.map(outline).join('\n');
          expect(
            report.results.some((result) => result.outcome === wanted),
            seen,
          ).to.equal(true);
          if (kind === 'passes' || kind === 'warns') {
            expect(
              report.results.some((result) => result.outcome === 'failed'),
              seen,
            ).to.equal(false);
          }
          // A broker that says that it deleted what it kept is told so, and has it still.
          const left = report.leftovers.filter(
            ({ reason }) => !reason.includes('answered its deletion as done'),
          );
          expect(left, 'leftovers').to.deep.equal([]);
        });
      }
    }
  });
}
