import type { Answer } from '../engine/answer.ts';
import type { Binding } from '../engine/arrange.ts';
import type { Plan } from '../engine/catalog-model.ts';
import type { Precondition } from '../engine/check.ts';
import type { Followed } from '../engine/polling.ts';
import type { Recording } from '../engine/world.ts';
import { rotatablePlan } from './plans.ts';

/** A binding and its successor, from the rotation until both are removed. */
export interface Rotation {
  readonly plan: Plan;
  readonly predecessor: Binding;
  /** Fetches are absent where the offering does not declare `bindings_retrievable`. */
  readonly predecessorFetched: Answer | undefined;
  readonly rotate: Answer;
  readonly followed: Followed;
  /** What came after a rotation that succeeded. */
  readonly after?: {
    readonly predecessorFetched: Answer | undefined;
    readonly successorFetched: Answer | undefined;
    readonly predecessorRemoved: Answer;
    readonly successorStill: Answer | undefined;
    readonly successorRemoved: Answer;
  };
}

/** Rotates a binding of a plan and removes both bindings. */
export const recordRotation: Recording<Rotation> = async ({ broker, arrange }, plan) => {
  const instance = await arrange.instance(plan);
  const predecessor = await arrange.binding(instance);
  const fetch = (bindingId: string) =>
    plan.offering.bindingsRetrievable
      ? broker.fetchBinding(instance.id, bindingId)
      : Promise.resolve(undefined);
  const remove = async (bindingId: string) => {
    const answer = await broker.unbind(instance.id, bindingId, plan);
    await arrange.follow(plan, answer, { instanceId: instance.id, bindingId }, 'delete');
    return answer;
  };
  const predecessorFetched = await fetch(predecessor.id);
  const id = arrange.freshId();
  const ids = { service_id: plan.offering.id, plan_id: plan.id };
  const rotate = await broker.bind(instance.id, id, { ...ids, predecessor_binding_id: predecessor.id });
  const followed = await arrange.follow(plan, rotate, { instanceId: instance.id, bindingId: id }, 'create');
  const rotation = { plan, predecessor, predecessorFetched, rotate, followed };
  if (followed.end !== 'done') return rotation;
  return {
    ...rotation,
    after: {
      predecessorFetched: await fetch(predecessor.id),
      successorFetched: await fetch(id),
      predecessorRemoved: await remove(predecessor.id),
      successorStill: await fetch(id),
      successorRemoved: await remove(id),
    },
  };
};

/** The rotation of a binding of each plan that declares to support it: recorded once. */
export const rotatedBinding: Precondition<Rotation> = {
  passive: true,
  targets(world) {
    const targets = rotatablePlan.targets(world);
    if ('skip' in targets) return targets;
    return targets.flatMap(({ plan }) =>
      plan === null ? [] : [{ plan, open: (tools) => tools.world.recorded(recordRotation, plan) }],
    );
  },
};
