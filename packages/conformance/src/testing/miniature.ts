import type { RequirementId } from '@osb-kit/spec';
import type { Check } from '../engine/check.ts';
import type { RunOptions } from '../engine/options.ts';
import type { CheckResult, Report } from '../engine/report.ts';
import { runChecks } from '../run.ts';
import { modelCredentials, startModelBroker } from './model-broker.ts';
import type { ModelOptions } from './model-types.ts';

/** A broker for a test: the model, wrong in one named way or legally different, and how the tester is run against it. */
export interface Miniature extends ModelOptions {
  readonly run?: Partial<RunOptions>;
  /** The host name that it is reached by, in place of the loopback address. */
  readonly host?: string;
}

/** A broker that is wrong in exactly one way, and the row of the ledger that it breaks. */
export interface Mutant {
  readonly row: RequirementId;
  /** What it does wrong, in words. */
  readonly name: string;
  readonly miniature: Miniature;
}

/** Runs checks against a miniature and stops it again. */
export async function runOn(checks: readonly Check[], miniature: Miniature): Promise<Report> {
  const broker = await startModelBroker(miniature);
  try {
    return await runChecks(checks, {
      url: broker.url.replace('127.0.0.1', miniature.host ?? '127.0.0.1'),
      auth: modelCredentials,
      fastPoll: true,
      seed: 7,
      requestTimeout: 5000,
      operationTimeout: 5000,
      ...miniature.run,
    });
  } finally {
    await broker.close();
  }
}

/** One line about a result, for messages of failing tests. */
export function outline(result: CheckResult): string {
  const plan = result.target === null ? '' : ` [${result.target.plan}]`;
  return `${result.check}${plan}: ${result.outcome} ${detailOf(result)}`;
}

function detailOf(result: CheckResult): string {
  switch (result.outcome) {
    case 'failed':
    case 'warned':
      return result.findings
        .map(
          (finding) =>
            `${finding.requirement}: expected ${finding.expected}, got ${finding.actual} (${finding.because})`,
        )
        .join('; ');
    case 'skipped':
      return result.reason;
    case 'blocked':
      return result.cause;
    case 'inconclusive':
      return result.why;
    case 'errored':
      return result.error;
    case 'passed':
      return '';
  }
}
