import { before, describe, it } from 'node:test';
import { planSuite, type SuiteOptions, type SuiteShape } from './suite.ts';

export type { SuiteOptions, SuiteShape } from './suite.ts';

/**
 * Declares a suite of `node:test` with one test for each check, titled by its requirements. The checks run together
 * before the first test. Throws {@link ConformanceError} when a filter matches nothing.
 */
export function conformanceSuite(options: SuiteOptions, shape: SuiteShape = {}): void {
  const suite = planSuite(options, shape);
  void describe(suite.title, () => {
    before(() => suite.start());
    for (const { title, verdict } of suite.tests) {
      void it(title, async (context) => {
        const { skip } = await verdict();
        if (skip !== undefined) context.skip(skip);
      });
    }
  });
}
