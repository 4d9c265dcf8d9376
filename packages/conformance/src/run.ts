import { readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import type { Check, Tools } from './engine/check.ts';
import type { Plan } from './engine/catalog-model.ts';
import { conclude, countOutcomes } from './engine/conclusion.ts';
import { findLingering } from './engine/lingering.ts';
import { selectChecks } from './engine/filter.ts';
import { withSession, type OpenSession } from './engine/open-session.ts';
import { findingsOf } from './engine/render.ts';
import type { RunOptions } from './engine/options.ts';
import type { Seat } from './engine/places.ts';
import { reportFormat, type CheckResult, type Report } from './engine/report.ts';
import { isNotStated, runCheck, skippedResult } from './engine/run-check.ts';
import type { World } from './engine/world.ts';
import { checks } from './registry.ts';

/**
 * Tests a broker and reports. Everything created is removed again, also after failures and when `signal` aborts the run.
 * Throws {@link ConformanceError} when there is nothing to test: a bad address or filter, no broker, no access.
 */
export function runConformance(options: RunOptions): Promise<Report> {
  return runChecks(checks, options);
}

/** Like {@link runConformance}, with other checks than those of the registry. */
export async function runChecks(all: readonly Check[], options: RunOptions): Promise<Report> {
  const selected = selectChecks(all, options.only, options.skip);
  const startedAt = new Date();
  const start = performance.now();
  return withSession(options, async (opened) => {
    const { session, settings, log, journal, signal } = opened;
    const jobs = startJobs(opened, selected, options);
    await jobs.run();
    options.onEvent?.({ kind: 'cleaning', resources: journal.remaining().length });
    const kept = await session.cleanUp();
    const { client, world } = session.desk();
    const lingering = signal.aborted ? [] : await findLingering(journal.removed(), client, world);
    const leftovers = [...kept, ...lingering];
    await jobs.runLast();
    const results = jobs.results();
    const aborted = signal.aborted;
    const counts = countOutcomes(results);
    const report: Report = {
      format: reportFormat,
      tool: toolIdentity(),
      target: settings.endpoint.base,
      apiVersion: settings.apiVersion,
      strict: settings.strict,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - start),
      seed: settings.seed,
      catalog: summarise(session.world),
      results,
      counts,
      conclusion: conclude(counts, aborted),
      leftovers,
      exchanges: log.exchanges,
      aborted,
    };
    options.onEvent?.({ kind: 'ended', report });
    return report;
  });
}

interface Job {
  readonly check: Check;
  readonly plan: Plan | null;
  run(tools: Tools): Promise<void>;
}

interface Jobs {
  /** Runs all but the last ones. */
  run(): Promise<void>;
  /** Runs those that come last, one after the other. */
  runLast(): Promise<void>;
  results(): readonly CheckResult[];
}

function startJobs(
  { session, settings, log, signal, budget }: OpenSession,
  selected: readonly Check[],
  options: RunOptions,
): Jobs {
  const { world } = session;
  const planned = selected.flatMap((check): readonly (Job | CheckResult)[] => planJobs(check, world));
  const results: (CheckResult | undefined)[] = planned.map(() => undefined);
  let done = 0;
  options.onEvent?.({ kind: 'started', target: settings.endpoint.base, jobs: planned.length });
  const settle = (index: number, result: CheckResult) => {
    results[index] = result;
    for (const { exchange } of findingsOf(result))
      if (exchange !== null) session.world.serverErrors.name(exchange);
    done += 1;
    options.onEvent?.({ kind: 'result', result, done, jobs: planned.length });
  };

  const isStopped = () => signal.aborted;
  const work = async (job: Job, index: number, seat?: Seat) => {
    if (isStopped()) return;
    const desk = session.desk(seat);
    const { client, references } = desk;
    const setting = {
      world: desk.world,
      strict: settings.strict,
      client,
      references,
      exchange: log.exchange,
    };
    const result = await runCheck(job.check, job.plan, (tools) => job.run(tools), {
      ...setting,
      target: settings.endpoint.base,
    });
    // What an abort cut short is no result.
    if (!isStopped()) settle(index, result);
    await desk.cleanUp();
  };

  const watching = pLimit(watchingAtOnce);
  const inOrder = startOrder(planned);
  const isLast = (item: Job | CheckResult) => !('outcome' in item) && item.check.last;
  return {
    async run() {
      await Promise.all(
        inOrder.map(async ([index, item]) => {
          if (isLast(item)) return;
          if ('outcome' in item) settle(index, item);
          // Who has a slot of the budget takes a place as well: there are fewer of them when answers are slow.
          else if (budget !== undefined)
            await budget.run(() =>
              item.check.passive ? work(item, index) : session.places.run((seat) => work(item, index, seat)),
            );
          // A check that only judges what was recorded waits without taking a place.
          else if (item.check.passive) await watching(() => work(item, index));
          else await session.places.run((seat) => work(item, index, seat));
        }),
      );
    },
    async runLast() {
      for (const [index, item] of inOrder) if (isLast(item) && !('outcome' in item)) await work(item, index);
    },
    results: () => results.filter((result) => result !== undefined),
  };
}

/** Checks that wait for recordings at the same time: each needs a little memory, and a catalog has any number of plans. */
const watchingAtOnce = 1000;

/** Beginnings of the ids of checks whose jobs take several operations one after the other. */
const longSections = [
  'concurrency/',
  'updating/',
  'rotation/',
  'errors/provision-with',
  'errors/update-with',
  'errors/bind-with',
  'errors/refused',
] as const;

/** What takes longest begins first, so that nothing has to wait for it at the end. */
function startOrder<Item extends Job | CheckResult>(
  planned: readonly Item[],
): readonly (readonly [number, Item])[] {
  const isLong = ({ check }: Item) => {
    const id = typeof check === 'string' ? check : check.id;
    return longSections.some((section) => id.startsWith(section));
  };
  const indexed = planned.map((item, index) => [index, item] as const);
  return [...indexed.filter(([, item]) => isLong(item)), ...indexed.filter(([, item]) => !isLong(item))];
}

/** The jobs of a check, or the result that it does not apply. */
function planJobs(check: Check, world: World): readonly (Job | CheckResult)[] {
  if (isNotStated(check, world.apiVersion)) {
    return [skippedResult(check, `Version ${world.apiVersion} does not state this requirement.`)];
  }
  const targets = check.targets(world);
  if ('skip' in targets) return [skippedResult(check, targets.skip)];
  return targets.map((target) => ({ check, plan: target.plan, run: (tools) => target.run(tools) }));
}

function summarise({ offerings, plans, sampledFrom }: World): Report['catalog'] {
  const tested = new Set(plans);
  return {
    ...(sampledFrom === undefined ? {} : { sample: { tested: plans.length, of: sampledFrom } }),
    offerings: offerings.map((offering) => ({
      id: offering.id,
      name: offering.name,
      plans: offering.plans.map((plan) => ({ id: plan.id, name: plan.name, tested: tested.has(plan) })),
    })),
  };
}

function toolIdentity(): Report['tool'] {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '';
  return { name: 'osb-kit', version };
}
