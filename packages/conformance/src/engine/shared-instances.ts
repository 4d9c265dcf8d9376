import type { Instance } from './arrange.ts';
import type { Plan } from './catalog-model.ts';

/** One instance per plan that probes share, one probe at a time. */
export interface SharedInstances {
  use<T>(plan: Plan, probe: (instance: Instance) => Promise<T>): Promise<T>;
  /** The instance was changed: the next probe gets a new one. */
  spoil(instanceId: string): void;
}

/** Creates the shared instances of a run; `create` makes one when a probe first needs it, or, when they are not kept, for each probe. */
export function createSharedInstances(
  create: (plan: Plan) => Promise<Instance>,
  fresh = false,
): SharedInstances {
  const current = new Map<string, Promise<Instance>>();
  const turns = new Map<string, Promise<unknown>>();
  const plansById = new Map<string, string>();

  const instanceOf = async (plan: Plan): Promise<Instance> => {
    const known = current.get(plan.id);
    if (known !== undefined) return known;
    const fresh = create(plan);
    current.set(plan.id, fresh);
    const instance = await fresh;
    plansById.set(instance.id, plan.id);
    return instance;
  };

  return {
    use(plan, probe) {
      if (fresh) return create(plan).then(probe);
      const before = turns.get(plan.id) ?? Promise.resolve();
      const turn = before.then(async () => probe(await instanceOf(plan)));
      turns.set(
        plan.id,
        turn.catch(() => undefined),
      );
      return turn;
    },
    spoil(instanceId) {
      const planId = plansById.get(instanceId);
      if (planId === undefined) return;
      plansById.delete(instanceId);
      current.delete(planId);
    },
  };
}
