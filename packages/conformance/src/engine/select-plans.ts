import type { Offering } from './catalog-model.ts';
import { ConformanceError } from './errors.ts';
import type { RunOptions } from './options.ts';
import { samplePlans } from './sample.ts';
import type { World } from './world.ts';

/** The plans that the options name, or all; of very many, a sample. */
export function selectPlans(
  offerings: readonly Offering[],
  options: RunOptions,
): Pick<World, 'plans' | 'sampledFrom'> {
  const named = <T extends { readonly id: string; readonly name: string }>(
    things: readonly T[],
    names: readonly string[] | undefined,
    kind: string,
  ): readonly T[] => {
    if (names === undefined || names.length === 0) return things;
    for (const name of names) {
      if (!things.some((thing) => thing.id === name || thing.name === name)) {
        const all = [...new Set(things.map((thing) => `"${thing.name}"`))];
        const known = `${all.slice(0, 20).join(', ')}${all.length > 20 ? ', …' : ''}`;
        throw new ConformanceError(
          'no-plans-selected',
          `The catalog has no ${kind} "${name}". It has ${known === '' ? 'none' : known}.`,
        );
      }
    }
    return things.filter((thing) => names.includes(thing.id) || names.includes(thing.name));
  };
  const services = named(offerings, options.services, 'offering');
  const plans = named(
    services.flatMap((offering) => offering.plans),
    options.plans,
    'plan',
  );
  // Plans that are named are meant.
  const isOpen = options.allPlans !== true && (options.plans === undefined || options.plans.length === 0);
  const sample = isOpen ? samplePlans(plans) : plans;
  return { plans: sample, sampledFrom: sample.length < plans.length ? plans.length : undefined };
}
