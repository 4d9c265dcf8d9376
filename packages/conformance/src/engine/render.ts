import { outcomes, type CheckResult, type Counts, type Finding, type Report } from './report.ts';

/** The words for an outcome in a sentence that counts them. */
export function sayCounts(counts: Counts): string {
  const said = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${String(counts[outcome])} ${outcome}`);
  return said.length === 0 ? 'nothing ran' : said.reverse().join(', ');
}

/** That a run was stopped, for every format to say. */
export const stoppedEarly = 'The run was stopped before all checks were through.';

/** The conclusion as a sentence, and another where the run was stopped. */
export function sayConclusion(report: Report): string {
  const verdict = sayVerdict(report);
  return report.aborted && report.conclusion !== 'undecided' ? `${verdict} ${stoppedEarly}` : verdict;
}

function sayVerdict(report: Report): string {
  switch (report.conclusion) {
    case 'conformant':
      return `The broker conforms to version ${report.apiVersion}, as far as it was tested.`;
    case 'not-conformant':
      return `The broker does not conform to version ${report.apiVersion}.`;
    case 'undecided':
      return report.aborted
        ? `${stoppedEarly} It does not decide whether the broker conforms.`
        : 'The run does not decide whether the broker conforms: see what was blocked or errored.';
  }
}

/** Which plans were not tested, when the catalog is so large that a sample was; `undefined` otherwise. */
export function saySample({ catalog: { offerings, sample } }: Report): string | undefined {
  if (sample === undefined) return undefined;
  const left = offerings.flatMap(({ name, plans }) =>
    plans.flatMap((plan) => (plan.tested ? [] : [`${clip(name, 60)}/${clip(plan.name, 60)}`])),
  );
  const named = left.slice(0, 5).join(', ');
  const more = left.length > 5 ? ` and ${String(left.length - 5)} more, all of them in the JSON report` : '';
  return `${String(sample.tested)} of ${String(sample.of)} plans were tested, a sample: not ${named}${more}. --all-plans tests all, --service and --plan those that they name.`;
}

/** "check-id" or "check-id [offering/plan]". */
export function nameResult(result: CheckResult): string {
  return result.target === null
    ? result.check
    : `${result.check} [${result.target.service}/${result.target.plan}]`;
}

/** Why a result is not a plain pass or failure; `undefined` for those that have findings or passed. */
export function reasonOf(result: CheckResult): string | undefined {
  switch (result.outcome) {
    case 'passed':
    case 'failed':
    case 'warned':
      return undefined;
    case 'skipped':
      return result.reason;
    case 'blocked':
      return result.cause;
    case 'inconclusive':
      return result.why;
    case 'errored':
      return result.error;
  }
}

/** The findings of a result; none for a result without. */
export function findingsOf(result: CheckResult): readonly Finding[] {
  return result.outcome === 'failed' || result.outcome === 'warned' ? result.findings : [];
}

/** Method, path and status of an exchange, with the bodies cut to fit a line. */
export function sayExchange(report: Report, id: number, limit = 160): string {
  const exchange = report.exchanges.find((candidate) => candidate.id === id);
  if (exchange === undefined) return `#${String(id)}`;
  const { request, outcome } = exchange;
  const path = request.url.startsWith(report.target) ? request.url.slice(report.target.length) : request.url;
  const sent = request.body === null ? '' : ` ${clip(request.body, limit)}`;
  const got =
    outcome.kind === 'unanswered'
      ? outcome.reason
      : `${String(outcome.status)} ${clip(outcome.body, limit)}`.trimEnd();
  return `${request.method} ${path}${sent} → ${got}`;
}

function clip(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
