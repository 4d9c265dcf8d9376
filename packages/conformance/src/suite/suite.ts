import type { Check } from '../engine/check.ts';
import { selectChecks } from '../engine/filter.ts';
import type { RunOptions } from '../engine/options.ts';
import { findingsOf, nameResult, reasonOf } from '../engine/render.ts';
import type { CheckResult, Report } from '../engine/report.ts';
import { checks } from '../registry.ts';
import { runConformance } from '../run.ts';

/** The options of the run, or what gives them when the tests start: for a broker that is started before the tests. */
export type SuiteOptions = RunOptions | (() => RunOptions | Promise<RunOptions>);

/** What of the suite is known before the tests start. */
export interface SuiteShape {
  /** Title of the suite. */
  readonly title?: string;
  /** Check ids with `*`, or requirement ids, as in {@link RunOptions}. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** One test of a suite. */
export interface SuiteTest {
  /** The requirements, and what must hold. */
  readonly title: string;
  /** Throws with all findings when the broker fails; `skip` says why nothing was judged. */
  verdict(): Promise<{ readonly skip: string | undefined }>;
}

/** A suite: the tests, and what runs the checks once for all of them. */
export interface Suite {
  readonly title: string;
  readonly tests: readonly SuiteTest[];
  /** Runs the checks; the tests wait for it. */
  start(): Promise<void>;
}

/** Plans a suite: one test for each check, and one for what the run left on the broker. */
export function planSuite(options: SuiteOptions, shape: SuiteShape = {}): Suite {
  const given: Partial<RunOptions> = typeof options === 'function' ? {} : options;
  const only = shape.only ?? given.only;
  const skip = shape.skip ?? given.skip;
  const selected = selectChecks(checks, only, skip);
  let report: Promise<Report> | undefined;
  const run = () =>
    (report ??= Promise.resolve(typeof options === 'function' ? options() : options).then((resolved) =>
      runConformance({
        ...resolved,
        ...(only === undefined ? {} : { only }),
        ...(skip === undefined ? {} : { skip }),
      }),
    ));
  const ofCheck = (check: Check): SuiteTest => ({
    title: `${check.requirements.join(', ')}: ${check.title} (${check.id})`,
    verdict: async () => judge((await run()).results.filter((result) => result.check === check.id)),
  });
  const leftovers: SuiteTest = {
    title: 'Everything that the tests made is removed again',
    async verdict() {
      const { leftovers: left } = await run();
      if (left.length === 0) return { skip: undefined };
      const lines = left.map(
        ({ kind, instanceId, bindingId, reason }) => `${kind} ${bindingId ?? instanceId}: ${reason}`,
      );
      throw new SuiteFailure(`Left on the broker:\n${lines.join('\n')}`);
    },
  };
  return {
    title: shape.title ?? 'Open Service Broker API',
    tests: [...selected.map(ofCheck), leftovers],
    async start() {
      await run();
    },
  };
}

/** A broker that fails a test. The message says it all; a stack of the tester would say nothing. */
export class SuiteFailure extends Error {
  override readonly name = 'SuiteFailure';

  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

function judge(results: readonly CheckResult[]): { readonly skip: string | undefined } {
  const bad = results.filter(({ outcome }) => ['failed', 'blocked', 'errored'].includes(outcome));
  if (bad.length > 0) throw new SuiteFailure(bad.map(say).join('\n\n'));
  const proven = results.some(({ outcome }) => outcome === 'passed' || outcome === 'warned');
  const reasons = [...new Set(results.map(reasonOf).filter((reason) => reason !== undefined))];
  return { skip: proven ? undefined : reasons.join(' ') || 'The run did not come to this check.' };
}

function say(result: CheckResult): string {
  const reason = reasonOf(result);
  if (reason !== undefined) return `${nameResult(result)} ${result.outcome}: ${reason}`;
  const findings = findingsOf(result).map((finding) =>
    [
      `${finding.requirement} (${finding.level}): ${finding.statement}`,
      `  expected  ${finding.expected}`,
      `  actual    ${finding.actual}`,
      `  because   ${finding.because}`,
      `  see       ${finding.link}`,
      ...finding.reproduce.map((command) => `  $ ${command}`),
    ].join('\n'),
  );
  return [nameResult(result), ...findings].join('\n');
}
