import { requirement, sectionLink, levelAt, type RequirementId } from '@osb-kit/spec';
import { createArrange, type Arrange } from './arrange.ts';
import type { Plan } from './catalog-model.ts';
import type { Check, Tools } from './check.ts';
import type { BrokerClient } from './client.ts';
import { curlOf } from './curl.ts';
import type { Exchange, ExchangeReference } from './exchange.ts';
import { createExpect, type Gathered } from './expect.ts';
import { sayFault } from './network-fault.ts';
import { causeOf, type Cause, type Ground } from './one-cause.ts';
import type { CheckResult, Finding, Obstacle, ResultTarget } from './report.ts';
import { rollUpsOf } from './roll-ups.ts';
import { weightAt } from './severity.ts';
import { Blocked, Inconclusive, NotApplicable, Violation, type RawFinding } from './signals.ts';
import { NetworkFault } from './wire.ts';
import type { World } from './world.ts';

/** What one run of a check needs besides the check. */
export interface CheckRun {
  readonly world: World;
  readonly strict: boolean;
  readonly client: BrokerClient;
  /** Where the client puts its exchanges, and where the exchanges are. */
  readonly references: ExchangeReference[];
  exchange(id: number): Exchange | undefined;
  readonly target: string;
}

/** Runs a check on one target and turns what happens into a result. */
export async function runCheck(
  check: Check,
  plan: Plan | null,
  body: (tools: Tools) => Promise<void>,
  run: CheckRun,
): Promise<CheckResult> {
  const start = performance.now();
  const gathered: Gathered = { findings: [], notes: [] };
  const { world } = run;
  const expect = createExpect(check.requirements, world.apiVersion, gathered);
  const ground: Ground = { hasInstance: false, hasBinding: false };
  const signal = await outcomeOf(async () => {
    await body({
      broker: run.client,
      arrange: noting(createArrange(world, run.client), ground),
      expect,
      world,
    });
  });
  const base = {
    check: check.id,
    title: check.title,
    requirements: check.requirements,
    target: plan === null ? null : targetOf(plan),
    durationMs: Math.round(performance.now() - start),
    notes: [...new Set(gathered.notes)],
    exchanges: [...run.references].sort((a, b) => a.id - b.id),
  };
  const raw = signal instanceof Violation ? [...signal.findings, ...gathered.findings] : gathered.findings;
  const { own, cause } = check.judgesTheOrdinary
    ? { own: distinct(raw), cause: undefined }
    : await withoutCommonCause(distinct(raw), plan, ground, world);
  const findings = own.map((finding) => findingOf(finding, check, plan, run));
  const [first, ...rest] = findings;
  if (first !== undefined) {
    const fails = findings.some(({ weight }) => weight === 'error' || (run.strict && weight === 'warning'));
    return { ...base, outcome: fails ? 'failed' : 'warned', findings: [first, ...rest] };
  }
  if (cause !== undefined)
    return { ...base, outcome: 'blocked', cause: cause.text, ...obstacle(cause.answer.exchange.id, run) };
  if (signal === undefined) return { ...base, outcome: 'passed' };
  if (signal instanceof NotApplicable) return { ...base, outcome: 'skipped', reason: signal.message };
  if (signal instanceof Blocked)
    return { ...base, outcome: 'blocked', cause: signal.message, ...obstacle(signal.exchange, run) };
  if (signal instanceof Inconclusive) return { ...base, outcome: 'inconclusive', why: signal.message };
  const unanswered = signal instanceof NetworkFault ? signal.exchange : undefined;
  return { ...base, outcome: 'errored', error: errorText(signal), ...obstacle(unanswered, run) };
}

/** The findings that are a matter of the check, and what the others come from. */
async function withoutCommonCause(
  findings: readonly RawFinding[],
  plan: Plan | null,
  ground: Ground,
  world: World,
): Promise<{ readonly own: readonly RawFinding[]; readonly cause: Cause | undefined }> {
  const own: RawFinding[] = [];
  let cause: Cause | undefined;
  for (const finding of findings) {
    // An ordinary life that broke off, as when the run is stopped, explains nothing.
    const found = await causeOf(finding, plan, ground, world).catch(() => undefined);
    if (found === undefined) own.push(finding);
    else cause = found;
  }
  return { own, cause };
}

