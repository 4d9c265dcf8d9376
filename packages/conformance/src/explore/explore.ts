import { levelAt, requirement, sectionLink, type RequirementId } from '@osb-kit/spec';
import fc from 'fast-check';
import { isSuccess } from '../engine/answer.ts';
import { describe } from '../engine/expect.ts';
import { withSession, type OpenSession } from '../engine/open-session.ts';
import type { RunOptions } from '../engine/options.ts';
import { reportFormat } from '../engine/report.ts';
import { NetworkFault } from '../engine/wire.ts';
import { bind, bindAgain, fetchBinding, unbind, type BindingStep } from './binding-steps.ts';
import type { Exploration, ExploredFinding } from './exploration.ts';
import {
  deprovision,
  fetch,
  poll,
  provision,
  provisionAgain,
  provisionOther,
  update,
  wait,
  type InstanceStep,
} from './instance-steps.ts';
import { unusedInstance, type BindingModel, type InstanceModel } from './model.ts';
import { scriptOf } from './script.ts';
import { sequences, type Step, type StepName } from './steps.ts';
import { Contradiction, createWalk, EndOfWalk, type Trace } from './walk.ts';

/** What to explore, and how far. */
export interface ExploreOptions extends RunOptions {
  /** Steps to take; 300 by default. Finding the shortest sequence takes more. */
  readonly steps?: number;
  /** The broker supports that ids of what is gone are used again, which it need not (HC-21). */
  readonly reusesIds?: boolean;
}

/** Steps of one sequence at most. */
const longest = 18;

/** Walks that the search for a shorter sequence may take. */
const shrinkingWalks = 150;

const instanceSteps: Partial<Record<StepName, InstanceStep>> = {
  provision,
  'provision-again': provisionAgain,
  'provision-other': provisionOther,
  update,
  deprovision,
  fetch,
  poll,
  wait,
};

const bindingSteps: Partial<Record<StepName, BindingStep>> = {
  bind,
  'bind-again': bindAgain,
  unbind,
  'fetch-binding': fetchBinding,
};

/** What the step does, and what it does instead where that does not apply. */
function namesOf(
  { name, unmade }: Step,
  instance: InstanceModel,
  binding: BindingModel,
): readonly StepName[] {
  if (instance.phase === 'unused' && !unmade) return ['provision'];
  if (binding.phase === 'unused' && !unmade && name in bindingSteps) return ['bind', 'wait', 'fetch'];
  return [name, 'wait', 'fetch'];
}

/**
 * Sends random sequences of requests about a few instances and bindings and holds each answer against what the
 * specification obliges the broker to in its state. What contradicts it is shrunk to the shortest sequence. Throws
 * {@link ConformanceError} when there is no broker to explore.
 */
export async function exploreBroker(options: ExploreOptions): Promise<Exploration> {
  const start = performance.now();
  return withSession(options, async (opened) => {
    const found = await search(opened, options);
    options.onEvent?.({ kind: 'cleaning', resources: opened.journal.remaining().length });
    const leftovers = await opened.session.cleanUp();
    const { settings } = opened;
    return {
      kind: 'exploration',
      format: reportFormat,
      target: settings.endpoint.base,
      apiVersion: settings.apiVersion,
      strict: settings.strict,
      seed: settings.seed,
      durationMs: Math.round(performance.now() - start),
      ...found,
      leftovers,
    };
  });
}

interface Walked {
  readonly contradiction: Contradiction | undefined;
  readonly trace: readonly Trace[];
}

