import { findingsOf, reasonOf } from '../engine/render.ts';
import { outcomes, type CheckResult, type Finding, type Outcome, type Report } from '../engine/report.ts';
import { nothingMore } from '../engine/stuck-plans.ts';
import { essenceOf } from '../engine/server-errors.ts';
import { kindOf } from '../engine/well-formed.ts';
import type { Exchange } from '../engine/exchange.ts';
import { exchangesById } from './exchange-text.ts';
import { exchangeOf, reachOf, requestKey, tallyOf, type Reach } from './requests.ts';

type ById = ReturnType<typeof exchangesById>;

/** A finding and the result that it is of. */
export interface Shown {
  readonly result: CheckResult;
  readonly finding: Finding;
}

/** What stands behind results that need attention: findings that show one fault, and checks that wait for it. */
export interface Cause {
  /** The worst outcome of what shows it. */
  readonly outcome: Outcome;
  /** Findings that say the same of the broker; none when nothing but checks in its way tells of the cause. */
  readonly findings: readonly Shown[];
  /** Results that came to no verdict because of it. */
  readonly waiting: readonly CheckResult[];
  /** How the broker treats the request that stands in the way; `undefined` when no request does. */
  readonly reach: Reach | undefined;
}

/**
 * The causes of all that was found or came to no verdict, each once: those that others wait for first, then what failed,
 * what is advised against, and what stayed open.
 */
export function causesOf(report: Report): readonly Cause[] {
  const byId = exchangesById(report.exchanges);
  const tally = tallyOf(report.exchanges);
  const faults = faultsOf(report.results, byId);
  const inTheWay = [...obstaclesOf(report.results, byId)].map(([key, waiting]): Cause => {
    const reach = reachOf(exchangeOf(waiting[0], byId), tally);
    const findings = faults.filter((shown) => isOf(shown, key, reach, byId)).flat();
    return {
      outcome: worstOf([...findings.map(({ result }) => result), ...waiting]),
      findings,
      waiting,
      reach,
    };
  });
  const told = new Set(inTheWay.flatMap(({ findings }) => findings));
  const others = faults
    .filter((shown) => !shown.some((one) => told.has(one)))
    .map((findings): Cause => {
      const outcome = worstOf(findings.map(({ result }) => result));
      return { outcome, findings, waiting: [], reach: undefined };
    });
  return [...inTheWay, ...others].toSorted((a, b) => rank(a) - rank(b) || weightOf(b) - weightOf(a));
}

/**
 * True when findings tell of the request that stands in the way: they are about its status, and the broker treats all
 * such requests alike, or it is an ordinary one that was to succeed, so that it is one fault.
 */
function isOf(shown: readonly Shown[], key: string, reach: Reach | undefined, byId: ById): boolean {
  if (reach === undefined) return false;
  return shown.every(({ finding }) => {
    if (reach.ended < reach.sent && !isOfOrdinary(finding)) return false;
    const exchange = finding.exchange === null ? undefined : byId.get(finding.exchange);
    return exchange !== undefined && requestKey(exchange) === key && statusOf(finding.actual) !== undefined;
  });
}

/** All results that a cause is about, each once. */
export function resultsOf({ findings, waiting }: Cause): readonly CheckResult[] {
  return [...new Set([...findings.map(({ result }) => result), ...waiting])];
}

/** The finding that is repeated with the fewest words. */
export function shortestOf({ findings }: Cause): Shown | undefined {
  return findings.toSorted((a, b) => effort(a.finding) - effort(b.finding))[0];
}

/** A result that waits, with the reason that most of them have; its answer shows what stands in the way. */
export function typicalOf({ waiting }: Cause): CheckResult | undefined {
  const counts = new Map<string, CheckResult[]>();
  for (const result of waiting) {
    const reason = generally(reasonOf(result) ?? '', result);
    const alike = counts.get(reason);
    if (alike === undefined) counts.set(reason, [result]);
    else alike.push(result);
  }
  return [...counts.values()].toSorted((a, b) => b.length - a.length)[0]?.[0];
}

/** The cause of each finding and of each result that waits. */
export function causeOfEach(causes: readonly Cause[]): ReadonlyMap<Finding | CheckResult, Cause> {
  return new Map<Finding | CheckResult, Cause>(
    causes.flatMap((cause) => [
      ...cause.findings.map(({ finding }) => [finding, cause] as const),
      ...cause.waiting.map((result) => [result, cause] as const),
    ]),
  );
}

const effort = ({ reproduce }: Finding) => reproduce.join('').length || Infinity;

interface Fault {
  readonly marks: Set<string>;
  readonly shown: Shown[];
}

