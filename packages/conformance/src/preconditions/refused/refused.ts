import type { Plan } from '../../engine/catalog-model.ts';
import type { Precondition } from '../../engine/check.ts';
import type { Recording } from '../../engine/world.ts';
import { oneBindablePlanPerOffering, onePlanPerOffering } from '../plans.ts';
import { recordRefusedBinds, recordRefusedProvisions } from './creations.ts';
import { recordRefusedDeprovisions, recordRefusedUnbinds } from './deletions.ts';
import type { Refusals } from './traces.ts';
import { recordRefusedUpdates } from './updates.ts';

/** The operations that change something. */
export const verbs = ['provision', 'update', 'bind', 'unbind', 'deprovision'] as const;
export type Verb = (typeof verbs)[number];

const recordings: Readonly<Record<Verb, Recording<Refusals>>> = {
  provision: recordRefusedProvisions,
  update: recordRefusedUpdates,
  bind: recordRefusedBinds,
  unbind: recordRefusedUnbinds,
  deprovision: recordRefusedDeprovisions,
};

/** Requests of one kind that are refused for each reason there is, and what each left behind: sent once. */
export function refusalsOf(verb: Verb): Precondition<Refusals> {
  const plans: Precondition<{ readonly plan: Plan }> =
    verb === 'bind' || verb === 'unbind' ? oneBindablePlanPerOffering : onePlanPerOffering;
  return {
    passive: true,
    targets(world) {
      const targets = plans.targets(world);
      if ('skip' in targets) return targets;
      return targets.flatMap(({ plan }) =>
        plan === null ? [] : [{ plan, open: (tools) => tools.world.recorded(recordings[verb], plan) }],
      );
    },
  };
}
