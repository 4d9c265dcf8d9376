import { nothingMore } from '../engine/stuck-plans.ts';
import { reasonOf } from '../engine/render.ts';
import type { CheckResult } from '../engine/report.ts';
import { resultsOf, shortestOf, typicalOf, type Cause } from './causes.ts';
import type { Reach } from './requests.ts';
import { plural, targetName } from './words.ts';

/** A cause in one sentence without a full stop, and how many checks tell of it. */
export function headlineOf(cause: Cause): string {
  const { findings, waiting, reach } = cause;
  const held = plural(waiting.length, 'result');
  if (reach !== undefined)
    return `${sayReach(reach)}; ${held} ${waiting.length === 1 ? 'waits' : 'wait'} for it`;
  const shown = shortestOf(cause);
  if (shown === undefined) {
    const typical = typicalOf(cause);
    const reason = (typical === undefined ? undefined : reasonOf(typical)) ?? '';
    return `${withoutStop(reason.replace(nothingMore, ''))} (${held})`;
  }
  const { expected, because } = shown.finding;
  const found = plural(checksIn(findings.map(({ result }) => result)), 'check');
  return `Expected ${expected}, got ${actualOf(cause)}: ${because} (${found})`;
}

/** "Each bind is answered 500 Internal Server Error", "No poll of a binding gets an answer: …". */
function sayReach({ request, came, sent, ended }: Reach): string {
  const isAnswered = /^\d{3}\b/.test(came);
  const all = ended === sent;
  if (isAnswered) {
    return all
      ? `Each ${request} is answered ${came}`
      : `${String(ended)} of ${String(sent)} requests to ${verbOf(request)} are answered ${came}`;
  }
  return all
    ? `No ${request} gets an answer: ${came}`
    : `${String(ended)} of ${String(sent)} requests to ${verbOf(request)} get no answer: ${came}`;
}

const verbOf = (request: string) =>
  request
    .replace(/^fetch of/, 'fetch')
    .replace(/^poll of/, 'poll')
    .replace(/^request for/, 'read');

/** The checks that a cause is about: "binding/created", "binding/created and 30 more". */
export function checkNames(cause: Cause): string {
  const checks = [...new Set(resultsOf(cause).map(({ check }) => check))];
  const own = shortestOf(cause)?.result.check ?? checks[0] ?? '';
  return andMore([own, ...checks.filter((check) => check !== own)], 1);
}

/** The plans that a cause shows in; empty when there is only one, or it is about the broker as a whole. */
export function plansOf(cause: Cause): readonly string[] {
  const plans = new Set(
    cause.findings.flatMap(({ result }) => (result.target === null ? [] : [targetName(result.target)])),
  );
  return plans.size > 1 ? [...plans] : [];
}

/** What came, as far as it holds for all that is told together: messages of single answers are left out. */
export function actualOf(cause: Cause): string {
  const own = shortestOf(cause)?.finding.actual ?? '';
  const isTheSame = cause.findings.every(({ finding }) => finding.actual === own);
  return isTheSame ? own : (/^\d{3}( [A-Z][\w-]*)+/.exec(own)?.[0] ?? own);
}

/** Why each of the answers was wrong: first the reason of the one that is shown, then the most frequent. */
export function reasonsOf(cause: Cause): readonly string[] {
  const own = shortestOf(cause)?.finding.because;
  const counts = new Map<string, number>();
  for (const { finding } of cause.findings)
    counts.set(finding.because, (counts.get(finding.because) ?? 0) + 1);
  const all = [...counts].toSorted(([, a], [, b]) => b - a).map(([because]) => because);
  return own === undefined ? all : [own, ...all.filter((because) => because !== own)];
}

/** The requirements that a cause breaks, that of the shortest finding first. */
export function requirementsOf(cause: Cause): readonly string[] {
  const own = shortestOf(cause)?.finding.requirement;
  const all = new Set(cause.findings.map(({ finding }) => finding.requirement));
  return own === undefined ? [...all] : [own, ...[...all].filter((id) => id !== own)];
}

/** "a, b and 3 more". */
export function andMore(words: readonly string[], most: number, between = ', '): string {
  const shown = words.slice(0, most).join(between);
  return words.length > most ? `${shown} and ${String(words.length - most)} more` : shown;
}

function checksIn(results: readonly CheckResult[]): number {
  return new Set(results.map(({ check }) => check)).size;
}

const withoutStop = (text: string) => text.replace(/\.$/, '');