async function search(opened: OpenSession, options: ExploreOptions) {
  const { settings, signal, session } = opened;
  const wanted = options.steps ?? 300;
  const known = new Set<RequirementId>();
  const remarks = new Set<string>();
  const findings: ExploredFinding[] = [];
  const instances = settings.budget === 1 ? 1 : 2;
  const tally = { steps: 0, sequences: 0, accepted: 0 };
  let stopped: string | null =
    session.world.plans.length === 0 ? 'The catalog offers no plan to explore.' : null;
  const isOver = () => stopped !== null || signal.aborted;

  const walkAlong = async (steps: readonly Step[]): Promise<Walked> => {
    tally.sequences += 1;
    const desk = session.desk();
    const walk = createWalk({
      world: desk.world,
      client: desk.client,
      reusesIds: options.reusesIds ?? false,
      known,
      remarks,
    });
    let contradiction: Contradiction | undefined;
    try {
      const models = Array.from({ length: instances }, (_, index) => unusedInstance(index));
      for (const step of steps) {
        const instance = models[step.instance];
        const binding = instance?.bindings[step.binding];
        if (isOver() || instance === undefined || binding === undefined) break;
        for (const name of namesOf(step, instance, binding)) {
          const taken =
            (await instanceSteps[name]?.(walk, instance, step)) ??
            (await bindingSteps[name]?.(walk, instance, binding, step));
          if (taken !== true) continue;
          tally.steps += 1;
          break;
        }
      }
    } catch (error) {
      if (error instanceof Contradiction) contradiction = error;
      else if (error instanceof NetworkFault && !signal.aborted) stopped = `No answer: ${error.message}.`;
      else if (!(error instanceof EndOfWalk) && !signal.aborted) throw error;
    }
    tally.accepted += walk.trace.filter(
      ({ kind, answer }) => kind === 'request' && answer.request.method !== 'GET' && isSuccess(answer),
    ).length;
    await desk.cleanUp();
    return { contradiction, trace: walk.trace };
  };

  for (let round = 0; tally.steps < wanted && !isOver(); round++) {
    const shortest = await shortestContradiction(
      walkAlong,
      settings.seed + round,
      instances,
      () => tally.steps >= wanted || isOver(),
    );
    if (shortest === undefined) break;
    const finding = findingOf(shortest, opened);
    findings.push(finding);
    known.add(finding.requirement);
    if (finding.weight === 'error') break;
  }
  if (signal.aborted) stopped ??= 'The exploration was stopped before it ended.';
  return { ...tally, findings, remarks: [...remarks], stopped };
}

interface Shortest extends Walked {
  readonly contradiction: Contradiction;
  readonly reproducible: boolean;
}

/** Walks along random sequences until one shows a contradiction, and shortens that one. */
async function shortestContradiction(
  walkAlong: (steps: readonly Step[]) => Promise<Walked>,
  seed: number,
  instances: number,
  isOver: () => boolean,
): Promise<Shortest | undefined> {
  let first: Contradiction | undefined;
  let best: { steps: readonly Step[]; walked: Walked & { contradiction: Contradiction } } | undefined;
  let shrinking = 0;
  /** True when the sequence shows a contradiction, once one was found of the same weight. */
  const shows = async (steps: readonly Step[]): Promise<boolean> => {
    if (first === undefined ? isOver() : shrinking++ >= shrinkingWalks) return false;
    const walked = await walkAlong(steps);
    const { contradiction } = walked;
    if (contradiction === undefined || (first !== undefined && contradiction.weight !== first.weight))
      return false;
    first ??= contradiction;
    if (best === undefined || steps.length <= best.steps.length) {
      best = { steps, walked: { ...walked, contradiction } };
    }
    return true;
  };
  await fc.check(
    fc.asyncProperty(sequences(instances, longest), async (steps) => !(await shows(steps))),
    { seed, numRuns: 5000 },
  );
  if (best === undefined) return undefined;
  shrinking = 0;
  // What fast-check leaves is made minimal: no step can be taken away, also when a look at the instance ends it.
  const removeOneByOne = async () => {
    for (let at = (best?.steps.length ?? 0) - 1; at >= 0; at--) {
      await shows(best?.steps.filter((_step, index) => index !== at) ?? []);
    }
  };
  await removeOneByOne();
  const last = best.steps.at(-1);
  if (last !== undefined && last.name !== 'fetch') {
    if (await shows([...best.steps.slice(0, -1), { ...last, name: 'fetch' }])) await removeOneByOne();
  }
  const { steps, walked } = best;
  shrinking = 0;
  const reproducible = await shows(steps);
  return { ...walked, reproducible };
}

function findingOf(
  { contradiction, trace, reproducible }: Shortest,
  { settings }: OpenSession,
): ExploredFinding {
  const { apiVersion, endpoint } = settings;
  const row = requirement(contradiction.about);
  return {
    requirement: contradiction.about,
    statement: row.statement,
    level: levelAt(row, apiVersion) ?? row.level,
    weight: contradiction.weight,
    link: sectionLink(row.section, apiVersion),
    expected: contradiction.expected,
    actual: contradiction.actual,
    because: contradiction.because,
    steps: trace.map(({ kind, text, answer }) =>
      kind === 'wait' ? `wait for the end of ${text}` : `${text} → ${describe(answer)}`,
    ),
    script: scriptOf(trace, contradiction, endpoint.base),
    reproducible,
    exchanges: trace.map(({ answer }) => answer.exchange),
  };
}
