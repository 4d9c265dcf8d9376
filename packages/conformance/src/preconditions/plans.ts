import { planChanges } from '../engine/bodies.ts';
import type { Plan } from '../engine/catalog-model.ts';
import type { Precondition, Target } from '../engine/check.ts';
import { factsOf } from '../engine/parameters.ts';
import type { World } from '../engine/world.ts';

/** A plan to provision. */
export interface GivenPlan {
  readonly plan: Plan;
}

/** Two plans, the second for the contrast. */
export interface GivenPlans extends GivenPlan {
  readonly other: Plan;
}

/** A precondition that picks plans; `select` makes what the check is given, or `undefined` for a plan that does not fit. */
function plansWhere<Given>(
  select: (plan: Plan, world: World) => Given | undefined,
  skip: string,
  choose: (plans: readonly Plan[]) => readonly Plan[] = (plans) => plans,
): Precondition<Given> {
  return {
    passive: false,
    targets(world) {
      const targets = choose(world.plans.filter((plan) => select(plan, world) !== undefined)).flatMap(
        (plan): Target<Given>[] => {
          const given = select(plan, world);
          return given === undefined ? [] : [{ plan, open: () => given }];
        },
      );
      return targets.length === 0 ? { skip } : targets;
    },
  };
}

/** The first plan of each offering: for what does not depend on the plan. */
function onePerOffering(plans: readonly Plan[]): readonly Plan[] {
  return plans.filter((plan) => plans.find((other) => other.offering === plan.offering) === plan);
}

const noPlan = 'The catalog offers no plan to test.';

/** Each plan that is to be tested. */
export const eachPlan = plansWhere((plan) => ({ plan }), noPlan);

/** One plan of each offering. */
export const onePlanPerOffering = plansWhere((plan) => ({ plan }), noPlan, onePerOffering);

/** One plan of the catalog. */
export const onePlan = plansWhere(
  (plan) => ({ plan }),
  noPlan,
  (plans) => plans.slice(0, 1),
);

/** Each plan that can be bound. */
export const bindablePlan = plansWhere(
  (plan) => (plan.bindable ? { plan } : undefined),
  'No plan to test is bindable.',
);

/** One bindable plan of each offering. */
export const oneBindablePlanPerOffering = plansWhere(
  (plan) => (plan.bindable ? { plan } : undefined),
  'No plan to test is bindable.',
  onePerOffering,
);

/** A plan that cannot be bound. */
export const unbindablePlan = plansWhere(
  (plan) => (plan.bindable ? undefined : { plan }),
  'Every plan to test is bindable.',
  onePerOffering,
);

/** A plan and another one of the same offering. */
export const twoPlansOfOneOffering = plansWhere<GivenPlans>(
  (plan) => {
    const other = plan.offering.plans.find((candidate) => candidate.id !== plan.id);
    return other === undefined ? undefined : { plan, other };
  },
  'No offering to test has two plans.',
  onePerOffering,
);

/** Each plan that has another one beside it. */
export const eachPlanWithAnother = plansWhere<GivenPlans>((plan) => {
  const other = plan.offering.plans.find((candidate) => candidate.id !== plan.id);
  return other === undefined ? undefined : { plan, other };
}, 'No offering to test has two plans.');

/** A plan and one of another offering. */
export const twoOfferings = plansWhere<GivenPlans>(
  (plan, world) => {
    const other = world.offerings.find((offering) => offering.id !== plan.offering.id)?.plans[0];
    return other === undefined ? undefined : { plan, other };
  },
  'The catalog has only one offering.',
  (plans) => plans.slice(0, 1),
);

/** A plan whose instances can be fetched. */
export const planWithRetrievableInstances = plansWhere(
  (plan) => (plan.offering.instancesRetrievable ? { plan } : undefined),
  'No offering to test declares instances_retrievable.',
);

/** A bindable plan whose bindings can be fetched. */
export const planWithRetrievableBindings = plansWhere(
  (plan) => (plan.offering.bindingsRetrievable && plan.bindable ? { plan } : undefined),
  'No offering to test with a bindable plan declares bindings_retrievable.',
);

/** A plan with maintenance_info. */
export const maintainedPlan = plansWhere(
  (plan) => (plan.maintenanceVersion === undefined ? undefined : { plan, version: plan.maintenanceVersion }),
  'No plan to test has maintenance_info.',
);

/** A bindable plan whose bindings can be rotated. */
export const rotatablePlan = plansWhere(
  (plan) => (plan.bindingRotatable && plan.bindable ? { plan } : undefined),
  'No plan to test declares binding_rotatable.',
);

/** A plan that may be changed, and a plan to change to. */
export const changeablePlan = plansWhere<GivenPlans>((plan, world) => {
  const [other] = planChanges(plan, factsOf(plan, world.facts));
  return other === undefined ? undefined : { plan, other };
}, 'No plan to test declares plan_updateable and has another plan beside it.');

/** A plan that may not be changed although there is another one. */
export const unchangeablePlan = plansWhere<GivenPlans>(
  (plan) => {
    const other = plan.offering.plans.find((candidate) => candidate.id !== plan.id);
    // Before 2.15 the plan's own flag is an extension, but it does say that the broker changes plans (HC-32).
    const isChangeable = plan.planUpdateable || plan.ownPlanUpdateable === true;
    return isChangeable || other === undefined ? undefined : { plan, other };
  },
  'Every plan to test that has another one beside it declares plan_updateable.',
  onePerOffering,
);

/** Where it is told which plans are slow, only those: on others an operation may end before anything can be sent meanwhile. */
export function onSlowPlans<Given>(precondition: Precondition<Given>): Precondition<Given> {
  return {
    ...precondition,
    targets(world) {
      const targets = precondition.targets(world);
      if ('skip' in targets) return targets;
      const slow = targets.filter(({ plan }) => plan !== null && factsOf(plan, world.facts).slow === true);
      return slow.length > 0 ? slow : targets;
    },
  };
}