/** The same arrangements, noting what they make. */
function noting(arrange: Arrange, ground: Ground): Arrange {
  const note = () => {
    ground.hasInstance = true;
  };
  return {
    ...arrange,
    async instance(plan, parameters) {
      const instance = await arrange.instance(plan, parameters);
      note();
      return instance;
    },
    async binding(instance, parameters) {
      const binding = await arrange.binding(instance, parameters);
      ground.hasBinding = true;
      return binding;
    },
    onShared: (plan, probe) =>
      arrange.onShared(plan, (instance) => {
        note();
        return probe(instance);
      }),
  };
}

/** The exchange that stood in the way: the one that is named, the last that went wrong, or the last that was sent. */
function obstacle(named: number | undefined, run: CheckRun): Obstacle {
  const sent = run.references
    .filter(({ role }) => role !== 'cleanup')
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .flatMap((id) => run.exchange(id) ?? []);
  const exchange = named === undefined ? (sent.findLast(hasGoneWrong) ?? sent.at(-1)) : run.exchange(named);
  return { exchange: exchange?.id ?? null, reproduce: reproduce(exchange, run) };
}

const hasGoneWrong = ({ request, outcome }: Exchange) =>
  request.credentials === 'configured' && (outcome.kind === 'unanswered' || outcome.status >= 500);

/** Findings that say the same of several answers are told once. */
function distinct(findings: readonly RawFinding[]): readonly RawFinding[] {
  const said = new Map<string, RawFinding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.requirement, finding.expected, finding.actual, finding.because]);
    if (!said.has(key)) said.set(key, finding);
  }
  return [...said.values()];
}

/** The result of a check that has nothing to run on. */
export function skippedResult(check: Check, reason: string): CheckResult {
  const { id, title, requirements } = check;
  const base = { check: id, title, requirements, target: null, durationMs: 0, notes: [], exchanges: [] };
  return { ...base, outcome: 'skipped', reason };
}

/** True when the target version states none of the requirements of the check. */
export function isNotStated(check: Check, version: World['apiVersion']): boolean {
  return check.requirements.every((id) => weightAt(id, version) === undefined);
}

async function outcomeOf(action: () => Promise<void>): Promise<unknown> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error;
  }
}

function errorText(error: unknown): string {
  if (error instanceof NetworkFault) return `No answer: ${sayFault(error)}.`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function targetOf(plan: Plan): ResultTarget {
  return { service: plan.offering.name, serviceId: plan.offering.id, plan: plan.name, planId: plan.id };
}

function findingOf(raw: RawFinding, check: Check, plan: Plan | null, run: CheckRun): Finding {
  const { apiVersion } = run.world;
  const row = requirement(raw.requirement);
  const exchange = raw.answer?.exchange;
  return {
    requirement: raw.requirement,
    alsoBreaks: [
      ...(raw.alsoBreaks === undefined ? [] : [raw.alsoBreaks]),
      ...rollUpsOf(raw.requirement, apiVersion),
    ],
    statement: row.statement,
    level: levelAt(row, apiVersion) ?? row.level,
    since: row.since,
    weight: raw.weight ?? weightAt(raw.requirement, apiVersion) ?? 'advice',
    link: linkOf(raw.requirement, apiVersion),
    expected: raw.expected,
    actual: raw.actual,
    because: raw.because,
    likelyCause: raw.likelyCause ?? null,
    exchange: exchange?.id ?? null,
    reproduce: reproduce(exchange, run),
    runAgain: `osb test ${run.target} --only ${check.id}${plan === null ? '' : ` --plan ${shellWord(plan.name)}`}`,
  };
}

function linkOf(id: RequirementId, version: World['apiVersion']): string {
  return sectionLink(requirement(id).section, version);
}

/** The requests that led to the exchange, without polls and fetches, and the exchange itself. */
function reproduce(exchange: Exchange | undefined, run: CheckRun): string[] {
  if (exchange === undefined) return [];
  const instance = /\/v2\/service_instances\/[^/?]+/.exec(exchange.request.url)?.[0];
  const before = run.references
    .filter(({ id, role }) => id < exchange.id && role !== 'poll' && role !== 'cleanup')
    .flatMap(({ id }) => run.exchange(id) ?? [])
    .filter(
      ({ request }) => request.method !== 'GET' && instance !== undefined && request.url.includes(instance),
    );
  return [...before, exchange].map(curlOf);
}

function shellWord(text: string): string {
  return /^[A-Za-z0-9._-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
