import type { Plan } from '../engine/catalog-model.ts';
import type { Precondition } from '../engine/check.ts';
import type { BoundPart, Fetches, Life, Milestone, Mutation, UnboundPart } from '../engine/life.ts';
import { hollowBinding, hollowness, type Cause } from '../engine/one-cause.ts';
import { Blocked, Inconclusive, NotApplicable } from '../engine/signals.ts';

/** A part of an ordinary life, and the life it is from. */
export interface GivenPart<Part> {
  readonly plan: Plan;
  readonly life: Life;
  readonly part: Part;
}

/** What a life precondition picks, from which plans, and why there may be nothing. */
interface Pick<Part> {
  readonly of?: (plan: Plan) => boolean;
  readonly skip?: string;
  /** The part; `undefined` when the life has none. */
  readonly part: (life: Life) => Part | undefined;
  /** Why a life that ended well has no such part. */
  readonly absent?: string;
  /** How far the life has to have come; to its end otherwise. */
  readonly until?: Milestone;
  /** What keeps the part from saying anything: that there is no instance, or no binding. */
  readonly hollow?: (life: Life) => Cause | undefined;
}

/** A precondition over the recorded life of each plan: judging it costs no request. */
function lifeWith<Part>({
  of,
  skip,
  part,
  absent,
  until,
  hollow,
}: Pick<Part>): Precondition<GivenPart<Part>> {
  return {
    passive: true,
    targets(world) {
      const plans = world.plans.filter((plan) => of?.(plan) ?? true);
      if (plans.length === 0) return { skip: skip ?? 'The catalog offers no plan to test.' };
      return plans.map((plan) => ({
        plan,
        async open(tools) {
          const life = await tools.world.life(plan, until);
          const found = part(life);
          const cause = hollow?.(life);
          if (cause !== undefined) throw new Blocked(cause.text, cause.answer);
          if (found !== undefined) return { plan, life, part: found };
          if (life.stopped?.kind === 'blocked') throw new Blocked(life.stopped.text, life.stopped.answer);
          if (life.stopped?.kind === 'inconclusive') throw new Inconclusive(life.stopped.text);
          throw new NotApplicable(absent ?? 'The broker took another legal way.');
        },
      }));
    },
  };
}

/** A whole life, however it went. */
export const anyLife = lifeWith({ part: (life) => life });

/** The lives of all plans together, for what has nothing to do with plans. */
export const allLives: Precondition<{ readonly lives: readonly Life[] }> = {
  passive: true,
  targets(world) {
    if (world.plans.length === 0) return { skip: 'The catalog offers no plan to test.' };
    return [
      {
        plan: null,
        async open({ world: { life } }) {
          const lives: Life[] = [];
          for (const plan of world.plans) lives.push(await life(plan));
          return { lives };
        },
      },
    ];
  },
};

/** A life whose provision was accepted. */
export const provisionedLife = lifeWith<Mutation>({
  part: ({ provision }) => (provision.followed.end === 'refused' ? undefined : provision),
});

/** A life whose provision was accepted, as soon as it has ended: for checks that compare another instance with it. */
export const justProvisionedLife = lifeWith<Mutation>({
  until: 'provisioned',
  part: ({ provision }) => (provision.followed.end === 'refused' ? undefined : provision),
});

/** A life whose instance was there. */
export const createdLife = lifeWith<Mutation>({
  part: ({ provision }) => (provision.followed.end === 'done' ? provision : undefined),
});

/** A life whose provision was repeated. */
export const repeatedProvision = lifeWith<Mutation>({ part: (life) => life.repeated });

/** A life whose instance was fetched. */
export const fetchedInstance = lifeWith<Fetches>({
  of: (plan) => plan.offering.instancesRetrievable,
  skip: 'No offering to test declares instances_retrievable.',
  hollow: hollowness,
  part: (life) => life.fetched,
});

/** A life with an update that the broker declares to support. */
export const updatedLife = lifeWith<NonNullable<Life['update']>>({
  hollow: hollowness,
  part: (life) => life.update,
  absent: 'The catalog declares no update that may be sent to this plan, and none is configured.',
});

/** A life whose update was accepted and came to its end. */
export const finishedUpdate = lifeWith<NonNullable<Life['update']>>({
  part: (life) => (life.update?.mutation.followed.end === 'done' ? life.update : undefined),
  absent: 'No update of this plan was accepted.',
});

const bindable = {
  hollow: hollowness,
  of: (plan: Plan) => plan.bindable,
  skip: 'No plan to test is bindable.',
  absent: 'The plan is not bindable after the update.',
};

/** A life with a bind, however it went. */
export const boundLife = lifeWith<BoundPart>({ ...bindable, part: (life) => life.bound });

/** A life with a binding that was there. */
export const createdBinding = lifeWith<BoundPart>({
  ...bindable,
  part: (life) => (life.bound?.bind.followed.end === 'done' ? life.bound : undefined),
});

/** A life whose bind was repeated. */
export const repeatedBind = lifeWith<Mutation>({ ...bindable, part: (life) => life.boundAgain });

/** A life with two bindings of one instance. */
export const twoBindings = lifeWith<{ readonly first: BoundPart; readonly second: BoundPart }>({
  ...bindable,
  hollow: (life) => hollowness(life) ?? hollowBinding(life),
  part: ({ bound, second }) =>
    bound !== undefined && second?.bind.followed.end === 'done' ? { first: bound, second } : undefined,
  absent: 'A second binding of the instance was not accepted.',
});

const retrievableBinding = {
  of: (plan: Plan) => plan.bindable && plan.offering.bindingsRetrievable,
  skip: 'No offering to test with a bindable plan declares bindings_retrievable.',
};

/** A life whose binding was fetched. */
export const fetchedBinding = lifeWith<Fetches>({
  ...retrievableBinding,
  // A 200 to the first bind is told as such; otherwise the fetch is the first to show that there is none.
  hollow: (life) =>
    hollowness(life) ?? (life.bound?.bind.answer.status === 200 ? hollowBinding(life) : undefined),
  part: (life) => life.bound?.fetched,
});

/** A life whose first binding was removed. */
export const unboundLife = lifeWith<UnboundPart>({
  ...bindable,
  hollow(life) {
    const isTold = life.bound?.fetched !== undefined || life.bound?.bind.answer.status === 200;
    return hollowness(life) ?? (isTold ? hollowBinding(life) : undefined);
  },
  part: (life) => life.unbound,
});

/** A life whose instance was removed. */
export const deprovisionedLife = lifeWith<NonNullable<Life['deprovisioned']>>({
  hollow: hollowness,
  part: (life) => life.deprovisioned,
});
