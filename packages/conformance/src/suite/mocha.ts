import { planSuite, type SuiteOptions, type SuiteShape } from './suite.ts';

export type { SuiteOptions, SuiteShape } from './suite.ts';

/** What of mocha's globals is used. */
interface MochaContext {
  timeout(milliseconds: number): unknown;
  skip(): never;
}
interface MochaGlobals {
  describe(title: string, body: (this: MochaContext) => void): void;
  before(hook: (this: MochaContext) => Promise<void>): void;
  it(title: string, test: (this: MochaContext) => Promise<void>): void;
}

/**
 * Declares a mocha suite with one test for each check, titled by its requirements. The checks run together before the
 * first test. Throws when mocha is not there, and {@link ConformanceError} when a filter matches nothing.
 */
export function conformanceSuite(options: SuiteOptions, shape: SuiteShape = {}): void {
  // Mocha puts its functions into the global object before it loads a test file.
  const mocha = globalThis as unknown as Partial<MochaGlobals>;
  const { describe, before, it } = mocha;
  if (describe === undefined || before === undefined || it === undefined) {
    throw new Error('conformanceSuite needs mocha: call it in a test file that mocha runs.');
  }
  const suite = planSuite(options, shape);
  describe(suite.title, function () {
    this.timeout(0);
    before(() => suite.start());
    for (const { title, verdict } of suite.tests) {
      it(title, async function () {
        const { skip } = await verdict();
        if (skip !== undefined) this.skip();
      });
    }
  });
}