/**
 * Groups findings that got the same, and break one requirement, or expected the same for one reason, be it through
 * others.
 */
function faultsOf(results: readonly CheckResult[], byId: ById): readonly (readonly Shown[])[] {
  const alike = new Map<string, Fault[]>();
  const places = new Map(results.map((result, index) => [result, index]));
  const placeOf = (shown: readonly Shown[]) =>
    Math.min(...shown.map(({ result }) => places.get(result) ?? 0));
  for (const result of results) {
    for (const finding of findingsOf(result)) {
      const { actual } = finding;
      const key = statusOf(actual) ?? generally(actual, result);
      const own: Fault = { marks: marksOf(finding, result, byId), shown: [{ result, finding }] };
      const faults = alike.get(key) ?? [];
      const same = faults.filter(({ marks }) => [...own.marks].some((mark) => marks.has(mark)));
      const [home = own, ...others] = same;
      for (const { marks, shown } of home === own ? [] : [own, ...others]) {
        for (const mark of marks) home.marks.add(mark);
        home.shown.push(...shown);
      }
      const kept = faults.filter((fault) => !others.includes(fault));
      alike.set(key, home === own ? [...kept, own] : kept);
    }
  }
  return [...alike.values()]
    .flat()
    .map(({ shown }) => shown)
    .toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** What two findings of one fault have in common. */
function marksOf(finding: Finding, result: CheckResult, byId: ById): Set<string> {
  const exchange = finding.exchange === null ? undefined : byId.get(finding.exchange);
  // Whoever is refused in a wrong way is so for whatever is wrong with the credentials.
  const isStranger = exchange !== undefined && exchange.request.credentials !== 'configured';
  const expected = generally(finding.expected, result);
  // What is broken by anything that goes wrong says nothing of the cause.
  const isGeneral = finding.requirement === 'ERR-STATUS-APPROPRIATE';
  return new Set([
    isGeneral ? `${finding.requirement} ${expected}` : finding.requirement,
    `${generally(finding.because, result)} ${expected}`,
    ...(isStranger ? [`credentials ${expected}`] : []),
    ...(exchange === undefined ? [] : crashMark(finding, exchange)),
  ]);
}

/** True when the request was to succeed. */
const isOfOrdinary = ({ expected }: Pick<Finding, 'expected'>) => /^20\d/.test(expected);

/** One handler falls over whatever is wrong with a request of one kind, and says the same each time. */
function crashMark({ expected, actual }: Finding, exchange: Exchange): readonly string[] {
  const { outcome, request } = exchange;
  if (outcome.kind !== 'answered' || outcome.status < 500 || isOfOrdinary({ expected })) return [];
  if (statusOf(actual) !== String(outcome.status)) return [];
  return [`${kindOf(request) ?? ''} is answered ${essenceOf(outcome.body)}`];
}

/** Groups results without a verdict by the request that stood in the way, or by what they say. */
function obstaclesOf(results: readonly CheckResult[], byId: ById): Map<string, CheckResult[]> {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    if (result.outcome === 'skipped') continue;
    const reason = reasonOf(result);
    if (reason === undefined) continue;
    const exchange = exchangeOf(result, byId);
    const key = (exchange === undefined ? undefined : requestKey(exchange)) ?? generally(reason, result);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return groups;
}

/** A text without what differs from plan to plan and from run to run. */
function generally(text: string, { target }: CheckResult): string {
  const names = target === null ? [] : [target.plan, target.planId, target.service, target.serviceId];
  return names
    .reduce((shown, name) => shown.replaceAll(`"${name}"`, '"…"'), text)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '…')
    .replace(nothingMore, '')
    .replace(/\d+(\.\d+)? m?s\b/g, '…')
    .replace(/plan "[^"]*"/g, 'plan "…"');
}

const statusOf = (text: string) => /^\d{3}(?= |$|:)/.exec(text)?.[0];

function worstOf(results: readonly CheckResult[]): Outcome {
  const found = results.map(({ outcome }) => outcomes.indexOf(outcome));
  return outcomes[Math.min(...found)] ?? 'inconclusive';
}

/** Causes before consequences: what others wait for, what failed, what is in the way, the rest. */
function rank(cause: Cause): number {
  const holdsUp = cause.waiting.some(({ outcome }) => outcome !== 'inconclusive');
  if (holdsUp && cause.waiting.length > 1) return 0;
  return 1 + outcomes.indexOf(cause.outcome);
}

/** Among causes of one rank those that concern most come first only where others wait; the rest stays in order. */
const weightOf = (cause: Cause) => (rank(cause) === 0 ? cause.waiting.length : 0);
