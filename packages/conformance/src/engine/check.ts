import type { RequirementId } from '@osb-kit/spec';
import type { Arrange } from './arrange.ts';
import type { Plan } from './catalog-model.ts';
import type { BrokerClient } from './client.ts';
import type { Expect } from './expect.ts';
import type { World } from './world.ts';

/** What a check works with. */
export interface Tools {
  readonly broker: BrokerClient;
  readonly arrange: Arrange;
  readonly expect: Expect;
  readonly world: World;
}

/** The state of the world that a check needs, and on what of the broker it runs. */
export interface Precondition<Given> {
  /** True when reaching the state sends nothing of its own and the check judges what was recorded. */
  readonly passive: boolean;
  /** The targets on which the check runs, or why there is none. */
  targets(world: World): readonly Target<Given>[] | { readonly skip: string };
}

/** One thing that a check runs on. */
export interface Target<Given> {
  /** The plan that the result is about; `null` for the broker as a whole. */
  readonly plan: Plan | null;
  /** Reaches the state: throws NotApplicable, Blocked or Inconclusive when it cannot be. */
  open(tools: Tools): Promise<Given> | Given;
}

/** A check as one writes it. */
export interface CheckDefinition<Given> {
  /** `<section>/<provocation>`; never reused once published. */
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly title: string;
  /** The rows of the ledger that it proves; an assertion is about the first unless it names another. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly given: Precondition<Given>;
  /** Runs when all others are through and what they made is removed: for what may lock the tester out, or judges the run. */
  readonly last?: boolean;
  /** It is about the ordinary request itself: that other requests are answered in the same way takes nothing away. */
  readonly judgesTheOrdinary?: boolean;
  /** Act and assert. Returning means that it holds. */
  run(tools: Tools & { readonly given: Given }): Promise<void> | void;
}

/** A check as the engine runs it: what is given is bound to it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly passive: boolean;
  readonly last: boolean;
  readonly judgesTheOrdinary: boolean;
  targets(
    world: World,
  ): readonly { readonly plan: Plan | null; run(tools: Tools): Promise<void> }[] | { readonly skip: string };
}

/** Declares a check. */
export function defineCheck<Given>(definition: CheckDefinition<Given>): Check {
  const { id, title, requirements, given, last = false, judgesTheOrdinary = false } = definition;
  return {
    id,
    title,
    requirements,
    passive: given.passive,
    last,
    judgesTheOrdinary,
    targets(world) {
      const found = given.targets(world);
      if ('skip' in found) return found;
      return found.map(({ plan, open }) => ({
        plan,
        run: async (tools) => definition.run({ ...tools, given: await open(tools) }),
      }));
    },
  };
}
